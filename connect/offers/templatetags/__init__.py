"""Template libraries of the catalogue."""
