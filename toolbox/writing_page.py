"""What the page on which a sheet is written shows, besides the text that the browser fetches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from taggit.models import Tag

from connect.coedit.draft import Draft, Node
from connect.coedit.schema import INLINE_HOLDERS
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory, Theme
from connect.taxonomy.selectors import vocabulary
from toolbox.documents import KIND
from toolbox.enums import Audience
from toolbox.models import SheetPage

MOST_SUGGESTIONS = 200
# The levels that a sheet may be about, from the widest; communes are too many for a list.
LEVELS = (Level.COUNTRY, Level.REGION, Level.DEPARTMENT, Level.EPCI)


@dataclass(frozen=True)
class Choice:
    """A box to tick.

    Attributes:
        value: the name kept in the document.
        label: what the person reads.
    """

    value: str
    label: str


@dataclass(frozen=True)
class Choices:
    """A group of choices with its title."""

    label: str
    choices: Sequence[Choice]


def config_of(page: SheetPage) -> dict[str, Any]:
    """What the script of the page needs to know.

    Args:
        page: the sheet.
    """
    return {
        "document": f"{KIND}/{page.pk}",
        "entry": reverse("coedit_entry", args=[KIND, page.pk]),
        "offers": reverse("sheet_write_cards", args=[page.pk]),
        "offer_search": reverse("sheet_write_offers", args=[page.pk]),
        "pictures": reverse("sheet_write_pictures", args=[page.pk]),
        "picture_bytes": settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE,
    }


def theme_choices() -> list[Choice]:
    """Every theme, in the order of the staff; one statement."""
    return [Choice(theme.code, theme.label) for theme in vocabulary(Theme)]


def audience_choices() -> list[Choice]:
    """The readers that a sheet may be written for."""
    return [Choice(value, label) for value, label in Audience.choices]


def territory_choices(chosen: str) -> list[Choices]:
    """The territories a sheet may be about, by level; one statement, or two when the one chosen is not listed.

    Args:
        chosen: code of the one that the sheet has, or nothing.
    """
    found = Territory.objects.filter(level__in=LEVELS).order_by("name", "code")
    of_level: dict[str, list[Choice]] = {}
    for code, level, name in found.values_list("code", "level", "name"):
        of_level.setdefault(level, []).append(Choice(code, name))
    groups = [Choices(Level(level).label, of_level[level]) for level in LEVELS if level in of_level]
    listed = {choice.value for group in groups for choice in group.choices}
    if chosen and chosen not in listed:
        other = Territory.objects.filter(code=chosen).order_by("pk").first()
        label = other.name if other is not None else chosen
        groups.append(Choices("Autre", [Choice(chosen, label)]))
    return groups


def tag_suggestions() -> list[str]:
    """Words of published sheets, most used ones included; one statement."""
    used = Tag.objects.filter(toolbox_sheettag_items__content_object__live=True).distinct()
    return list(used.order_by("name").values_list("name", flat=True)[:MOST_SUGGESTIONS])


def plain_lines(draft: Draft) -> list[str]:
    """The text of the body, paragraph after paragraph, for browsers that run no script.

    Args:
        draft: what the working copy says.
    """
    lines = (node.plain.strip() for node in _holders(draft.bodies.get("body", ())))
    return [line for line in lines if line]


def _holders(nodes: Sequence[Node]) -> Iterator[Node]:
    stack = list(reversed(nodes))
    while stack:
        node = stack.pop()
        if node.kind in INLINE_HOLDERS:
            yield node
        else:
            stack.extend(reversed(node.children))
