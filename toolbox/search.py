"""What sheets give to the search: those that are published, as they were published."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from connect.search import services
from connect.search.documents import Document
from connect.search.registry import SearchSource, register
from toolbox.converting.from_page import body_of, sources_of
from toolbox.models import SheetPage
from toolbox.selectors import visible_to

KIND = "sheet"


def _ids() -> Iterable[int]:
    return list(visible_to(None).order_by("pk").values_list("pk", flat=True))


def _project(pks: Sequence[int]) -> Iterator[Document]:
    found = visible_to(None).filter(pk__in=pks).select_related("territory")
    for page in found.prefetch_related("themes", "tagged_items__tag").order_by("pk"):
        words = [theme.label for theme in page.themes.all()]
        words += [item.tag.name for item in page.tagged_items.all()]
        if page.territory is not None:
            words.append(page.territory.name)
        blocks = [page.summary, *(node.plain for node in body_of(page))]
        blocks += [node.plain for node in sources_of(page)]
        yield Document(
            kind=KIND,
            object_id=page.pk,
            title=page.title,
            keywords=", ".join(words),
            body="\n".join(block for block in blocks if block),
            url=page.get_url() or "",
        )


def _seen(reader: Any, pks: Sequence[int]) -> set[int]:
    return set(visible_to(reader).filter(pk__in=pks).order_by().values_list("pk", flat=True))


def _load(reader: Any, pks: Sequence[int]) -> dict[int, SheetPage]:
    return {page.pk: page for page in visible_to(reader).filter(pk__in=pks).order_by("pk")}


def _lines(reader: Any, pks: Sequence[int]) -> dict[int, str]:
    return dict.fromkeys(_seen(reader, pks), "Fiche pratique")


register(
    SearchSource(
        kind=KIND,
        label="Fiches",
        ids=_ids,
        project=_project,
        visible_to=_seen,
        load=_load,
        lines=_lines,
    )
)


def on_changed(sender: type[Page], instance: Page, **_: Any) -> None:
    """A sheet was published, unpublished, renamed, moved or deleted."""
    services.index(KIND, [instance.pk])


def on_restriction(
    sender: type[PageViewRestriction], instance: PageViewRestriction, **_: Any
) -> None:
    """A password or a group was set or lifted on a sheet, or above."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        below = SheetPage.objects.filter(path__startswith=page.path).order_by("pk")
        services.index(KIND, list(below.values_list("pk", flat=True)))


for _signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    _signal.connect(on_changed, sender=SheetPage, dispatch_uid="toolbox.search")
post_delete.connect(on_changed, sender=SheetPage, dispatch_uid="toolbox.search")
post_save.connect(on_restriction, sender=PageViewRestriction, dispatch_uid="toolbox.search")
post_delete.connect(on_restriction, sender=PageViewRestriction, dispatch_uid="toolbox.search")
