"""The latest published sheets, for readers of feeds."""

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed

from toolbox.models import SheetPage
from toolbox.models.index import SLUG
from toolbox.selectors import visible_to

MOST_SHOWN = 20


class LatestSheets(Feed[SheetPage, None]):
    """Published sheets, the latest published first."""

    feed_type = Atom1Feed
    title = "Fiches pratiques"
    link = f"/{SLUG}/"
    subtitle = "Les dernières fiches publiées."

    def items(self) -> list[SheetPage]:
        """The latest ones that everybody may read."""
        return list(visible_to(None).order_by("-last_published_at", "pk")[:MOST_SHOWN])

    def item_title(self, item: SheetPage) -> str:
        """Its title; the feed escapes it."""
        return str(item.title)

    def item_description(self, item: SheetPage) -> str:
        """Its summary."""
        return str(item.summary)

    def item_link(self, item: SheetPage) -> str:
        """Its address."""
        return f"/{SLUG}/{item.slug}/"

    def item_updateddate(self, item: SheetPage) -> object:
        """When it was published last."""
        return item.last_published_at

    def item_pubdate(self, item: SheetPage) -> object:
        """When it was published first."""
        return item.first_published_at
