"""Commands of the room measures."""
