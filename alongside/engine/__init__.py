"""Room engine: numbers without Django: scoring, statistics, scheduling; could be published on its own."""
