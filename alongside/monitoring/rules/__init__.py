"""What the program has agreed about check-ins, without a database."""
