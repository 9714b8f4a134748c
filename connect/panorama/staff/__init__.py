"""Management pages of the indicators."""
