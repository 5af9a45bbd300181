"""FHIR R4 resources: one file each."""
