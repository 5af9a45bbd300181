"""Commands of the room fhir."""
