"""What orientations tell of a structure's offers: plans that hold them, and those missed by one criterion.

A questionnaire keeps how many offers were eligible, not which: nothing here says how often an offer was proposed.
"""

import datetime
from dataclasses import dataclass, field

from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from connect.orientation.enums import Criterion
from connect.orientation.models import NearMiss, Orientation, Plan, PlanStep
from connect.panorama.year.period import Period

# Nobody misses an offer by its need: an offer that answers another need is not close.
SHOWN = tuple(one for one in Criterion if one != Criterion.NEEDS)
NearMisses = dict[int, dict[Criterion, int]]


@dataclass(frozen=True)
class Orientations:
    """What is known of the orientations of a period.

    Attributes:
        known_since: the day of the first orientation recorded, `None` when there is none up to the end of the period.
        conducted: orientations of the period on the whole site, `None` when none was recorded yet.
        plans: plans prepared in the period, still kept, that hold one of the offers.
        plans_by_offer: the same, by key of the offer.
        near_misses: by key of the offer, then by criterion; `None` when no orientation was recorded yet.
    """

    known_since: datetime.date | None
    conducted: int | None
    plans: int
    plans_by_offer: dict[int, int] = field(default_factory=dict)
    near_misses: NearMisses | None = None

    @property
    def missed(self) -> dict[Criterion, int] | None:
        """Near-misses of all the offers by criterion, the most frequent first."""
        if self.near_misses is None:
            return None
        total: dict[Criterion, int] = {}
        for counts in self.near_misses.values():
            for criterion, count in counts.items():
                total[criterion] = total.get(criterion, 0) + count
        return dict(sorted(total.items(), key=lambda pair: (-pair[1], pair[0].value)))


def _bounds(period: Period) -> tuple[datetime.datetime, datetime.datetime]:
    """The first moment of the period in Paris, and the one after its last."""
    zone = timezone.get_default_timezone()
    after = period.until + datetime.timedelta(days=1)
    return (
        datetime.datetime.combine(period.since, datetime.time(), zone),
        datetime.datetime.combine(after, datetime.time(), zone),
    )


def read_orientations(offer_ids: list[int], period: Period) -> Orientations:
    """Read what orientations tell of some offers, in four statements.

    Args:
        offer_ids: keys of the offers.
        period: the year.
    """
    begin, end = _bounds(period)
    kept = Orientation.objects.order_by().aggregate(
        first=Min("answered_at"),
        conducted=Count("pk", filter=Q(answered_at__gte=begin, answered_at__lt=end)),
    )
    first = timezone.localdate(kept["first"]) if kept["first"] else None
    known = first is not None and first <= period.until
    made = Plan.objects.filter(created_at__gte=begin, created_at__lt=end)
    steps = PlanStep.objects.filter(
        offer_id__in=offer_ids, plan__created_at__gte=begin, plan__created_at__lt=end
    )
    by_offer = steps.order_by().values_list("offer_id").annotate(plans=Count("plan", distinct=True))
    return Orientations(
        known_since=first if known else None,
        conducted=kept["conducted"] if known else None,
        plans=made.filter(steps__offer_id__in=offer_ids).distinct().count(),
        plans_by_offer={pk: plans for pk, plans in by_offer if pk is not None},
        near_misses=_near_misses(offer_ids, period) if known else None,
    )


def _near_misses(offer_ids: list[int], period: Period) -> NearMisses:
    rows = (
        NearMiss.objects.filter(
            offer_id__in=offer_ids,
            month__gte=period.since,
            month__lte=period.until,
            criterion__in=SHOWN,
        )
        .order_by()
        .values_list("offer_id", "criterion")
        .annotate(total=Sum("count"))
    )
    found: NearMisses = {}
    for offer_id, criterion, total in rows:
        if total:
            found.setdefault(offer_id, {})[Criterion(criterion)] = total
    return found
