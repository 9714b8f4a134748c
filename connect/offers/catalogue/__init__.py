"""The catalogue as people browse it: facets, counts and groups, computed from bitmaps in memory."""

from connect.offers.catalogue.overview import Overview, overview

__all__ = ["Overview", "overview"]
