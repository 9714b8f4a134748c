"""Template libraries shared by every page."""
