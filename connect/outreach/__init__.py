"""Asking structures: « Toujours exact », the yearly reminder, letters by territory."""
