"""Management pages of offers and calls."""
