"""Compares two texts of a sheet with the words that people know: names of offers, themes, territories."""

import datetime
from collections.abc import Iterable, Iterator

from connect.coedit.draft import Draft, Node
from connect.common.french import day_long
from connect.offers.selectors import visible_to
from connect.taxonomy.models import Territory, Theme
from toolbox.differences import Difference, compare
from toolbox.documents import SHAPE
from toolbox.enums import Audience
from toolbox.models import SheetOffer, SheetPage
from toolbox.pictures import pictures_of

LOST_OFFER = "Offre qui n’est plus proposée"
LOST_IMAGE = "Image retirée du site"


def difference(page: SheetPage, before: Draft, after: Draft) -> Difference:
    """What changed between two texts of a sheet; five statements at most, whatever their length.

    An offer that the public does not see has the title that the sheet showed, or none.

    Args:
        page: the sheet.
        before: the older text.
        after: the newer one.

    Raises:
        TooLong: see `differences.compare`.
    """
    words = _words(before, after)

    def wording(part: str, value: str) -> str:
        return words.get((part, value), value)

    return compare(before, after, SHAPE, names=_names(page, before, after), wording=wording)


def _names(page: SheetPage, *drafts: Draft) -> dict[tuple[str, int], str]:
    refs = {"offer": set[int](), "image": set[int]()}
    for node in _blocks(drafts):
        ref = node.attrs.get("ref")
        if node.kind in refs and isinstance(ref, int):
            refs[node.kind].add(ref)
    names = {("offer", ref): LOST_OFFER for ref in refs["offer"]}
    names |= {("image", ref): LOST_IMAGE for ref in refs["image"]}
    if refs["offer"]:
        linked = SheetOffer.objects.filter(page=page, offer__in=refs["offer"]).exclude(title="")
        names |= {("offer", ref): title for ref, title in linked.values_list("offer_id", "title")}
        seen = visible_to(None).filter(pk__in=refs["offer"]).order_by("pk")
        names |= {("offer", ref): title for ref, title in seen.values_list("pk", "title")}
    if refs["image"]:
        images = pictures_of(page, refs["image"]).values_list("image_id", "image__title")
        names |= {("image", ref): title for ref, title in images}
    return names


def _blocks(drafts: Iterable[Draft]) -> Iterator[Node]:
    for draft in drafts:
        for body in draft.bodies.values():
            yield from body


def _words(*drafts: Draft) -> dict[tuple[str, str], str]:
    """Words for the codes of themes, audiences, territories and days of the texts."""
    words = {("audiences", code): str(label) for code, label in Audience.choices}
    themes = set[str]().union(*(draft.sets.get("themes", frozenset()) for draft in drafts))
    if themes:
        rows = Theme.objects.filter(code__in=themes).order_by("pk").values_list("code", "label")
        words |= {("themes", code): label for code, label in rows}
    codes = {draft.fields.get("territory", "") for draft in drafts} - {""}
    if codes:
        places = Territory.objects.filter(code__in=codes).order_by("pk").values_list("code", "name")
        words |= {("territory", code): name for code, name in places}
    for day in {draft.fields.get("verified_on", "") for draft in drafts} - {""}:
        try:
            words["verified_on", day] = day_long(datetime.date.fromisoformat(day))
        except ValueError:
            continue
    return words
