"""Visible offers that nobody verified for a year."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import DateField, QuerySet
from django.db.models.functions import Coalesce

from connect.common.clock import today
from connect.common.french import amount_range, day_long
from connect.offers import services
from connect.offers.duties.deciding import (
    contacts,
    decide,
    edit_url,
    in_words,
    may_validate,
    present,
    short,
)
from connect.offers.duties.queues import DaysLater, Queue, recorded
from connect.offers.enums import HiddenMotive, Kind, Status
from connect.offers.models import Offer
from connect.offers.staff.filters import STALE_AFTER, not_verified_for_a_year
from connect.upkeep.registry import Duty, DutySource, Verb

STILL_TRUE = Verb(code="exacte", label="Toujours exacte", past="vérifiée")
UNCERTAIN = Verb(
    code="attente",
    label="Masquer en attendant la structure",
    past="masquée en attendant la structure",
)
ARCHIVE = Verb(code="archiver", label="Archiver", past="archivée")


def _waiting() -> QuerySet[Any]:
    stale_on = DaysLater("verified_on", STALE_AFTER.days)
    return (
        Offer.objects.filter(not_verified_for_a_year(), status=Status.VISIBLE)
        .exclude(kind=Kind.CALL)
        .select_related("structure", "funding_type")
        .annotate(since=Coalesce(stale_on, recorded(), output_field=DateField()))
    )


def _duty(offer: Any) -> Duty:
    verified = offer.verified_on
    reason = f"Vérifiée pour la dernière fois le {day_long(verified)}." if verified else ""
    return Duty(
        key=str(offer.pk),
        title=offer.title,
        url=edit_url(offer),
        reason=reason or "Personne n’a jamais vérifié cette fiche.",
        since=offer.since,
        verb=STILL_TRUE,
        others=(UNCERTAIN, ARCHIVE),
        details=present(
            ("Structure", offer.structure.name),
            ("Nature", str(offer.funding_type or offer.get_kind_display())),
            ("Montant", amount_range(offer.amount_min, offer.amount_max)),
            ("Conditions", short(offer.conditions)),
        ),
        links=contacts(offer),
    )


def _act(user: AbstractBaseUser, key: str, code: str, typed: Mapping[str, str]) -> str:
    offer = QUEUE.locked(key)
    if code == UNCERTAIN.code:
        decide(offer, Status.HIDDEN, user, motive=HiddenMotive.UNCERTAIN)
        return "Masquée en attendant la réponse de la structure ; elle reste dans « Offres »."
    if code == ARCHIVE.code:
        decide(offer, Status.ARCHIVED, user)
        return "Archivée : elle a quitté le site, sa fiche reste consultable."
    offer.verified_on = today()
    try:
        services.save_offer(offer, by=user)
    except ValidationError as error:
        raise in_words(error) from error
    return "Vérifiée ce jour."


QUEUE = Queue(_waiting, _duty)
STALE = DutySource(
    kind="offres-a-verifier",
    label="Offres à vérifier",
    help="Ces offres sont visibles, mais personne ne les a vérifiées depuis un an. Regardez la page de l’offre ou "
    "appelez la structure ; masquez ce dont vous doutez.",
    may=may_validate,
    count=QUEUE.count,
    duties=QUEUE.oldest,
    after=QUEUE.after,
    find=QUEUE.find,
    act=_act,
    order=80,
)
