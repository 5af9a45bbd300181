"""Pages of the privacy room: one file a page."""
