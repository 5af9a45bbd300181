"""Pages of the program room: one file a page."""
