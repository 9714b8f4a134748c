"""Commands of the search port."""
