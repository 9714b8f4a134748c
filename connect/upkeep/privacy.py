"""What the page of what awaits keeps about a person: what they settled."""

from collections.abc import Iterable, Mapping
from typing import Any

from connect.accounts.models import User
from connect.accounts.privacy import Holding, register
from connect.upkeep.models import Deed

ERASED = "Compte effacé"


def _export(user: User) -> Iterable[Mapping[str, Any]]:
    for one in Deed.objects.filter(by=user).order_by("at", "pk"):
        yield {
            "quoi": one.title,
            "fait": one.past,
            "phrase": one.sentence,
            "le": one.at.isoformat(),
        }


def _erase(user: User) -> None:
    """Take the name out; what was done stays."""
    Deed.objects.filter(by=user).update(by_name=ERASED)


register(
    Holding(
        key="gestes-d-entretien",
        label="Ce que vous avez réglé sur la page du lundi",
        export=_export,
        erase=_erase,
    )
)
