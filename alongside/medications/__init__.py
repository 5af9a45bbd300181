"""Room medications: medications, doses given and drug tests."""
