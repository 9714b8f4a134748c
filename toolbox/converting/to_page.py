"""From a draft to a page: everything fits, and what had to be changed is said."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from taggit.models import Tag

from connect.coedit.draft import Draft, Node
from connect.common.sanitising import one_line
from connect.offers.models import Offer
from connect.offers.selectors import visible_to
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory, Theme
from toolbox.blocks import NOTE_LENGTH
from toolbox.converting.cleaning import LARGEST_REF, clean_body, clean_text
from toolbox.converting.from_page import SOURCE_KINDS
from toolbox.converting.html import write_html
from toolbox.converting.stream import write_stream
from toolbox.enums import Audience
from toolbox.models import SheetAudience, SheetOffer, SheetPage
from toolbox.models.sheet import UNTITLED
from toolbox.pictures import without_strangers

TITLE_LENGTH = 255
TAG_LENGTH = 100
MOST_TAGS = 30


@dataclass(frozen=True)
class Written:
    """What writing a draft into a page had to change.

    Attributes:
        notices: sentences in French for whoever wrote.
    """

    notices: tuple[str, ...] = ()


def write(page: SheetPage, draft: Draft) -> Written:
    """Make a page say what a draft says; nothing is saved here, and nothing in a draft makes it fail.

    Args:
        page: the row, or what its latest revision makes of it.
        draft: anything.
    """
    notices: list[str] = []
    title, rest = _title(draft.lines.get("title", ""))
    summary = one_line(clean_text(draft.lines.get("summary", "")))
    if rest:
        summary = f"{rest} {summary}".strip()
        notices.append("Le titre dépasse 255 caractères\u00a0: sa suite est au début du résumé.")
    page.title = page.draft_title = title
    page.summary = summary
    body = without_strangers(page, clean_body(draft.bodies.get("body", ())))
    page.body = page.body.stream_block.to_python(write_stream(body))
    page.sources = write_html(clean_body(draft.bodies.get("sources", ()), SOURCE_KINDS))
    notices += _write_tags(page, draft.sets.get("tags", frozenset()))
    page.themes.set(_themes(draft.sets.get("themes", frozenset())))
    _write_audiences(page, draft.sets.get("audiences", frozenset()))
    page.territory = _territory(draft.fields.get("territory", ""))
    page.verified_on = _day(draft.fields.get("verified_on", ""))
    _write_offers(page, body)
    return Written(tuple(notices))


def _title(text: str) -> tuple[str, str]:
    """A title that fits, cut between two words, and what is left over."""
    title = one_line(clean_text(text))
    if len(title) <= TITLE_LENGTH:
        return title or UNTITLED, ""
    cut = title.rfind(" ", 0, TITLE_LENGTH)
    place = cut if cut > TITLE_LENGTH // 2 else TITLE_LENGTH - 1
    return f"{title[:place].rstrip()}…", f"…{title[place:].strip()}"


def _write_tags(page: SheetPage, names: Iterable[str]) -> list[str]:
    """Free words, each once whatever its case; one that another sheet has already is taken as it is written there."""
    wanted: dict[str, str] = {}
    for name in sorted(names):
        text = " ".join(clean_text(name).replace(",", " ").split())[:TAG_LENGTH].strip()
        if text:
            wanted.setdefault(text.lower(), text)
    kept = dict(sorted(wanted.items())[:MOST_TAGS])
    pattern = rf"^({'|'.join(re.escape(name) for name in kept)})$"
    known = Tag.objects.filter(name__iregex=pattern).order_by("pk") if kept else ()
    for tag in known:
        if tag.name.lower() in kept:
            kept[tag.name.lower()] = tag.name
    page.tags.set(list(kept.values()), clear=True)
    return ["Seuls les 30 premiers mots-clés sont gardés."] if len(wanted) > MOST_TAGS else []


def _themes(codes: Iterable[str]) -> list[Theme]:
    return list(Theme.objects.filter(code__in=sorted(codes)[:200]).order_by("order", "pk"))


def _write_audiences(page: SheetPage, codes: Iterable[str]) -> None:
    here = {row.audience: row for row in page.audience_rows.all()}
    wanted = [code for code in Audience.values if code in set(codes)]
    page.audience_rows.set([here.get(code) or SheetAudience(audience=code) for code in wanted])


def _territory(code: str) -> Territory | None:
    if not code or len(code) > 20:
        return None
    found = {one.level: one for one in Territory.objects.filter(code=code).order_by("pk")}
    # A code may name places of several levels; the widest is meant.
    return next((found[level] for level in Level.values if level in found), None)


def _day(text: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if day.year >= 1900 else None


def offers_in(nodes: Iterable[Node]) -> dict[int, str]:
    """The offers that a body has cards of, in order, with the note of the first card of each."""
    notes: dict[int, str] = {}
    for node in nodes:
        ref = node.attrs.get("ref") if node.kind == "offer" else None
        if isinstance(ref, int) and 0 < ref <= LARGEST_REF:
            notes.setdefault(ref, str(node.attrs.get("note", ""))[:NOTE_LENGTH])
    return notes


def _write_offers(page: SheetPage, body: Iterable[Node]) -> None:
    """Link the offers that have cards in the text; links that the staff added besides stay."""
    notes = offers_in(body)
    there = set(Offer.objects.filter(pk__in=notes).order_by("pk").values_list("pk", flat=True))
    titles = dict(visible_to(None).filter(pk__in=there).order_by("pk").values_list("pk", "title"))
    stored = SheetOffer.objects.filter(page_id=page.pk).order_by("pk") if page.pk else ()
    # The row that exists is kept, so that the day of the link does not change at each publication.
    known = {link.offer_id: link for link in [*page.offer_links.all(), *stored]}
    links = [
        link for link in page.offer_links.all() if not link.in_text and link.offer_id not in there
    ]
    for offer, note in notes.items():
        if offer not in there:
            continue
        link = known.get(offer) or SheetOffer(offer_id=offer)
        link.note, link.in_text = note, True
        link.title = titles.get(offer, link.title)
        links.append(link)
    page.offer_links.set(links)
