"""Room synthetic: invented people and replayed public data, for the demo, tests and load."""
