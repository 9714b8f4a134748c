"""Management pages of groups."""
