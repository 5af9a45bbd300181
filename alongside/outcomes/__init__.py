"""Room outcomes: the face for questions over many people: exports and measures of the program."""
