"""Commands of the synthetic room."""
