"""Read what other systems send, as plain values: FHIR R4 in, dataclasses and a report out.

`files` opens what came, `pool` finds what belongs together, one module each reads one kind of
resource, `delivery` puts it all together. Nothing here raises on bad input and nothing guesses:
what cannot be taken is a line of the report, with its place and the reason.

Checks of structure are by hand, element by element. The published R4 schema would refuse a whole
resource for an oddity in a part that nobody reads, and could not say in plain words what was lost.
"""
