"""Tables of the vocabulary that every other application shares."""

from connect.taxonomy.models.needs import Need, Theme
from connect.taxonomy.models.terms import (
    AccompanimentType,
    FundedObject,
    FundingType,
    Phase,
    Sector,
    StructureType,
    Term,
)
from connect.taxonomy.models.territory import Postcode, Territory

__all__ = [
    "AccompanimentType",
    "FundedObject",
    "FundingType",
    "Need",
    "Phase",
    "Postcode",
    "Sector",
    "StructureType",
    "Term",
    "Territory",
    "Theme",
]
