"""Atom feeds of a list: what is new, what closes soon."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce, TruncDate
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from connect.common import french
from connect.offers.catalogue.index import CatalogueIndex
from connect.offers.catalogue.rows import OfferRow, rows_of
from connect.offers.models import Offer
from connect.offers.opendata import publishing
from connect.offers.opendata.asking import Asked
from connect.offers.opendata.changes import first_day, last_changes, midnight
from connect.offers.selectors import Reader, visible_to

MOST_ENTRIES = 50
CLOSING_DAYS = 60


class Feed(Atom1Feed):
    """Django's, dated by its entries and never by the clock."""

    def latest_post_date(self) -> datetime.datetime:
        """The last change of an entry, or the start of the day when there is none."""
        dates: list[datetime.datetime] = [item["updateddate"] for item in self.items]
        return max(dates, default=midnight(self.feed["day"]))


def newest(asked: Asked, reader: Reader) -> list[Offer]:
    """The offers found that came last into the catalogue, in two statements whatever their number.

    Args:
        asked: the list.
        reader: who reads.
    """
    recorded = Coalesce(F("recorded_on"), TruncDate("created_at"))
    rows = visible_to(reader).order_by(recorded.desc(), "-pk").values_list("pk", flat=True)
    kept: list[int] = []
    for pk in rows.iterator():
        if pk in asked.selection.found:
            kept.append(pk)
        if len(kept) == MOST_ENTRIES:
            break
    return in_order(kept, reader)


def in_order(pks: Sequence[int], reader: Reader) -> list[Offer]:
    """These offers with their structure, those that the reader may see, in the same order.

    Args:
        pks: a few dozen.
        reader: who reads.
    """
    rows = visible_to(reader).filter(pk__in=pks).select_related("structure__entity").order_by("pk")
    found = {offer.pk: offer for offer in rows}
    return [found[pk] for pk in pks if pk in found]


def summary_of(row: OfferRow) -> str:
    """An offer in a few sentences that stay true from one day to the next."""
    offer = row.offer
    parts = [row.structure, ", ".join(mark.label for mark in row.typologies), row.where, row.amount]
    if offer.closes_on is not None:
        parts.append(f"clôture le {french.day_long(offer.closes_on)}")
    said = " · ".join(part for part in parts if part)
    return publishing.xml_text(f"{said}. {offer.summary}".strip())


def title_of(title: str, asked: Asked) -> str:
    """Title of a feed, with what is asked when something is."""
    words = ", ".join(asked.words())
    said = f"{title}{french.NBSP}: {words}" if words else title
    return publishing.xml_text(f"{said} – {publishing.site_name()}")


def atom(
    asked: Asked, offers: Sequence[Offer], title: str, name: str, links: dict[str, str]
) -> str:
    """An Atom feed (RFC 4287).

    Args:
        asked: the list.
        offers: the entries, in order.
        title: what the feed holds.
        name: what names it in its identifier.
        links: absolute addresses: `root` of the site, `page` for people, `self` of the feed.
    """
    query = asked.criteria.query()
    feed: Any = Feed(
        title=title_of(title, asked),
        link=links["page"],
        description="",
        language="fr",
        author_name=publishing.xml_text(publishing.site_name()),
        author_link=links["root"],
        feed_url=links["self"],
        feed_copyright=f"{publishing.LICENCE_NAME}, {publishing.LICENCE_URL}",
        feed_guid=publishing.tag(f"{name}?{query}" if query else name),
        day=asked.day,
    )
    changed = last_changes(offers)
    for row in rows_of(offers, asked.index):
        _add(feed, row, changed[row.offer.pk], links["root"], asked.index)
    return str(feed.writeString("utf-8"))


def _add(
    feed: Feed, row: OfferRow, changed: datetime.datetime, root: str, index: CatalogueIndex
) -> None:
    published = midnight(first_day(row.offer))
    feed.add_item(
        title=publishing.xml_text(row.offer.title),
        link=f"{root.rstrip('/')}{row.url}",
        description=escape(summary_of(row)),
        author_name=publishing.xml_text(row.structure),
        unique_id=publishing.tag(f"offre/{row.offer.reference}"),
        pubdate=published,
        updateddate=max(changed, published),
        categories=[publishing.xml_text(mark.label) for mark in row.typologies],
    )
