"""Views of sheets, by what they are for."""
