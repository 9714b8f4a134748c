"""What the outreach hands to the team on the Monday page: mails to approve, silent structures to call."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from connect.common.french import day_long, plural
from connect.offers.duties.deciding import present, structure_contacts
from connect.offers.duties.queues import Queue, number_of
from connect.outreach import permissions
from connect.outreach.campaigns import CampaignMoved, approve, stop
from connect.outreach.enums import CallOutcome, CampaignState
from connect.outreach.following import CallRefused, record_call, silent_for_chamber
from connect.outreach.models import Campaign
from connect.outreach.selectors import counts_of
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Question, Verb, register

APPROVE = Verb(code="approuver", label="Approuver l’envoi", past="approuvée")
ABANDON = Verb(code="abandonner", label="Ne rien envoyer", past="abandonnée")
RIGHT = Verb(code=CallOutcome.EXACT.value, label="J’ai appelé : tout est exact", past="confirmée")
WRONG = Verb(
    code=CallOutcome.CORRECT.value,
    label="J’ai appelé : à corriger",
    past="à corriger",
    questions=(Question(name="note", label="Ce qui est à corriger", kind="area"),),
)
GONE = Verb(code=CallOutcome.GONE.value, label="Elle n’existe plus", past="disparue")


def _prepared() -> QuerySet[Campaign]:
    return Campaign.objects.filter(state=CampaignState.PREPARED).select_related("territory")


def _campaigns(rows: Sequence[Campaign]) -> list[Duty]:
    counts = counts_of(rows)
    return [
        Duty(
            key=str(one.pk),
            title=str(one),
            url=reverse("campaign", args=[one.pk]),
            reason="Ces courriels sont prêts et attendent votre accord. Relisez d’abord un aperçu sur leur page.",
            since=timezone.localdate(one.prepared_at),
            verb=APPROVE,
            others=(ABANDON,),
            details=(
                ("Courriels", plural(counts[one.pk].mails, "courriel", "courriels")),
                ("Sans adresse", plural(counts[one.pk].no_address, "structure", "structures")),
            ),
        )
        for one in rows
    ]


def _find_campaign(key: str) -> Duty | None:
    found = list(_prepared().filter(pk=number_of(key) or 0).order_by("pk"))
    return _campaigns(found)[0] if found else None


def _act_on_campaign(user: AbstractBaseUser, key: str, code: str, typed: Mapping[str, str]) -> str:
    found = _prepared().filter(pk=number_of(key) or 0).order_by("pk").first()
    if found is None:
        raise AlreadyDone
    try:
        if code == ABANDON.code:
            stop(found, by=user)
            return "Abandonnée : rien n’est parti."
        approve(found, by=user)
    except CampaignMoved:
        raise AlreadyDone from None
    return "Approuvée : l’envoi commence dans quelques minutes."


def _silent() -> QuerySet[Any]:
    return silent_for_chamber().annotate(since=TruncDate("sent_at"))


def _silent_duty(target: Any) -> Duty:
    structure = target.structure
    sent = day_long(timezone.localdate(target.sent_at))
    told = "Son réseau local n’a rien noté depuis un mois." if target.network_told_at else ""
    return Duty(
        key=str(target.pk),
        title=structure.name,
        url=reverse("structures:edit", args=[structure.pk]),
        reason=f"Elle n’a pas répondu au courriel du {sent}. Appelez-la. {told}".strip(),
        since=target.since,
        verb=RIGHT,
        others=(WRONG, GONE),
        details=present(("Commune", structure.commune_name)),
        links=structure_contacts(structure),
    )


def _act_on_silent(user: AbstractBaseUser, key: str, code: str, typed: Mapping[str, str]) -> str:
    try:
        record_call(number_of(key) or 0, CallOutcome(code), by=user, note=typed.get("note", ""))
    except CallRefused:
        raise AlreadyDone from None
    except ValidationError as error:
        raise ValidationError({"note": error.messages}) from error
    if code == CallOutcome.EXACT:
        return "Ses fiches sont datées d’aujourd’hui."
    return "Noté : ce qui est à faire attend dans « Erreurs signalées »."


QUEUE = Queue(_silent, _silent_duty)

register(
    DutySource(
        kind="relances-a-approuver",
        label="Relances à approuver",
        help="Rien ne part sans votre accord. Ouvrez la campagne, relisez l’aperçu d’un courriel, écartez qui il faut.",
        may=permissions.may_approve,
        count=lambda: _prepared().count(),
        duties=lambda limit: _campaigns(list(_prepared().order_by("prepared_at", "pk")[:limit])),
        find=_find_campaign,
        act=_act_on_campaign,
        order=30,
    )
)
register(
    DutySource(
        kind="structures-sans-reponse",
        label="Structures sans réponse",
        help="Deux courriels sont restés sans réponse, et aucun réseau local ne les suit. Un appel suffit souvent.",
        may=permissions.may_prepare,
        count=QUEUE.count,
        duties=QUEUE.oldest,
        after=QUEUE.after,
        find=QUEUE.find,
        act=_act_on_silent,
        order=85,
    )
)
