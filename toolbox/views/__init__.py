"""Pages of the sheets: for those who write them, for those who review them."""
