"""Schema of the figures."""
