"""Faults of offers, each with its fix in one gesture."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.urls import reverse

from connect.common.french import plural
from connect.offers import permissions
from connect.offers.duties.deciding import in_words, present, reach, short
from connect.offers.enums import Kind, Status
from connect.offers.models import Finding, Offer
from connect.offers.quality import fixing
from connect.offers.quality.detectors import (
    LABELS,
    audience,
    calls,
    inspect,
    money,
    nature,
)
from connect.offers.quality.detectors import reach as reaches
from connect.offers.quality.enums import FindingKind
from connect.offers.quality.faults import Fault
from connect.offers.quality.questions import Choices, questions_of
from connect.offers.quality.snapshot import Snapshot, read_snapshots
from connect.offers.quality.waiting import FindingQueue, key_of, number_of
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Verb

MEND, TYPE, LEAVE = "corriger", "preciser", "laisser"
LEFT = Verb(code=LEAVE, label="C’est juste ainsi", past="laissée telle quelle")
TYPED: dict[str, str] = {
    nature.FILED_AS_ACCOMPANIMENT: "Classer dans un autre type",
    money.MISSING: money.TAKE,
    money.CONTRADICTED: money.TAKE,
    money.SUSPICIOUS: "Corriger les montants",
    reaches.WITHOUT_TERRITORY: "Choisir le territoire",
    calls.OTHER_YEAR: "Corriger l’intitulé ou la date",
    calls.FAR_CLOSING: "Corriger la date",
    audience.FOR_WHOM: "Dire pour qui",
    audience.PRIVATE_STRUCTURE: "Masquer l’offre",
}
# The proposed values are amended in place: a single button with its fields filled in.
FILLED_IN = frozenset({money.MISSING, money.CONTRADICTED})


def edit_url(offer: Snapshot) -> str:
    """Where the staff write this offer."""
    return reverse("appels:edit" if offer.kind == Kind.CALL else "offres:edit", args=[offer.pk])


def duties_of(findings: Sequence[Finding]) -> list[Duty]:
    """Duties of the faults that still stand: what was mended elsewhere since is left out."""
    offers = read_snapshots(Offer.objects.filter(pk__in={row.offer_id for row in findings}))
    known = {one.pk: (one, {fault.code: fault for fault in inspect(one)}) for one in offers}
    choices = Choices()
    found = []
    for row in findings:
        offer, faults = known[row.offer_id]
        if row.fault in faults:
            found.append(_duty(row, offer, faults[row.fault], choices))
    return found


def _duty(row: Finding, offer: Snapshot, fault: Fault, choices: Choices) -> Duty:
    verb, others = _verbs(offer, fault, choices)
    email, phone = offer.email or offer.structure_email, offer.phone or offer.structure_phone
    return Duty(
        key=key_of(row, fault.fingerprint),
        title=offer.title,
        url=edit_url(offer),
        reason=fault.sentence,
        since=row.first_seen,
        verb=verb,
        others=(*others, LEFT),
        details=present(
            ("Constat", LABELS[fault.code]),
            ("Structure", offer.structure_name),
            ("État", str(Status(offer.status).label)),
            ("Résumé", short(offer.summary)),
        ),
        links=present(("Page de l’offre", offer.link), *reach(email, phone)),
    )


def _verbs(offer: Snapshot, fault: Fault, choices: Choices) -> tuple[Verb, tuple[Verb, ...]]:
    typed = Verb(
        code=TYPE,
        label=TYPED.get(fault.code, "Compléter la fiche"),
        past="corrigée",
        questions=questions_of(offer, fault, choices),
    )
    if fault.fix is None or fault.code in FILLED_IN:
        return typed, ()
    mend = Verb(code=MEND, label=fault.fix.label, past="corrigée")
    return mend, (typed,) if fault.fields else ()


QUEUE = FindingQueue(FindingKind.FAULT, duties_of)


def _act(user: AbstractBaseUser, key: str, verb: str, typed: Mapping[str, str]) -> str:
    duty = QUEUE.find(key)
    if duty is None or verb not in {one.code for one in (duty.verb, *duty.others)}:
        raise AlreadyDone
    if verb == LEAVE:
        fixing.dismiss(number_of(key), by=user)
        return "La fiche reste ainsi. Elle reviendra ici si ces valeurs changent."
    try:
        offer = fixing.mend(number_of(key), by=user, answers=typed if verb == TYPE else None)
    except ValidationError as error:
        asked = hasattr(error, "error_dict") and set(error.error_dict) <= set(typed)
        raise error if asked else in_words(error) from error
    left = QUEUE.waiting().filter(offer=offer).count()
    rest = f" Il y reste {plural(left, 'défaut', 'défauts')} à voir." if left else ""
    return f"La fiche est corrigée.{rest}"


QUALITY = DutySource(
    kind="qualite",
    label="Fiches à corriger",
    help="Appliquez la correction proposée, complétez-la, ou dites que la fiche est juste ainsi.",
    may=permissions.may_edit,
    count=QUEUE.count,
    duties=QUEUE.oldest,
    after=QUEUE.after,
    find=QUEUE.find,
    act=_act,
    order=60,
)
