"""Tables of the catalogue."""

from connect.offers.models.catalogue import CatalogueChange, CatalogueStamp
from connect.offers.models.error_report import ErrorReport
from connect.offers.models.finding import Finding
from connect.offers.models.link import OfferLink
from connect.offers.models.offer import Offer

__all__ = ["CatalogueChange", "CatalogueStamp", "ErrorReport", "Finding", "Offer", "OfferLink"]
