"""The deeds of the privacy room: logging, sealing, blocks, emergency access."""
