"""What sheets keep about a person. What they wrote stays, without their name."""

from collections.abc import Iterator
from typing import Any

from connect.accounts.models import User
from connect.accounts.privacy import Holding, register
from toolbox.models import SheetAuthor, SheetOffer, SheetPage, SheetVersion
from toolbox.saving import name_writers


def _authorships(user: User) -> Iterator[dict[str, Any]]:
    for one in SheetAuthor.objects.filter(user=user).select_related("page").order_by("pk"):
        yield {
            "fiche": one.page.draft_title or one.page.title,
            "depuis": one.began_at.isoformat(),
            "nomme_publiquement": one.is_public,
        }


def _erase_authorships(user: User) -> None:
    """The person is named nowhere any more; the sheets they began and wrote stay to their groups."""
    SheetAuthor.objects.filter(user=user).delete()
    SheetOffer.objects.filter(linked_by=user).update(linked_by=None)
    SheetPage.objects.filter(held_by=user).update(held_by=None)


def _versions(user: User) -> Iterator[dict[str, Any]]:
    written = SheetVersion.objects.filter(persons=user) | SheetVersion.objects.filter(by=user)
    for one in written.select_related("page").distinct().order_by("created_at", "pk"):
        yield {
            "fiche": one.page.draft_title or one.page.title,
            "le": one.created_at.isoformat(),
            "pourquoi": one.get_reason_display(),
            "nom": one.label,
        }


def _erase_versions(user: User) -> None:
    SheetVersion.objects.filter(by=user).update(by=None)
    for version in SheetVersion.objects.filter(persons=user).order_by("pk"):
        version.persons.remove(user)
        name_writers(version)
    # A version written in the administration keeps a name without a person.
    for version in SheetVersion.objects.filter(revision__user=user).order_by("pk"):
        name_writers(version)


register(
    Holding(
        key="fiches-ecrites",
        label="Les fiches auxquelles vous avez contribué",
        export=_authorships,
        erase=_erase_authorships,
    )
)
register(
    Holding(
        key="versions-de-fiches",
        label="Les versions de fiches que vous avez écrites ou demandées",
        export=_versions,
        erase=_erase_versions,
    )
)
