"""A sheet as readers see it: parts ready to be drawn, offers with their terms of the day."""

from toolbox.reading.cards import OfferCard
from toolbox.reading.parts import Heading, Part, Reading, reading_of

__all__ = ["Heading", "OfferCard", "Part", "Reading", "reading_of"]
