"""Sheets as documents that several persons write at once."""

from typing import Any

from connect.coedit.draft import Draft, Shape
from connect.coedit.kinds import Kind, register
from toolbox import permissions, saving
from toolbox.converting import draft_of
from toolbox.models import SheetPage

KIND = "fiche"
SHAPE = Shape(
    lines=("title", "summary"),
    bodies=("body", "sources"),
    sets=("tags", "themes", "audiences"),
    fields=("territory", "verified_on"),
)


def _page(owner_id: int) -> SheetPage | None:
    page: SheetPage | None = SheetPage.objects.filter(pk=owner_id).select_related("group").first()
    return page


def _exists(owner_id: int) -> bool:
    return bool(SheetPage.objects.filter(pk=owner_id).exists())


def _may_write(user: Any, owner_id: int) -> bool:
    page = _page(owner_id)
    return page is not None and permissions.may_write(user, page)


def _may_read(user: Any, owner_id: int) -> bool:
    page = _page(owner_id)
    return page is not None and permissions.may_read_draft(user, page)


def seed(owner_id: int) -> Draft:
    """What the latest state of a page says, published or not.

    Args:
        owner_id: of the page.
    """
    return draft_of(SheetPage.objects.get(pk=owner_id).get_latest_revision_as_object())


register(
    Kind(
        code=KIND,
        shape=SHAPE,
        exists=_exists,
        may_write=_may_write,
        may_read=_may_read,
        seed=seed,
        base=saving.base_of,
        save=saving.save,
    )
)
