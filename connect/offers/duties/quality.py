"""Faults of offers, each with its fix in one gesture."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.urls import reverse

from connect.common.french import plural, quoted
from connect.offers import permissions
from connect.offers.enums import HiddenMotive, Kind, Status
from connect.offers.models import Finding, Offer
from connect.offers.quality import fixing
from connect.offers.quality.answers import ALL
from connect.offers.quality.detectors import LABELS, audience, calls, inspect, money, nature, reach
from connect.offers.quality.enums import FindingKind, FindingState
from connect.offers.quality.faults import Fault
from connect.offers.quality.snapshot import INSPECTED, Snapshot, read_snapshots
from connect.taxonomy.enums import Level, Reach
from connect.taxonomy.models import FundingType, Phase, Sector, StructureType, Term, Territory
from connect.taxonomy.selectors import vocabulary
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Question, Verb, register

KIND = "qualite"
MEND, TYPE, LEAVE = "corriger", "preciser", "laisser"
LEFT = Verb(code=LEAVE, label="C’est juste ainsi", past="laissée telle quelle")
SHOWN_SUMMARY = 240
ASKED: dict[str, str] = {
    "amount_min": "Montant minimum, en euros",
    "amount_max": "Montant maximum, en euros",
    "rate_max": "Taux maximum, en %",
    "link": "Page de l’offre",
    "email": "Courriel",
    "phone": "Téléphone",
    "summary": "Résumé",
    "title": "Intitulé",
    "closes_on": "Clôture le",
    "funding_type": "Type de financement",
    "territories": "Territoire concerné",
    "phases": "Étape du projet",
    "structure_types": "Structures visées",
    "sectors": "Secteur",
    "hidden_motive": "Motif",
}
KINDS: dict[str, str] = {"link": "url", "summary": "area", "closes_on": "date"}
OPTIONAL = frozenset({"amount_min", "amount_max", "rate_max", "link", "email", "phone"})
TYPED: dict[str, str] = {
    nature.FILED_AS_ACCOMPANIMENT: "Classer dans un autre type de financement",
    money.MISSING: money.TAKE,
    money.CONTRADICTED: money.TAKE,
    money.SUSPICIOUS: "Corriger les montants",
    reach.WITHOUT_TERRITORY: "Choisir le territoire",
    calls.OTHER_YEAR: "Corriger l’intitulé ou la date",
    calls.FAR_CLOSING: "Corriger la date",
    audience.FOR_WHOM: "Dire pour qui",
    audience.PRIVATE_STRUCTURE: "Masquer l’offre",
}
# The proposed values are amended in place: a single button with its fields filled in.
FILLED_IN = frozenset({money.MISSING, money.CONTRADICTED})


class Choices:
    """Lists to choose from, each read once a page, and only when a row asks for it."""

    @cached_property
    def funding_type(self) -> tuple[tuple[str, str], ...]:
        """Types of funding."""
        return self._words(FundingType)

    @cached_property
    def phases(self) -> tuple[tuple[str, str], ...]:
        """Moments of a project."""
        return ((ALL, "Toutes les étapes"), *self._words(Phase))

    @cached_property
    def sectors(self) -> tuple[tuple[str, str], ...]:
        """Sectors."""
        return ((ALL, "Tous secteurs"), *self._words(Sector))

    @cached_property
    def structure_types(self) -> tuple[tuple[str, str], ...]:
        """Kinds of structures."""
        return ((ALL, "Toutes les structures de la liste"), *self._words(StructureType))

    @property
    def hidden_motive(self) -> tuple[tuple[str, str], ...]:
        """Motives that need no precision."""
        return tuple(pair for pair in HiddenMotive.choices if pair[0] != HiddenMotive.OTHER)

    @cached_property
    def _places(self) -> list[Territory]:
        wide = Q(level__in=(Level.DEPARTMENT, Level.EPCI, Level.REGION), in_scope=True)
        wide |= Q(level__in=(Level.COUNTRY, Level.EUROPE))
        return list(Territory.objects.filter(wide).order_by("name", "code"))

    def territories(self, wanted: str) -> tuple[tuple[str, str], ...]:
        """Territories that make a reach true."""
        level = {
            Reach.INTERCOMMUNAL: Level.EPCI,
            Reach.DEPARTMENTAL: Level.DEPARTMENT,
            Reach.REGIONAL: Level.REGION,
            Reach.NATIONAL: Level.COUNTRY,
            Reach.EUROPEAN: Level.EUROPE,
        }[Reach(wanted)]
        return tuple(
            (f"{one.level}:{one.code}", str(one)) for one in self._places if one.level == level
        )

    @staticmethod
    def _words(model: type[Term]) -> tuple[tuple[str, str], ...]:
        return tuple((word.code, word.label) for word in vocabulary(model))


def _open() -> QuerySet[Finding]:
    return Finding.objects.filter(kind=FindingKind.FAULT, state=FindingState.OPEN)


def _count() -> int:
    return _open().filter(offer__status__in=INSPECTED).count()


def _duties(limit: int) -> Sequence[Duty]:
    return _rows(_open().order_by("first_seen", "pk")[:limit])


def _after(day: datetime.date, key: str, limit: int) -> Sequence[Duty]:
    follows = Q(first_seen__gt=day)
    same_day = Q(first_seen=day)
    follows |= same_day & Q(pk__gt=number) if (number := _number(key)) else same_day
    return _rows(_open().filter(follows).order_by("first_seen", "pk")[:limit])


def _find(key: str) -> Duty | None:
    rows = _rows(_open().filter(pk=_number(key)))
    return rows[0] if rows and rows[0].key == key else None


def _number(key: str) -> int:
    digits = key.partition("-")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else 0


def _rows(findings: Iterable[Finding]) -> list[Duty]:
    """Duties of the findings that still stand: what was mended elsewhere since is left out."""
    kept = list(findings)
    offers = read_snapshots(Offer.objects.filter(pk__in={row.offer_id for row in kept}))
    known = {one.pk: (one, {fault.code: fault for fault in inspect(one)}) for one in offers}
    choices = Choices()
    found = []
    for row in kept:
        offer, faults = known[row.offer_id]
        if row.fault in faults:
            found.append(_duty(row, offer, faults[row.fault], choices))
    return found


def _duty(row: Finding, offer: Snapshot, fault: Fault, choices: Choices) -> Duty:
    verb, others = _verbs(offer, fault, choices)
    return Duty(
        # What is shown is what is done: a fault that changed meanwhile has another key.
        key=f"{row.pk}-{fault.fingerprint[:12]}",
        title=offer.title,
        url=edit_url(offer),
        reason=fault.sentence,
        since=row.first_seen,
        verb=verb,
        others=(*others, LEFT),
        details=details_of(offer, fault),
        links=public_links(offer),
    )


def edit_url(offer: Snapshot) -> str:
    """Where the staff write this offer."""
    return reverse("appels:edit" if offer.kind == Kind.CALL else "offres:edit", args=[offer.pk])


def public_links(offer: Snapshot) -> tuple[tuple[str, str], ...]:
    """The page that the structure keeps of its offer."""
    return (("Page de la structure", offer.link),) if offer.link else ()


def details_of(offer: Snapshot, fault: Fault | None = None) -> tuple[tuple[str, str], ...]:
    """What helps to decide: who, where it stands, and what it says."""
    pairs = [
        ("Constat", LABELS[fault.code] if fault else ""),
        ("Référence", offer.reference),
        ("Structure", offer.structure_name),
        ("État", str(Status(offer.status).label)),
        ("Résumé", _shortened(offer.summary)),
    ]
    return tuple((label, value) for label, value in pairs if value)


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN_SUMMARY else f"{text[:SHOWN_SUMMARY].rsplit(' ', 1)[0]}…"


def _verbs(offer: Snapshot, fault: Fault, choices: Choices) -> tuple[Verb, tuple[Verb, ...]]:
    typed = None
    if fault.fields:
        label = TYPED.get(fault.code, "Compléter la fiche")
        questions = tuple(_question(name, offer, fault, choices) for name in fault.fields)
        typed = Verb(code=TYPE, label=label, past="corrigée", questions=questions)
    if fault.fix is None or (typed and fault.code in FILLED_IN):
        if typed is None:
            raise AssertionError(f"{fault.code} has neither a fix nor a question.")
        return typed, ()
    mend = Verb(code=MEND, label=fault.fix.label, past="corrigée")
    return mend, (typed,) if typed else ()


def _question(name: str, offer: Snapshot, fault: Fault, choices: Choices) -> Question:
    listed: tuple[tuple[str, str], ...] = ()
    if name == "territories":
        listed = choices.territories(offer.reach)
    elif hasattr(choices, name):
        listed = getattr(choices, name)
    return Question(
        name=name,
        label=ASKED[name],
        kind="choice" if listed else KINDS.get(name, "text"),
        initial=_initial(name, offer, fault, listed),
        choices=listed,
        required=name not in OPTIONAL,
    )


def _initial(name: str, offer: Snapshot, fault: Fault, listed: tuple[tuple[str, str], ...]) -> str:
    if fault.fix is not None and name in fault.fix.values and name != "title":
        value = fault.fix.values[name]
    elif name == "territories":
        # Only what the offer says of itself: the seat of its structure is no clue to where it is proposed.
        words = f"{offer.title} {offer.structure_name}".lower()
        named = [key for key, label in listed if label.partition(" (")[0].lower() in words]
        value = named[0] if len(named) == 1 else listed[0][0] if len(listed) == 1 else ""
    elif listed:
        value = ""
    else:
        value = getattr(offer, name)
    return "" if value is None else str(value)


def _act(user: AbstractBaseUser, key: str, verb: str, typed: Mapping[str, str]) -> str:
    duty = _find(key)
    if duty is None or verb not in {one.code for one in (duty.verb, *duty.others)}:
        raise AlreadyDone
    title = quoted(duty.title)
    if verb == LEAVE:
        fixing.dismiss(_number(key), by=user)
        return f"La fiche {title} reste ainsi. Elle reviendra ici si ces valeurs changent."
    fixing.mend(_number(key), by=user, answers=typed if verb == TYPE else None)
    left = _open().filter(offer__reference=duty.details[1][1]).count()
    rest = f" Il y reste {plural(left, 'défaut', 'défauts')} à voir." if left else ""
    return f"La fiche {title} est corrigée.{rest}"


SOURCE = register(
    DutySource(
        kind=KIND,
        label="Fiches à corriger",
        help="Appliquez la correction proposée, complétez-la, ou dites que la fiche est juste ainsi.",
        may=permissions.may_edit,
        count=_count,
        duties=_duties,
        find=_find,
        act=_act,
        after=_after,
        order=60,
    )
)
