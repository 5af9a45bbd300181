"""Pages of measures: one file a page."""
