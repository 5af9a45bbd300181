"""Room core: what every room uses and no clinic word: keys, days, base templates, charts."""
