"""Double entries: two offers that are probably one; the less complete one is hidden."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet

from connect.common.french import quoted
from connect.offers import permissions
from connect.offers.duties.quality import edit_url
from connect.offers.enums import Status
from connect.offers.models import Finding, Offer
from connect.offers.quality import fixing
from connect.offers.quality.completeness import completeness
from connect.offers.quality.duplicates import Pair, judge_pair, kept_of
from connect.offers.quality.enums import FindingKind, FindingState
from connect.offers.quality.faults import fingerprint_of
from connect.offers.quality.snapshot import Snapshot, place_names, read_snapshots
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Verb, register

KIND = "doublons"
KEEP_BEST, KEEP_OTHER, TWO = "garder", "garder-l-autre", "deux-offres"
HIDES = "masquée comme doublon"


def _may(user: AbstractBaseUser) -> bool:
    return permissions.may_edit(user) and permissions.may_set_status(user, Status.HIDDEN)


def _open() -> QuerySet[Finding]:
    return Finding.objects.filter(kind=FindingKind.PAIR, state=FindingState.OPEN)


def _count() -> int:
    return _open().count()


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
    """Duties of the pairs that are still alike."""
    kept = list(findings)
    pks = {pk for row in kept for pk in (row.offer_id, row.other_id) if pk is not None}
    known = {one.pk: one for one in read_snapshots(Offer.objects.filter(pk__in=pks))}
    places = place_names()
    found = []
    for row in kept:
        pair = judge_pair(known[row.offer_id], known[row.other_id or 0], places)
        if pair is not None:
            found.append(_duty(row, pair))
    return found


def _duty(row: Finding, pair: Pair) -> Duty:
    best, less = kept_of(pair)
    others = [Verb(code=TWO, label="Ce sont deux offres", past="gardées toutes deux")]
    if best.status != Status.VISIBLE or less.status == Status.VISIBLE:
        label = f"Garder l’autre ({less.reference})"
        others.insert(0, Verb(code=KEEP_OTHER, label=label, past=HIDES))
    return Duty(
        key=f"{row.pk}-{fingerprint_of(pair.judged)[:12]}",
        title=f"{best.title} ({best.reference} et {less.reference})",
        url=edit_url(best),
        reason=f"Probablement une seule offre, saisie deux fois : {', '.join(pair.reasons)}.",
        since=row.first_seen,
        verb=Verb(code=KEEP_BEST, label=f"Garder la plus complète ({best.reference})", past=HIDES),
        others=tuple(others),
        details=(_line(best), _line(less), ("Certitude", f"{pair.confidence}\u00a0%")),
    )


def _line(offer: Snapshot) -> tuple[str, str]:
    score = completeness(offer).score
    state = str(Status(offer.status).label).lower()
    text = f"{offer.title}, {offer.structure_name}, {state}, remplie à {score}\u00a0%"
    return offer.reference, text


def _act(user: AbstractBaseUser, key: str, verb: str, typed: Mapping[str, str]) -> str:
    duty = _find(key)
    if duty is None or verb not in {one.code for one in (duty.verb, *duty.others)}:
        raise AlreadyDone
    if verb == TWO:
        fixing.dismiss(_number(key), by=user)
        return "Les deux fiches restent. La question reviendra si l’une d’elles change."
    kept, hidden = fixing.keep_one(_number(key), by=user, the_other=verb == KEEP_OTHER)
    return f"La fiche {quoted(hidden.reference)} est masquée ; {quoted(kept.reference)} reste."


SOURCE = register(
    DutySource(
        kind=KIND,
        label="Doubles saisies",
        help="Gardez une des deux fiches : l’autre est masquée, jamais effacée.",
        may=_may,
        count=_count,
        duties=_duties,
        find=_find,
        act=_act,
        after=_after,
        order=70,
    )
)
