"""A person settles a finding: the fix is applied to the offer as it stands now, or the finding is dismissed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from connect.offers import permissions, services
from connect.offers.enums import HiddenMotive, Status
from connect.offers.models import Finding, Offer
from connect.offers.quality.answers import Change, change_of
from connect.offers.quality.detectors import inspect, money
from connect.offers.quality.duplicates import Pair, judge_pair, kept_of
from connect.offers.quality.enums import FindingKind, FindingState
from connect.offers.quality.faults import Fault, fingerprint_of
from connect.offers.quality.inspecting import inspect_offers
from connect.offers.quality.snapshot import Snapshot, place_names, read_snapshots
from connect.upkeep.registry import AlreadyDone

# What a person may have good reasons to write otherwise than the text says.
_OF_THE_PERSON = frozenset({money.MISSING, money.CONTRADICTED})


@dataclass(frozen=True)
class _Held:
    """A finding and its offers, locked, and read again."""

    finding: Finding
    offers: Mapping[int, Offer]
    snapshots: Mapping[int, Snapshot]


@transaction.atomic
def mend(pk: int, *, by: AbstractBaseUser, answers: Mapping[str, str] | None = None) -> Offer:
    """Apply the fix of a fault, amended by what the person typed.

    Args:
        pk: the finding.
        by: the person.
        answers: what was typed, by field; `None` applies the fix as it was proposed.

    Raises:
        AlreadyDone: when the fault no longer stands, or is no longer the one shown.
        PermissionDenied: when the person may not write offers.
        ValidationError: when an answer does not do, or would leave the fault.
    """
    if not permissions.may_edit(by):
        raise PermissionDenied("Vous ne pouvez pas modifier les offres.")
    held = _hold(pk, FindingKind.FAULT)
    offer = held.offers[held.finding.offer_id]
    fault = _standing(held)
    change = change_of(offer, fault, answers)
    _write(offer, change, by)
    _decide(held.finding, FindingState.SETTLED, by)
    _check_mended(offer, fault, by)
    inspect_offers([offer.pk])
    return offer


@transaction.atomic
def dismiss(pk: int, *, by: AbstractBaseUser) -> None:
    """Say that nothing is wrong: the finding is not shown again while the values judged stay.

    Raises:
        AlreadyDone: when the finding no longer stands.
        PermissionDenied: when the person may not write offers.
    """
    if not permissions.may_edit(by):
        raise PermissionDenied("Vous ne pouvez pas modifier les offres.")
    kind = Finding.objects.filter(pk=pk).values_list("kind", flat=True).first()
    held = _hold(pk, FindingKind(kind or FindingKind.FAULT))
    if held.finding.kind == FindingKind.PAIR:
        _standing_pair(held)
    else:
        _standing(held)
    _decide(held.finding, FindingState.DISMISSED, by)


@transaction.atomic
def keep_one(pk: int, *, by: AbstractBaseUser, the_other: bool = False) -> tuple[Offer, Offer]:
    """Hide one of two offers that are one.

    Args:
        pk: the finding.
        by: the person.
        the_other: keep the less complete one.

    Returns:
        The offer kept and the one hidden.

    Raises:
        AlreadyDone: when the two are no longer alike.
        PermissionDenied: when the person may not hide offers.
        ValidationError: when nothing would be left to show.
    """
    held = _hold(pk, FindingKind.PAIR)
    best, less = kept_of(_standing_pair(held))
    kept, hidden = (less, best) if the_other else (best, less)
    if hidden.status == Status.VISIBLE and kept.status != Status.VISIBLE:
        raise ValidationError(
            f"{kept.reference} n’est pas visible : le public ne verrait plus rien."
        )
    note = f"Double saisie : voir {kept.reference}, {kept.title}"[:300]
    services.change_status(
        [held.offers[hidden.pk]], Status.HIDDEN, by=by, motive=HiddenMotive.DUPLICATE, note=note
    )
    _decide(held.finding, FindingState.SETTLED, by)
    inspect_offers([kept.pk, hidden.pk])
    return held.offers[kept.pk], held.offers[hidden.pk]


def _hold(pk: int, kind: FindingKind) -> _Held:
    """Lock the offers, then the finding, as the inspection does."""
    row = Finding.objects.filter(pk=pk, kind=kind).first()
    if row is None:
        raise AlreadyDone
    pks = [one for one in (row.offer_id, row.other_id) if one is not None]
    locked = Offer.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    offers = {offer.pk: offer for offer in locked}
    finding = Finding.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if finding is None or finding.state != FindingState.OPEN or len(offers) != len(pks):
        raise AlreadyDone
    snapshots = read_snapshots(Offer.objects.filter(pk__in=pks))
    return _Held(finding, offers, {one.pk: one for one in snapshots})


def _standing(held: _Held) -> Fault:
    for fault in inspect(held.snapshots[held.finding.offer_id]):
        if fault.code == held.finding.fault and fault.fingerprint == held.finding.fingerprint:
            return fault
    raise AlreadyDone


def _standing_pair(held: _Held) -> Pair:
    first, second = (held.snapshots[one] for one in sorted(held.snapshots))
    pair = judge_pair(first, second, place_names())
    if pair is None or fingerprint_of(pair.judged) != held.finding.fingerprint:
        raise AlreadyDone
    return pair


def _write(offer: Offer, change: Change, by: AbstractBaseUser) -> None:
    if change.motive:
        services.change_status([offer], Status.HIDDEN, by=by, motive=change.motive)
        return
    for name, value in change.values.items():
        setattr(offer, name, value)
    services.save_offer(offer, links=change.links, by=by)


def _check_mended(offer: Offer, mended: Fault, by: AbstractBaseUser) -> None:
    """Refuse what leaves the fault; note what the person wrote on purpose otherwise than the text says."""
    for fault in inspect(read_snapshots(Offer.objects.filter(pk=offer.pk))[0]):
        if fault.code in _OF_THE_PERSON and mended.code in _OF_THE_PERSON:
            _dismiss_at_once(offer, fault, by)
        elif fault.code == mended.code or (fault.fields and fault.fields == mended.fields):
            raise ValidationError(f"La fiche aurait encore ce défaut. {fault.sentence}")


def _dismiss_at_once(offer: Offer, fault: Fault, by: AbstractBaseUser) -> None:
    day = timezone.localdate()
    values: dict[str, Any] = {
        "kind": FindingKind.FAULT,
        "fingerprint": fault.fingerprint,
        "detail": {"sentence": fault.sentence},
        "last_seen": day,
        "state": FindingState.DISMISSED,
        "decided_by": by,
        "decided_at": timezone.now(),
    }
    Finding.objects.update_or_create(
        fault=fault.code,
        offer=offer,
        other=None,
        defaults=values,
        create_defaults={**values, "first_seen": day},
    )


def _decide(finding: Finding, state: FindingState, by: AbstractBaseUser) -> None:
    Finding.objects.filter(pk=finding.pk).update(
        state=state, decided_by=by, decided_at=timezone.now()
    )
