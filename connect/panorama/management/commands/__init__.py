"""Commands of the panorama."""
