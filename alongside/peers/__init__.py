"""Room peers: peer support."""
