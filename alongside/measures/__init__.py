"""Room measures: instruments, assignments, responses and scores."""
