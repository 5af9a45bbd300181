"""What is read about privacy itself: the log, blocks, consents."""
