"""Room notes: documentation: notes, signing, co-signing, addenda."""
