"""What an orientation leaves behind: codes and counts, never a person."""

import datetime
from collections import Counter
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from connect.common.clock import today
from connect.offers.catalogue.index import current as current_index
from connect.offers.models import Offer
from connect.orientation import publishing
from connect.orientation.answers import Answers
from connect.orientation.enums import Asked
from connect.orientation.judging.judgement import CRITERION_OF, Judgement, judge, relaxations
from connect.orientation.models import NearMiss, Orientation, UnmetNeed
from connect.orientation.places import Area, area_of, locate

BATCH = 200


def codes_of(answers: Answers) -> dict[str, list[str]]:
    """Answers as they are kept: codes only, and no place, which the area stands for."""
    kept: dict[str, list[str]] = {}
    for name, value in answers.pairs():
        if name != Asked.PLACE:
            kept.setdefault(name, []).append(value)
    return kept


def record(judgement: Judgement, *, nonce: str, source: Orientation.Source) -> Orientation:
    """Keep an orientation; the same nonce again, as when a person refines their answers, replaces it.

    Args:
        judgement: what was answered and what was found.
        nonce: 32 characters that the questionnaire carries from its first page to its last.
        source: where it was answered.

    Raises:
        ValueError: for a nonce of another form.
    """
    if len(nonce) != 32 or not nonce.isalnum() or not nonce.isascii():
        raise ValueError("A nonce is 32 letters and digits.")
    area = area_of(judgement.answers.place)
    values = {
        "source": source,
        "answers": codes_of(judgement.answers),
        "epci": area.epci,
        "department": area.department,
        "eligible": len(judgement.eligible),
        "to_check": len(judgement.to_check),
        "near": len(judgement.near),
    }
    missed = {
        criterion.value: list(pks) for criterion, pks in judgement.missed_by_criterion().items()
    }
    with transaction.atomic():
        kept = _locked(nonce)
        if kept is None:
            try:
                with transaction.atomic():
                    kept = Orientation.objects.create(nonce=nonce, missed=missed, **values)
            except IntegrityError:
                # The same form sent twice at once: the other one was first.
                kept = Orientation.objects.select_for_update(of=("self",)).get(nonce=nonce)
        if not kept.is_counted:
            kept.missed = missed
        for name, value in values.items():
            setattr(kept, name, value)
        kept.save()
        _note_unmet(kept, judgement, area)
    return kept


def _locked(nonce: str) -> Orientation | None:
    found = Orientation.objects.select_for_update(of=("self",)).filter(nonce=nonce)
    return found.order_by("pk").first()


def _note_unmet(orientation: Orientation, judgement: Judgement, area: Area) -> None:
    """Note the need when no offer is eligible; forget it when refined answers found one."""
    if judgement.eligible:
        UnmetNeed.objects.filter(orientation=orientation, inquiries__isnull=True).delete()
        return
    UnmetNeed.objects.update_or_create(orientation=orientation, defaults=_facts(judgement, area))


def _facts(judgement: Judgement, area: Area) -> dict[str, Any]:
    """What is kept of a need that nothing met."""
    answers = judgement.answers
    costly = relaxations(judgement)
    heaviest = judgement.heaviest
    return {
        "needs": list(answers.needs),
        "phase": answers.phase,
        "structure_types": sorted(answers.types(judgement.index.vocabulary)),
        "sectors": list(answers.sectors),
        "amount": answers.amount,
        "epci": area.epci,
        "department": area.department,
        "to_check": len(judgement.to_check),
        "near": len(judgement.near),
        "blocking": CRITERION_OF[costly[0].asked].value if costly else heaviest or "",
    }


def note_if_unmet(answers: Answers) -> UnmetNeed | None:
    """Note the need behind answers that were not recorded, when no offer is eligible for them.

    Args:
        answers: what was answered; nothing is noted when everything was skipped.
    """
    if answers.is_empty:
        return None
    locality, _ = locate(answers.place)
    judgement = judge(answers, current_index(), publishing.current(), locality, today())
    if judgement.eligible:
        return None
    return UnmetNeed.objects.create(**_facts(judgement, area_of(answers.place)))


def count_near_misses() -> int:
    """Add the offers missed by waiting orientations to the counts of their month; each is added once.

    Returns:
        How many orientations were counted.
    """
    total = 0
    while counted := _count_batch():
        total += counted
    return total


@transaction.atomic
def _count_batch() -> int:
    # Rows held by another worker are its own to count: they are waited for, then found counted.
    waiting = list(
        Orientation.objects.select_for_update(of=("self",))
        .filter(is_counted=False)
        .order_by("pk")[:BATCH]
    )
    counts: Counter[tuple[int, str, datetime.date]] = Counter()
    for one in waiting:
        month = timezone.localdate(one.answered_at).replace(day=1)
        for criterion, pks in one.missed.items():
            counts.update((pk, criterion, month) for pk in pks)
    _add(counts)
    Orientation.objects.filter(pk__in=[one.pk for one in waiting]).update(
        is_counted=True, missed={}
    )
    return len(waiting)


def _add(counts: Counter[tuple[int, str, datetime.date]]) -> None:
    standing = _standing(counts)
    new = [
        NearMiss(offer_id=pk, criterion=criterion, month=month, count=0)
        for pk, criterion, month in counts
        if (pk, criterion, month) not in standing
    ]
    # An offer deleted since has nothing left to count.
    offers = Offer.objects.filter(pk__in={one.offer_id for one in new}).order_by()
    existing = set(offers.values_list("pk", flat=True))
    NearMiss.objects.bulk_create(
        [one for one in new if one.offer_id in existing], ignore_conflicts=True
    )
    by_count: dict[int, list[int]] = {}
    for key, pk in _standing(counts).items():
        by_count.setdefault(counts[key], []).append(pk)
    for count, pks in by_count.items():
        NearMiss.objects.filter(pk__in=pks).update(count=F("count") + count)


def _standing(
    counts: Counter[tuple[int, str, datetime.date]],
) -> dict[tuple[int, str, datetime.date], int]:
    """The rows of these counts that exist, by what they count."""
    rows = NearMiss.objects.filter(
        offer_id__in={pk for pk, _, _ in counts}, month__in={month for _, _, month in counts}
    ).order_by()
    return {
        (offer, criterion, month): pk
        for offer, criterion, month, pk in rows.values_list("offer_id", "criterion", "month", "pk")
        if (offer, criterion, month) in counts
    }
