"""What the questions asked to the chamber keep about a person: the address left for the answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from connect.accounts.models import User
from connect.accounts.privacy import Holding, register
from connect.notifications.services import forget
from connect.orientation.inquiries import REPLY_KIND, key_of, waiting
from connect.orientation.models import Inquiry


def _inquiries(user: User) -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(email__iexact=user.email)


def _export(user: User) -> Iterable[Mapping[str, Any]]:
    for one in _inquiries(user).order_by("asked_at", "pk"):
        yield {
            "question": one.text,
            "adresse": one.email,
            "posee_le": one.asked_at.isoformat(),
            "reponse": one.answer,
            "repondue_le": one.answered_at.isoformat() if one.answered_at else None,
        }


def _erase(user: User) -> None:
    """Part the questions from the address; one that waits is put away, since an answer would find nobody."""
    keys = list(_inquiries(user).order_by("pk").values_list("pk", flat=True))
    forget(REPLY_KIND, [key_of(key) for key in keys])
    mine = Inquiry.objects.filter(pk__in=keys)
    mine.filter(waiting()).update(closed_at=timezone.now())
    mine.update(email="")


register(
    Holding(key="questions", label="Vos questions à la chambre", export=_export, erase=_erase),
)
