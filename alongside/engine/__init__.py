"""Room engine: numbers without Django: scoring, statistics, scheduling; fit to be published."""
