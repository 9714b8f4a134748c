"""Reads of sheets."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q, QuerySet

from connect.common.publication import open_to_all
from connect.groups.models import Group
from connect.groups.selectors import Reader, groups_of
from toolbox.models import SheetAuthor, SheetPage

MOST_RELATED = 3


def visible_to(reader: Any) -> QuerySet[SheetPage]:
    """Sheets that this reader may read on the public site: those that are published, as they were published.

    Drafts are read elsewhere, by those whom `permissions.may_read_draft` lets in.
    """
    found: QuerySet[SheetPage] = open_to_all(SheetPage.objects.all())
    return found


def sheets_of(group: Group) -> QuerySet[SheetPage]:
    """Every sheet of a group, published or not, by title; for its members only."""
    found: QuerySet[SheetPage] = SheetPage.objects.filter(group=group)
    return found.order_by("draft_title", "pk")


def sheets_written_by_groups_of(user: Reader) -> QuerySet[SheetPage]:
    """The sheets of a person's groups that go on, the latest written first."""
    mine = groups_of(user).filter(archived_at__isnull=True).order_by()
    found: QuerySet[SheetPage] = SheetPage.objects.filter(group__in=mine.values("pk"))
    return found.order_by("-latest_revision_created_at", "-pk")


def public_authors(page: SheetPage) -> list[str]:
    """The names of those who wrote what is published, in the order they came; nobody is named twice."""
    rows = SheetAuthor.objects.filter(page=page, is_public=True).select_related("user")
    shown = [row for row in rows.order_by("began_at", "pk") if row.name or _is_named(row.user)]
    return list(dict.fromkeys(row.shown_name for row in shown))


def _is_named(user: Any) -> bool:
    return bool(user is not None and user.is_active and user.get_full_name())


def related_to(page: SheetPage, themes: Collection[int]) -> list[SheetPage]:
    """Other visible sheets, those that share the most themes first; one statement.

    Args:
        page: left out.
        themes: keys.
    """
    if not themes:
        return []
    shared = Count("themes", filter=Q(themes__in=themes))
    others = visible_to(None).exclude(pk=page.pk).filter(themes__in=themes)
    ranked = others.annotate(shared=shared).order_by("-shared", "-last_published_at", "pk")
    return list(ranked[:MOST_RELATED])
