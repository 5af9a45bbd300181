"""Room community: social needs and resources nearby."""
