"""Room conferences: case conferences, joint sessions, team messages."""
