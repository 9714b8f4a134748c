"""Puts the public pages into the search, and keeps the index in step with what is published."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from connect.home.models import ContentPage, IndexPage
from connect.home.selectors import visible_to
from connect.search import registry, services
from connect.search.documents import Document

KIND = "page"
# The home page answers to every word of the site; finding it helps nobody.
INDEXED = (ContentPage, IndexPage)


def _ids() -> Iterable[int]:
    pages = visible_to(None).type(INDEXED).order_by("pk")  # type: ignore[attr-defined]  # a Wagtail queryset
    return list(pages.values_list("pk", flat=True))


def _body(page: ContentPage | IndexPage) -> str:
    parts = page.body.stream_block.get_searchable_content(page.body)
    return "\n".join([page.introduction, *(str(part) for part in parts)])


def _project(pks: Sequence[int]) -> Iterator[Document]:
    for page in visible_to(None).filter(pk__in=pks).order_by("pk").specific():  # type: ignore[attr-defined]  # a Wagtail queryset
        if isinstance(page, INDEXED) and (url := page.url):
            yield Document(
                kind=KIND,
                object_id=page.pk,
                title=page.title,
                keywords=page.search_description,
                body=_body(page),
                url=url,
            )


def _visible_to(user: Any, pks: Sequence[int]) -> set[int]:
    return set(visible_to(user).filter(pk__in=pks).order_by().values_list("pk", flat=True))


def _load(user: Any, pks: Sequence[int]) -> dict[int, Any]:
    return {page.pk: page for page in visible_to(user).filter(pk__in=pks).order_by("pk")}


source = registry.register(
    registry.SearchSource(
        kind=KIND, label="Pages", ids=_ids, project=_project, visible_to=_visible_to, load=_load
    )
)


def _reindex_branch(page: Page) -> None:
    """The page and all those under it: their addresses, or who may read them, changed."""
    branch = Page.objects.descendant_of(page, inclusive=True).order_by("pk")
    services.index(KIND, list(branch.values_list("pk", flat=True)))


def on_page_changed(sender: type[Page], instance: Page, **_: Any) -> None:
    """Published, unpublished, moved or renamed: the branch follows."""
    _reindex_branch(instance)


def on_page_deleted(sender: type[Page], instance: Page, **_: Any) -> None:
    """Deleted: its entry goes."""
    services.index(KIND, [instance.pk])


def on_restriction_changed(
    sender: type[PageViewRestriction], instance: PageViewRestriction, **_: Any
) -> None:
    """A password or a group was set or lifted."""
    if page := Page.objects.filter(pk=instance.page_id).first():
        _reindex_branch(page)


for _signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    _signal.connect(on_page_changed, dispatch_uid="connect.home.search")
post_delete.connect(on_page_deleted, sender=Page, dispatch_uid="connect.home.search")
post_save.connect(
    on_restriction_changed, sender=PageViewRestriction, dispatch_uid="connect.home.search"
)
post_delete.connect(
    on_restriction_changed, sender=PageViewRestriction, dispatch_uid="connect.home.search"
)
