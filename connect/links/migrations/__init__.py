"""Schema of the checked links."""
