"""Room program: tracks, sessions, attendance and hours."""
