"""What the page of a sheet shows: its reading, who wrote it, how to take part."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import resolve_url

from connect.groups.enums import Openness
from connect.groups.models import Group
from connect.groups.selectors import Reader, membership_of
from connect.groups.selectors import visible_to as groups_visible_to
from connect.taxonomy.models import Theme
from toolbox.converting import draft_of
from toolbox.enums import Audience
from toolbox.models import SheetPage
from toolbox.reading import Reading, reading_of
from toolbox.selectors import public_authors, related_to


@dataclass(frozen=True)
class Standing:
    """How a reader takes part in the writing.

    Attributes:
        group: the group that writes, `None` when this reader may not know of it.
        may_write: whether the editor is open to them.
        is_member: whether they belong to the group.
        may_join: whether they may come in, or ask to.
        is_open: whether one comes in without asking.
        sign_in_url: for a visitor; empty otherwise.
    """

    group: Group | None
    may_write: bool = False
    is_member: bool = False
    may_join: bool = False
    is_open: bool = False
    sign_in_url: str = ""


def reading_of_page(page: SheetPage) -> Reading:
    """A page as readers see it, whether it is the row or what a revision says.

    Args:
        page: the row, or `revision.as_object()`.
    """
    links = list(page.offer_links.all())
    titles = {link.offer_id: link.title for link in links}
    besides = {link.offer_id: link.note for link in links if not link.in_text}
    return reading_of(draft_of(page), titles, besides)


def context_of(page: SheetPage, request: Any) -> dict[str, Any]:
    """Everything that the template of a sheet shows.

    Args:
        page: what is shown: the row, or a draft being previewed.
        request: of the reader.
    """
    themes = sorted(page.themes.all(), key=_by_order)
    audiences = {row.audience for row in page.audience_rows.all()}
    return {
        "reading": reading_of_page(page),
        "authors": public_authors(page),
        "themes": themes,
        "tags": sorted(page.tags.all(), key=lambda tag: tag.name.lower()),
        "audiences": [label for code, label in Audience.choices if code in audiences],
        "standing": standing_of(page, request),
        "related": related_to(page, [theme.pk for theme in themes]),
        "is_preview": getattr(request, "is_preview", False),
    }


def _by_order(theme: Theme) -> tuple[int, str]:
    return theme.order, theme.label


def group_known(page: SheetPage, reader: Reader) -> Group | None:
    """The group that writes a sheet, `None` when this reader may not know of it; one statement."""
    return groups_visible_to(reader).filter(pk=page.group_id).first()


def standing_of(page: SheetPage, request: Any) -> Standing:
    """How the reader takes part; three statements for a person, one for a visitor."""
    user = getattr(request, "user", None)
    group = group_known(page, user)
    if group is None:
        return Standing(None)
    member = membership_of(user, group) is not None
    takes = not group.is_archived and group.openness != Openness.PRIVATE and not member
    signed_in = bool(user is not None and user.is_authenticated)
    return Standing(
        group=group,
        is_member=member,
        may_write=member and not group.is_archived and page.held_at is None,
        may_join=takes and signed_in,
        is_open=group.openness == Openness.OPEN,
        sign_in_url=_sign_in_url(page) if takes and not signed_in else "",
    )


def _sign_in_url(page: SheetPage) -> str:
    return redirect_to_login(page.get_url() or "/", resolve_url(settings.LOGIN_URL)).url
