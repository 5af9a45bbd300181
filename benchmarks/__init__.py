"""How fast and how safe it is, measured: `make bench`."""
