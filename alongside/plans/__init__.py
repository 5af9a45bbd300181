"""Room plans: the one shared plan."""
