"""What can be typed at the desk: one module a page."""
