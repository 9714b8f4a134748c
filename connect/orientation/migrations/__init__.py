"""Schema of the orientation."""
