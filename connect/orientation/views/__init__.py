"""Pages of the orientation."""
