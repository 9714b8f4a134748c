"""From a page, published or as a revision tells it, to a draft."""

from connect.coedit.draft import Draft, Node
from connect.coedit.schema import HOLDS
from toolbox.converting.cleaning import clean_body
from toolbox.converting.html import read_html
from toolbox.converting.stream import read_stream
from toolbox.models import SheetPage

# Sources are lines of text with links.
SOURCE_KINDS = HOLDS["blockquote"]


def draft_of(page: SheetPage) -> Draft:
    """What a page says, as the editor writes it.

    Args:
        page: the row, or what a revision makes of it (`revision.as_object()`).
    """
    return Draft(
        lines={"title": page.title, "summary": page.summary},
        bodies={"body": body_of(page), "sources": sources_of(page)},
        sets={
            "tags": frozenset(tag.name for tag in page.tags.all()),
            "themes": frozenset(theme.code for theme in page.themes.all()),
            "audiences": frozenset(row.audience for row in page.audience_rows.all()),
        },
        fields={
            "territory": page.territory.code if page.territory is not None else "",
            "verified_on": page.verified_on.isoformat() if page.verified_on else "",
        },
    )


def body_of(page: SheetPage) -> tuple[Node, ...]:
    """The blocks of the body."""
    return read_stream(page.body.raw_data)


def sources_of(page: SheetPage) -> tuple[Node, ...]:
    """The lines of the sources."""
    return clean_body(read_html(page.sources), SOURCE_KINDS)
