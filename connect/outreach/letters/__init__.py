"""Letters by territory: imported addresses, whom they go to, coverage."""
