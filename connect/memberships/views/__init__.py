"""Pages of persons about structures."""
