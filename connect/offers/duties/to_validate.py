"""Offers and calls that wait for the decision to show them."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet

from connect.common.french import amount_range, day_long
from connect.offers.duties.deciding import (
    HIDE,
    contacts,
    decide,
    edit_url,
    hide,
    may_validate,
    present,
    short,
)
from connect.offers.duties.queues import Queue, recorded
from connect.offers.enums import Kind, Status
from connect.offers.models import Offer
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Verb

VALIDATE = Verb(code="valider", label="Valider", past="validée")
TO_DRAFT = Verb(code="brouillon", label="Renvoyer en brouillon", past="renvoyée en brouillon")


def _waiting() -> QuerySet[Any]:
    return (
        Offer.objects.filter(status=Status.TO_VALIDATE)
        .select_related("structure", "funding_type")
        .annotate(since=recorded())
    )


def key_of(offer: Offer) -> str:
    """The key of a duty: a sheet written since it was shown has another one, and is not validated unread."""
    return f"{offer.pk}-{int(offer.updated_at.timestamp() * 1_000_000):x}"


def _pk(key: str) -> str:
    return key.partition("-")[0]


def _duty(offer: Any) -> Duty:
    nature = str(offer.funding_type or offer.get_kind_display())
    closing = f"jusqu’au {day_long(offer.closes_on)}" if offer.closes_on else ""
    call = offer.kind == Kind.CALL
    waits = "Cet appel attend d’être relu" if call else "Cette offre attend d’être relue"
    return Duty(
        key=key_of(offer),
        title=offer.title,
        url=edit_url(offer),
        reason=f"{waits} avant d’être visible du public.",
        since=offer.since,
        verb=VALIDATE,
        others=(TO_DRAFT, HIDE),
        details=present(
            ("Structure", offer.structure.name),
            ("Nature", f"{nature}, {closing}" if closing else nature),
            ("Montant", amount_range(offer.amount_min, offer.amount_max)),
            ("Résumé", short(offer.summary)),
        ),
        links=contacts(offer),
    )


def _act(user: AbstractBaseUser, key: str, code: str, typed: Mapping[str, str]) -> str:
    offer = QUEUE.locked(_pk(key))
    if key_of(offer) != key:
        raise AlreadyDone
    if code == HIDE.code:
        return hide(offer, user, typed)
    if code == TO_DRAFT.code:
        decide(offer, Status.DRAFT, user)
        return "De nouveau en brouillon : la personne qui l’a écrite peut la reprendre."
    decide(offer, Status.VISIBLE, user)
    return "Visible du public, et datée de ce jour comme vérifiée."


QUEUE = Queue(_waiting, _duty)


def _after(since: datetime.date, key: str, limit: int) -> Sequence[Duty]:
    return QUEUE.after(since, _pk(key), limit)


def _find(key: str) -> Duty | None:
    duty = QUEUE.find(_pk(key))
    return duty if duty is not None and duty.key == key else None


TO_VALIDATE = DutySource(
    kind="offres-a-valider",
    label="Offres à valider",
    help="Relisez la fiche, puis validez-la : le public la voit aussitôt. Si elle n’est pas prête, "
    "renvoyez-la en brouillon.",
    may=may_validate,
    count=QUEUE.count,
    duties=QUEUE.oldest,
    after=_after,
    find=_find,
    act=_act,
    order=20,
)
