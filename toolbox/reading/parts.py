"""The parts of a sheet, from its draft; the same for the public page, a version and a review."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from wagtail.images import get_image_model

from connect.coedit.draft import Draft, Node
from connect.common.sanitising import one_line
from connect.common.templatetags.ui import typeset
from connect.offers.catalogue.rows import OfferRow
from toolbox.blocks import TONES
from toolbox.converting.cleaning import clean_body
from toolbox.converting.from_page import SOURCE_KINDS
from toolbox.converting.stream import FLOWING
from toolbox.reading.cards import OfferCard, card, rows_by_ref
from toolbox.reading.rich import Anchors, show, show_inline

TONE_LABELS = dict(TONES)
# As `{% picture %}` writes them in `toolbox/_part.html`.
RENDITIONS = tuple(
    f"format-{form}|width-{width}" for form in ("webp", "jpeg") for width in (480, 960)
)


@dataclass(frozen=True)
class Heading:
    """An entry of the contents list."""

    text: str
    anchor: str
    level: int


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    html: SafeString
    is_header: bool


@dataclass(frozen=True)
class Part:
    """A part of the body; only what its kind needs is filled.

    Attributes:
        kind: `text`, `quotation`, `callout`, `table`, `picture` or `offer`.
        html: of a text, a quotation or a callout.
        tone: of a callout; `label` says it in words, or names a table.
        head: names of the columns of a table.
        rows: of a table.
        image: Wagtail's, with `alt` and `caption`.
        card: of an offer.
    """

    kind: str
    html: SafeString = field(default=SafeString(""))
    tone: str = ""
    label: str = ""
    head: tuple[SafeString, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    image: Any = None
    alt: str = ""
    caption: str = ""
    card: OfferCard | None = None


@dataclass(frozen=True)
class Reading:
    """A sheet ready to be drawn.

    Attributes:
        title: of the sheet.
        summary: plain text.
        parts: of the body, in order.
        headings: the contents list, levels 2 and 3.
        sources: HTML of each source.
        offers: cards of every offer, those of the text first, each once.
    """

    title: str
    summary: str
    parts: tuple[Part, ...]
    headings: tuple[Heading, ...]
    sources: tuple[SafeString, ...]
    offers: tuple[OfferCard, ...]


def reading_of(draft: Draft, titles: Mapping[int, str], besides: Mapping[int, str]) -> Reading:
    """What readers see of a draft; four statements at most, whatever its length.

    Args:
        draft: what the sheet says.
        titles: of its offers, as the public read them on the day of the link, by key.
        besides: offers linked without a card in the text, with their notes, by key.
    """
    body = clean_body(draft.bodies.get("body", ()))
    refs = [ref for node in body if (ref := _ref(node, "offer"))]
    rows = rows_by_ref({*refs, *besides})
    images = _images({ref for node in body if (ref := _ref(node, "image"))})
    notes: dict[int, str] = {}
    for node in body:
        if ref := _ref(node, "offer"):
            notes.setdefault(ref, str(node.attrs["note"]))
    cards = [card(ref, note, rows, titles) for ref, note in {**besides, **notes}.items()]
    cards.sort(key=lambda one: refs.index(one.ref) if one.ref in refs else len(refs))
    anchors = Anchors()
    parts = tuple(_parts(body, anchors, rows, titles, images))
    sources = clean_body(draft.bodies.get("sources", ()), SOURCE_KINDS)
    return Reading(
        title=draft.lines.get("title", ""),
        summary=draft.lines.get("summary", ""),
        parts=parts,
        headings=_headings(body),
        sources=tuple(show_inline(one.children) for one in sources if one.plain.strip()),
        offers=tuple(cards),
    )


def _ref(node: Node, kind: str) -> int:
    ref = node.attrs.get("ref") if node.kind == kind else 0
    return ref if isinstance(ref, int) else 0


def _images(refs: set[int]) -> dict[int, Any]:
    if not refs:
        return {}
    found = get_image_model().objects.filter(pk__in=refs).prefetch_renditions(*RENDITIONS)
    return {image.pk: image for image in found.order_by("pk")}


def _headings(body: Sequence[Node]) -> tuple[Heading, ...]:
    """The same anchors as `show` gives: every heading takes one, in order."""
    anchors, found = Anchors(), []
    for node in body:
        text = one_line(node.plain) if node.kind == "heading" else ""
        if text:
            level = node.attrs["level"]
            heading = Heading(typeset(text), anchors.name(node.plain), int(level))
            found.append(heading)
    return tuple(one for one in found if one.level < 4)


def _parts(
    body: Iterable[Node],
    anchors: Anchors,
    rows: Mapping[int, OfferRow],
    titles: Mapping[int, str],
    images: Mapping[int, Any],
) -> Iterator[Part]:
    run: list[Node] = []
    tables = 0
    for node in body:
        if node.kind in FLOWING:
            run.append(node)
            continue
        yield from _text(run, anchors)
        run = []
        if node.kind == "offer":
            ref = _ref(node, "offer")
            yield Part("offer", card=card(ref, str(node.attrs["note"]), rows, titles))
        elif node.kind == "image":
            yield from _picture(node, images)
        elif node.kind == "table":
            tables += 1
            yield _table(node.children, tables)
        else:
            yield from _framed(node)
    yield from _text(run, anchors)


def _text(run: list[Node], anchors: Anchors) -> Iterator[Part]:
    html = show(run, anchors)
    if html:
        yield Part("text", html=html)


def _picture(node: Node, images: Mapping[int, Any]) -> Iterator[Part]:
    image, caption = images.get(_ref(node, "image")), str(node.attrs["caption"])
    if image is not None:
        yield Part("picture", image=image, alt=str(node.attrs["alt"]), caption=caption)
    elif caption:
        yield Part("text", html=show([Node("paragraph", {}, (Node("text", text=caption),))]))


def _framed(node: Node) -> Iterator[Part]:
    html = show(node.children)
    if not html:
        return
    if node.kind == "callout":
        tone = str(node.attrs["tone"])
        yield Part("callout", html=html, tone=tone, label=TONE_LABELS[tone])
    else:
        yield Part("quotation", html=html)


def _table(rows: Sequence[Node], number: int) -> Part:
    """A table, called by its number: each scrolls inside a region that needs a name of its own."""
    named = len(rows) > 1 and all(cell.kind == "tableHeader" for cell in rows[0].children)
    head = tuple(_cell(cell).html for cell in rows[0].children) if named else ()
    body = rows[1:] if named else rows
    cells = tuple(tuple(map(_cell, row.children)) for row in body)
    return Part("table", label=f"Tableau {number}", head=head, rows=cells)


def _cell(cell: Node) -> Cell:
    """One paragraph stands right in its cell."""
    one = len(cell.children) == 1 and cell.children[0].kind == "paragraph"
    html = show_inline(cell.children[0].children) if one else show(cell.children)
    return Cell(html, cell.kind == "tableHeader")
