"""Cards of offers: terms of the day for what is proposed, a sentence for what is proposed no longer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from connect.offers.catalogue.index import current
from connect.offers.catalogue.rows import OfferRow, rows_of
from connect.offers.selectors import visible_to


@dataclass(frozen=True)
class OfferCard:
    """An offer as a card.

    Attributes:
        ref: key of the offer.
        row: what the catalogue says today; `None` when the public does not see it.
        title: of the row, or what the public read on the day of the link; empty when nobody ever could.
        note: why the sheet speaks of it.
    """

    ref: int
    row: OfferRow | None
    title: str
    note: str


def rows_by_ref(refs: Collection[int]) -> dict[int, OfferRow]:
    """The lines of the offers that the public sees, by key; two statements, none for no offer.

    Args:
        refs: keys, known or not.
    """
    if not refs:
        return {}
    offers = visible_to(None).filter(pk__in=refs).select_related("structure__entity").order_by("pk")
    return {row.offer.pk: row for row in rows_of(offers, current())}


def card(ref: int, note: str, rows: Mapping[int, OfferRow], titles: Mapping[int, str]) -> OfferCard:
    """The card of an offer.

    Args:
        ref: its key.
        note: why it is there.
        rows: see `rows_by_ref`.
        titles: what the public read on the day of the link, by key.
    """
    row = rows.get(ref)
    return OfferCard(ref, row, str(row.title) if row else titles.get(ref, ""), note)
