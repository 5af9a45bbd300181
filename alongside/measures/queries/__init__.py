"""What is read of measures: what is due, how scores run over time, one instrument's results."""
