"""The deeds of the synthetic room: building an invented program out of the rooms' own actions."""
