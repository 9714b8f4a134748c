"""What groups give to the search: those that everybody may know of."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from connect.groups.models import Group
from connect.groups.selectors import visible_to
from connect.search.documents import Document
from connect.search.registry import SearchSource, register


def _ids() -> Iterable[int]:
    return visible_to(None).order_by("pk").values_list("pk", flat=True)


def _documents(pks: Sequence[int]) -> Iterator[Document]:
    groups = visible_to(None).filter(pk__in=pks).select_related("territory")
    for group in groups.prefetch_related("themes").order_by("pk"):
        words = [group.get_kind_display(), *(theme.label for theme in group.themes.all())]
        if group.territory is not None:
            words.append(group.territory.name)
        yield Document(
            kind="group",
            object_id=group.pk,
            title=group.name,
            keywords=", ".join(words),
            body=group.purpose,
            url=group.get_absolute_url(),
        )


def _seen(reader: Any, pks: Sequence[int]) -> set[int]:
    return set(visible_to(reader).filter(pk__in=pks).order_by("pk").values_list("pk", flat=True))


def _load(reader: Any, pks: Sequence[int]) -> dict[int, Group]:
    return visible_to(reader).select_related("territory").in_bulk(pks)


def _lines(reader: Any, pks: Sequence[int]) -> dict[int, str]:
    return {
        pk: " · ".join(
            part for part in (group.get_kind_display(), str(group.territory or "")) if part
        )
        for pk, group in _load(reader, pks).items()
    }


register(
    SearchSource(
        kind="group",
        label="Groupes",
        ids=_ids,
        project=_documents,
        visible_to=_seen,
        load=_load,
        lines=_lines,
    )
)
