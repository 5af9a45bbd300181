"""Pages of the room fhir: one file each."""
