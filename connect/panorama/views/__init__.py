"""Public pages and series of the panorama."""
