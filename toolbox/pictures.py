"""The pictures that a sheet may show."""

from collections.abc import Iterable

from django.db.models import QuerySet
from wagtail.images import get_image_model

from connect.coedit.draft import Node
from toolbox.models import SheetPage, SheetPicture


def refs_in(body: Iterable[Node]) -> set[int]:
    """The numbers of the pictures that a text shows."""
    refs = (node.attrs.get("ref") for node in body if node.kind == "image")
    return {ref for ref in refs if isinstance(ref, int) and ref > 0}


def pictures_of(page: SheetPage, refs: Iterable[int]) -> QuerySet[SheetPicture]:
    """Those of these pictures that belong to a sheet."""
    found: QuerySet[SheetPicture] = SheetPicture.objects.filter(
        page_id=page.pk, image__in=set(refs)
    )
    return found.order_by("pk")


def known_refs(page: SheetPage, refs: Iterable[int]) -> set[int]:
    """The numbers among these of pictures that belong to a sheet; no statement when there is none to look for."""
    wanted = set(refs)
    return set(pictures_of(page, wanted).values_list("image", flat=True)) if wanted else set()


def note_pictures(page: SheetPage, refs: Iterable[int]) -> None:
    """Note that pictures belong to a sheet; numbers of none are left aside."""
    there = get_image_model().objects.filter(pk__in=set(refs)).order_by("pk")
    SheetPicture.objects.bulk_create(
        [SheetPicture(page_id=page.pk, image_id=pk) for pk in there.values_list("pk", flat=True)],
        ignore_conflicts=True,
    )


def without_strangers(page: SheetPage, body: Iterable[Node]) -> tuple[Node, ...]:
    """A text without the pictures that do not belong to its sheet; their captions stay, as paragraphs."""
    nodes = tuple(body)
    known = known_refs(page, refs_in(nodes))
    kept: list[Node] = []
    for node in nodes:
        caption = str(node.attrs.get("caption", "")) if node.kind == "image" else ""
        if node.kind != "image" or node.attrs.get("ref") in known:
            kept.append(node)
        elif caption.strip():
            key = {name: value for name, value in node.attrs.items() if name == "id"}
            kept.append(Node("paragraph", key, (Node("text", text=caption),)))
    return tuple(kept)
