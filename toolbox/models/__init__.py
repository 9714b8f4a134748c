"""Tables of the toolbox."""

from toolbox.models.index import SheetIndexPage
from toolbox.models.links import SheetAudience, SheetAuthor, SheetOffer, SheetTag
from toolbox.models.picture import SheetPicture
from toolbox.models.sheet import SheetPage
from toolbox.models.version import SheetVersion

__all__ = [
    "SheetAudience", "SheetAuthor", "SheetIndexPage", "SheetOffer", "SheetPage", "SheetPicture", "SheetTag",
    "SheetVersion",
]  # fmt: skip
