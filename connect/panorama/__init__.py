"""Figures of the resource centre: indicators with their history, maps, open series."""
