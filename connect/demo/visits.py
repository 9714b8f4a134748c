"""Visits of the demonstration, invented: plausible numbers that are the same at each load, and say nothing real."""

import datetime
import hashlib

from django.db import transaction

from connect.common.clock import today
from connect.offers.selectors import visible_to
from connect.orientation.enums import Criterion
from connect.orientation.models import NearMiss, Orientation
from connect.structures.selectors import visible_to as structures_visible_to
from connect.visits.models import Subject, VisitCount
from connect.visits.services import Key, add_visits

# One day a month is enough to draw months.
MONTHS = 15
MISSED = (Criterion.TERRITORY, Criterion.STRUCTURE, Criterion.PHASE, Criterion.AMOUNT)


def _draw(*parts: object, most: int) -> int:
    """A number below `most`, the same for the same parts."""
    told = "|".join(str(part) for part in parts)
    return int(hashlib.sha256(told.encode()).hexdigest()[:8], 16) % most


def _interest(reference: str) -> int:
    """How much a sheet is read in a month: a few very much, most a little, some not at all."""
    rank = _draw("rank", reference, most=100)
    return 0 if rank < 12 else 6 + rank // 4 if rank < 90 else 90


@transaction.atomic
def load_visits() -> None:
    """Write visits of the last months, once."""
    if VisitCount.objects.exists():
        return
    last = today() - datetime.timedelta(days=1)
    counts: dict[Key, int] = {}
    things = [
        *((Subject.OFFER, pk, name) for pk, name in visible_to(None).order_by("pk").values_list("pk", "reference")),
        *(
            (Subject.STRUCTURE, pk, name)
            for pk, name in structures_visible_to(None).order_by("pk").values_list("pk", "reference")
        ),
    ]  # fmt: skip
    for subject, pk, reference in things:
        most = _interest(reference)
        for back in range(MONTHS if most else 0):
            day = last - datetime.timedelta(days=30 * back)
            if count := _draw("visits", reference, back, most=most):
                counts[(subject.value, pk, day)] = count
    add_visits(counts)


@transaction.atomic
def load_near_misses() -> None:
    """Write a few orientations and what they missed by one criterion, once."""
    if Orientation.objects.exists() or NearMiss.objects.exists():
        return
    offers = list(visible_to(None).order_by("pk").values_list("pk", "reference"))
    month = today().replace(day=1)
    for back in range(4):
        first = (month - datetime.timedelta(days=30 * back)).replace(day=1)
        moment = datetime.datetime.combine(first, datetime.time(10), datetime.UTC)
        for number in range(4 + _draw("orientations", back, most=9)):
            Orientation.objects.create(
                nonce=f"demo{back:02d}{number:026d}",
                source=Orientation.Source.QUESTIONNAIRE,
                answered_at=moment,
                eligible=2 + number,
                to_check=3,
                near=4,
                is_counted=True,
            )
        NearMiss.objects.bulk_create(
            NearMiss(offer_id=pk, criterion=one, month=first, count=count)
            for pk, reference in offers
            for one in MISSED
            if (count := max(0, _draw("missed", reference, one.value, back, most=12) - 8))
        )
