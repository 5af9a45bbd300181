"""Commands of the room program."""
