"""Letters by territory: imported addresses, oppositions, coverage."""
