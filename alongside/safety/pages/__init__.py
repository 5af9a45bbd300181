"""Pages of the staff about a person's safety plan."""
