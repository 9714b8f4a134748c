"""What a reminder says of each sheet: visits of the year, what is missing, who almost got the offer."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum

from connect.common.clock import today
from connect.offers.quality.completeness import completeness
from connect.offers.quality.snapshot import read_snapshots
from connect.orientation.enums import Criterion
from connect.orientation.models import NearMiss
from connect.outreach.choosing import months_before, sheets_of
from connect.outreach.models import Target
from connect.structures.models import Structure
from connect.visits.models import VisitCount
from connect.visits.selectors import visits_between

YEAR = datetime.timedelta(days=365)
# What is worth asking first; more would not be read.
MOST_MISSING = 3


@dataclass(frozen=True)
class SheetNews:
    """One sheet of a reminder.

    Attributes:
        title: its name.
        url: its public page, in full.
        is_own: whether it is the sheet of the structure itself.
        verified_on: its last verification, may be unknown.
        visits: visits of its page in the last twelve months.
        missing: what would make it more useful, in words.
        missed: orientations of the year that missed it by one criterion.
        missed_by: the criterion that cost it most, in words; empty when none did.
    """

    title: str
    url: str
    is_own: bool
    verified_on: datetime.date | None
    visits: int
    missing: str = ""
    missed: int = 0
    missed_by: str = ""


@dataclass(frozen=True)
class StructureNews:
    """A structure of a reminder, with its sheets and its link."""

    name: str
    link: str
    sheets: tuple[SheetNews, ...]

    @property
    def visits(self) -> int:
        """Visits of all its pages in the last twelve months."""
        return sum(one.visits for one in self.sheets)


def _address(path: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL + path


def _near_misses(offers: Collection[int]) -> dict[int, dict[str, int]]:
    """Orientations of the last twelve months that missed each offer, by criterion; one statement."""
    since = months_before(today(), 12).replace(day=1)
    rows = NearMiss.objects.filter(offer__in=offers, month__gte=since).exclude(
        criterion=Criterion.NEEDS
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    totals = rows.order_by().values_list("offer_id", "criterion").annotate(total=Sum("count"))
    for offer, criterion, total in totals:
        found[offer][criterion] = total
    return found


def news_of(targets: Collection[Target], links: dict[int, str]) -> list[StructureNews]:
    """What to say to a receiver about the structures asked, in at most ten statements.

    Args:
        targets: structures of one receiver, read with their structure.
        links: the address of « Toujours exact » of each target, by key.
    """
    structures = [one.structure for one in targets if one.structure is not None]
    keys = [one.pk for one in structures]
    offers = sheets_of(keys)
    rows = list(offers.order_by("kind", "title", "reference"))
    scores = {one.pk: completeness(one) for one in read_snapshots(offers)}
    day = today()
    pks = [one.pk for one in rows]
    visits = visits_between(VisitCount.Subject.OFFER, pks, day - YEAR, day)
    own_visits = visits_between(VisitCount.Subject.STRUCTURE, keys, day - YEAR, day)
    missed = _near_misses(pks)
    sheets: dict[int, list[SheetNews]] = defaultdict(list)
    for offer in rows:
        costs = missed.get(offer.pk, {})
        worst = max(sorted(costs), key=lambda one: costs[one], default="")
        labels = [label for name, label in scores[offer.pk].missing if name != "verified_on"]
        sheets[offer.structure_id].append(
            SheetNews(
                title=offer.title,
                url=_address(offer.get_absolute_url()),
                is_own=False,
                verified_on=offer.verified_on,
                visits=visits.get(offer.pk, 0),
                missing=", ".join(labels[:MOST_MISSING]),
                missed=sum(costs.values()),
                missed_by=str(Criterion(worst).label).lower() if worst else "",
            )
        )
    return [
        StructureNews(
            target.structure.name,
            links.get(target.pk, ""),
            (_own(target.structure, own_visits), *sheets[target.structure.pk]),
        )
        for target in targets
        if target.structure is not None
    ]


def _own(structure: Structure, visits: dict[int, int]) -> SheetNews:
    return SheetNews(
        title=structure.name,
        url=_address(structure.get_absolute_url()),
        is_own=True,
        verified_on=structure.verified_on,
        visits=visits.get(structure.pk, 0),
    )
