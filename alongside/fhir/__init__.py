"""Room fhir: the face for other systems: FHIR R4 in and out."""
