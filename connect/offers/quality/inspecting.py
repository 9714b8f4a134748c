"""Keeps the table of findings true: opens what is new, settles what no longer stands, asks again what changed."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from connect.common.clock import today
from connect.offers.models import Finding, Offer
from connect.offers.quality.detectors import inspect
from connect.offers.quality.duplicates import Pair, find_duplicates, judge_pair
from connect.offers.quality.enums import FindingKind, FindingState
from connect.offers.quality.faults import Fault, fingerprint_of
from connect.offers.quality.snapshot import INSPECTED, Snapshot, place_names, read_snapshots

BATCH = 500
"""Offers read, judged and written together; each batch is a transaction of nine statements at most."""
DUPLICATE = "doublon"
Key = tuple[str, int, int | None]


@dataclass
class Inspected:
    """What an inspection did: findings opened or asked again, and findings settled."""

    opened: int = 0
    settled: int = 0


@dataclass(frozen=True)
class Seen:
    """A fault or a pair as the table keeps it."""

    kind: FindingKind
    fault: str
    offer: int
    other: int | None
    fingerprint: str
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """What identifies it."""
        return self.fault, self.offer, self.other


def inspect_catalogue() -> Inspected:
    """Inspect every offer, then look for double entries; made to run each night."""
    done = Inspected()
    pks = list(
        Offer.objects.filter(status__in=INSPECTED).order_by("pk").values_list("pk", flat=True)
    )
    for start in range(0, len(pks), BATCH):
        _inspect_batch(pks[start : start + BATCH], done)
    _settle_the_uninspected(done)
    _inspect_pairs(done)
    return done


def inspect_offers(pks: Collection[int]) -> Inspected:
    """Inspect these offers, and look again at the double entries they are in; made to run right after an edit.

    New double entries wait for the night.

    Args:
        pks: keys of offers, at most a batch.
    """
    done = Inspected()
    with transaction.atomic():
        pairs = _pairs_of(pks)
        others = {pk for pair in pairs for pk in (pair.offer_id, pair.other_id) if pk is not None}
        snapshots = {one.pk: one for one in _locked({*pks, *others})}
        faults = [
            _seen(one.pk, fault)
            for pk in pks
            if (one := snapshots.get(pk))
            for fault in inspect(one)
        ]
        _write(faults, _findings(Q(kind=FindingKind.FAULT, offer_id__in=pks)), done)
        if pairs:
            _write(_still_pairs(pairs, snapshots), _findings(Q(pk__in=[p.pk for p in pairs])), done)
    return done


def inspect_edited(within: datetime.timedelta) -> Inspected:
    """Inspect what was edited lately, so that a fault is gone from the page soon after it was mended.

    Args:
        within: how long ago, at most.
    """
    edited = Offer.objects.filter(updated_at__gte=timezone.now() - within).order_by("pk")
    pks = list(edited.values_list("pk", flat=True))
    done = Inspected()
    for start in range(0, len(pks), BATCH):
        part = inspect_offers(pks[start : start + BATCH])
        done.opened, done.settled = done.opened + part.opened, done.settled + part.settled
    return done


@transaction.atomic
def _inspect_batch(pks: Sequence[int], done: Inspected) -> None:
    faults = [_seen(one.pk, fault) for one in _locked(pks) for fault in inspect(one)]
    _write(faults, _findings(Q(kind=FindingKind.FAULT, offer_id__in=pks)), done)


def _settle_the_uninspected(done: Inspected) -> None:
    gone = Finding.objects.filter(kind=FindingKind.FAULT, state=FindingState.OPEN).exclude(
        offer__status__in=INSPECTED
    )
    done.settled += gone.order_by().update(
        state=FindingState.SETTLED, decided_by=None, decided_at=timezone.now()
    )


def _inspect_pairs(done: Inspected) -> None:
    # Read by batches without a lock, so that nobody waits for the comparison; what changed meanwhile is met at the
    # next inspection, or when a person decides.
    pks = list(Offer.objects.order_by("pk").values_list("pk", flat=True))
    snapshots = [
        one
        for start in range(0, len(pks), BATCH)
        for one in read_snapshots(Offer.objects.filter(pk__in=pks[start : start + BATCH]))
    ]
    pairs = [_seen_pair(pair) for pair in find_duplicates(snapshots, place_names())]
    with transaction.atomic():
        _write(pairs, _findings(Q(kind=FindingKind.PAIR)), done)


def _locked(pks: Collection[int]) -> list[Snapshot]:
    """Snapshots of these offers, locked in the order in which everybody locks: offers first, then findings."""
    locked = Offer.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=pks)
    list(locked.order_by("pk").values_list("pk", flat=True))
    return read_snapshots(Offer.objects.filter(pk__in=pks))


def _findings(which: Q) -> dict[Key, Finding]:
    rows = Finding.objects.select_for_update(of=("self",)).filter(which).order_by("pk")
    return {(row.fault, row.offer_id, row.other_id): row for row in rows}


def _pairs_of(pks: Collection[int]) -> list[Finding]:
    touched = Q(offer_id__in=pks) | Q(other_id__in=pks)
    return list(Finding.objects.filter(touched, kind=FindingKind.PAIR).order_by("pk"))


def _still_pairs(pairs: Iterable[Finding], snapshots: Mapping[int, Snapshot]) -> list[Seen]:
    places = place_names()
    found = []
    for row in pairs:
        first, second = snapshots.get(row.offer_id), snapshots.get(row.other_id or 0)
        pair = judge_pair(first, second, places) if first and second else None
        if pair is not None:
            found.append(_seen_pair(pair))
    return found


def _seen(offer: int, fault: Fault) -> Seen:
    fix = asdict(fault.fix) if fault.fix else None
    detail = {
        "sentence": fault.sentence,
        "severity": int(fault.severity),
        "fix": fix,
        "fields": list(fault.fields),
    }
    return Seen(FindingKind.FAULT, fault.code, offer, None, fault.fingerprint, detail)


def _seen_pair(pair: Pair) -> Seen:
    detail = {"sentence": pair.sentence, "confidence": pair.confidence}
    return Seen(FindingKind.PAIR, DUPLICATE, *pair.key, fingerprint_of(pair.judged), detail)


def _write(seen: Iterable[Seen], stored: Mapping[Key, Finding], done: Inspected) -> None:
    day = today()
    found = {one.key: one for one in seen}
    new = [_new(one) for key, one in found.items() if key not in stored]
    changed, same, gone = [], [], []
    for key, row in stored.items():
        one = found.get(key)
        if one is None:
            if row.state == FindingState.OPEN:
                gone.append(row.pk)
        elif _asks_again(row, one):
            row.first_seen = day
            row.state, row.decided_by_id, row.decided_at = FindingState.OPEN, None, None
            changed.append(_updated(row, one))
            done.opened += 1
        elif row.fingerprint != one.fingerprint or row.detail != one.detail:
            changed.append(_updated(row, one))
        elif row.last_seen != day:
            same.append(row.pk)
    Finding.objects.bulk_create(new, batch_size=BATCH)
    Finding.objects.bulk_update(
        changed,
        ["state", "decided_by", "decided_at", "first_seen", "last_seen", "detail", "fingerprint"],
        batch_size=BATCH,
    )
    _update(same, last_seen=day)
    _update(gone, state=FindingState.SETTLED, decided_by=None, decided_at=timezone.now())
    done.opened += len(new)
    done.settled += len(gone)


def _update(pks: Sequence[int], **values: Any) -> None:
    for start in range(0, len(pks), BATCH):
        Finding.objects.filter(pk__in=pks[start : start + BATCH]).update(**values)


def _asks_again(row: Finding, one: Seen) -> bool:
    if row.state == FindingState.DISMISSED:
        return row.fingerprint != one.fingerprint
    return row.state == FindingState.SETTLED


def _new(one: Seen) -> Finding:
    day = today()
    return Finding(
        kind=one.kind,
        fault=one.fault,
        offer_id=one.offer,
        other_id=one.other,
        fingerprint=one.fingerprint,
        detail=dict(one.detail),
        first_seen=day,
        last_seen=day,
    )


def _updated(row: Finding, one: Seen) -> Finding:
    row.fingerprint, row.detail, row.last_seen = one.fingerprint, dict(one.detail), today()
    return row
