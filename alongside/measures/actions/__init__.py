"""What can be done with measures: assigning, answering, entering from paper, correcting."""
