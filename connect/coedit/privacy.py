"""What documents keep about a person: who wrote what is not yet in a version, and which pages are open."""

from collections.abc import Iterator
from typing import Any

from connect.accounts.models import User
from connect.accounts.privacy import Holding, register
from connect.coedit.models import CoeditPresence, CoeditUpdate, CoeditWriter


def _writings(user: User) -> Iterator[dict[str, Any]]:
    for row in CoeditWriter.objects.filter(user=user).select_related("document").order_by("pk"):
        yield {"texte": str(row.document), "a_ecrit_le": row.wrote_at.isoformat()}


def _forget(user: User) -> None:
    """The text stays, without its author."""
    CoeditUpdate.objects.filter(author=user).update(author=None)
    CoeditWriter.objects.filter(user=user).delete()
    CoeditPresence.objects.filter(user=user).delete()


register(
    Holding(
        key="textes-en-cours",
        label="Les textes où vous avez écrit depuis leur dernière version",
        export=_writings,
        erase=_forget,
    )
)
