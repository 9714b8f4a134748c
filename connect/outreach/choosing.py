"""Which structures must be asked: those whose oldest verification is older than their rhythm, not asked of late."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from connect.common.clock import today
from connect.offers.enums import Kind
from connect.offers.models import Offer
from connect.offers.selectors import visible_to
from connect.outreach.enums import CampaignKind, CampaignState
from connect.outreach.models import Rhythm, Target
from connect.structures.selectors import visible_to as structures_visible_to

MONTHS = 11
# Nobody is asked twice within this time, whatever the campaigns.
APART = datetime.timedelta(days=90)
OPEN_STATES = (CampaignState.PREPARED, CampaignState.APPROVED, CampaignState.SENDING)


@dataclass(frozen=True)
class Due:
    """A structure that must be asked.

    Attributes:
        structure: its key.
        oldest: the day of its oldest verification, `None` when a sheet was never verified.
        before: an oldest verification before this day calls for a reminder.
    """

    structure: int
    oldest: datetime.date | None
    before: datetime.date


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The same day some months earlier, or the last of its month."""
    index = day.year * 12 + day.month - 1 - months
    first = datetime.date(index // 12, index % 12 + 1, 1)
    following = datetime.date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    last = following - datetime.timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def rhythms() -> dict[str, int]:
    """Months between two reminders, by nature of structure; the empty key is for all the others."""
    told = dict(Rhythm.objects.order_by("pk").values_list("nature", "months"))
    return {"": MONTHS, **told}


def sheets_of(structures: Collection[int]) -> QuerySet[Offer]:
    """The offers that structures are asked about: what the public sees, closed calls left out."""
    return visible_to(None).filter(structure__in=structures).exclude(
        kind=Kind.CALL, closes_on__lt=today()
    )  # fmt: skip


def oldest_verifications(structures: Collection[int]) -> dict[int, datetime.date | None]:
    """The oldest verification among the sheets of public structures; two statements.

    A sheet never verified counts from the day it was recorded; `None` when that is not known either.
    Structures that the public does not see are left out.
    """
    own = structures_visible_to(None).filter(pk__in=structures).order_by("pk")
    since = Coalesce("verified_on", "referenced_on")
    found: dict[int, datetime.date | None] = dict(own.values_list("pk", since))
    dated = sheets_of(structures).annotate(since=Coalesce("verified_on", "recorded_on"))
    rows = dated.order_by().values("structure_id").annotate(
        oldest=Min("since"), unknown=Count("pk", filter=Q(since__isnull=True))
    )  # fmt: skip
    for row in rows:
        pk, oldest = row["structure_id"], row["oldest"]
        standing = found[pk]
        if row["unknown"] or standing is None:
            found[pk] = None
        elif oldest is not None:
            found[pk] = min(standing, oldest)
    return found


def recently_asked(now: datetime.datetime) -> Q:
    """Condition of a target that keeps its structure from being asked again by another campaign."""
    since = now - APART
    standing = Q(campaign__state__in=OPEN_STATES, excluded_at__isnull=True)
    return Q(campaign__kind=CampaignKind.REMINDER, structure__isnull=False) & (
        standing | Q(sent_at__gte=since) | Q(reminded_at__gte=since)
    )


def due_structures(day: datetime.date | None = None) -> list[Due]:
    """Public structures to ask, the longest unverified first; five statements whatever their number.

    Args:
        day: today in Paris by default.
    """
    day = day or today()
    natures = dict(structures_visible_to(None).order_by("pk").values_list("pk", "nature"))
    asked = set(
        Target.objects.filter(recently_asked(timezone.now()))
        .order_by()
        .values_list("structure_id", flat=True)
    )
    months = rhythms()
    candidates = [pk for pk in natures if pk not in asked]
    found = []
    for pk, oldest in oldest_verifications(candidates).items():
        before = months_before(day, months.get(natures[pk], months[""]))
        if oldest is None or oldest < before:
            found.append(Due(pk, oldest, before))
    return sorted(found, key=lambda one: (one.oldest or datetime.date.min, one.structure))
