"""What the errors reported keep about a person: the address left for the answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from connect.accounts.models import User
from connect.accounts.privacy import Holding, register
from connect.notifications.services import forget
from connect.offers.models import ErrorReport
from connect.offers.reporting import ANSWER_KIND, fault_label, key_of


def _reports(user: User) -> QuerySet[ErrorReport]:
    return ErrorReport.objects.filter(address__iexact=user.email)


def _export(user: User) -> Iterable[Mapping[str, Any]]:
    for one in _reports(user).select_related("offer", "structure").order_by("reported_at", "pk"):
        yield {
            "fiche": str(one.offer or one.structure),
            "ce_qui_ne_va_pas": fault_label(one),
            "phrase": one.sentence,
            "adresse": one.address,
            "signalee_le": one.reported_at.isoformat(),
            "reponse": one.answer,
        }


def _erase(user: User) -> None:
    """Part the reports from the address; what is wrong on the sheet still is."""
    keys = list(_reports(user).order_by("pk").values_list("pk", flat=True))
    forget(ANSWER_KIND, [key_of(key) for key in keys])
    ErrorReport.objects.filter(pk__in=keys).update(address="")


register(
    Holding(key="signalements", label="Les erreurs signalées", export=_export, erase=_erase),
)
