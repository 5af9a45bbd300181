"""The weekly schedule of a site: read, construct, improve, repair, check, bound, explain."""
