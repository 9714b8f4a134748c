"""Schema of the upkeep."""
