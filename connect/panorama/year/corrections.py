"""What was corrected on the sheets of a structure: the history of edits, and the errors that readers reported."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Min, Q
from django.utils import timezone
from wagtail.models import ModelLogEntry

from connect.memberships.models import Membership
from connect.offers.enums import ReportOutcome
from connect.offers.models import ErrorReport, Offer
from connect.panorama.year.period import Period
from connect.structures.models import Structure

EDITED = "wagtail.edit"
# Enough for the liveliest structure; what is beyond is not read.
MOST_EDITS = 5000
MOST_FIELDS = 5


@dataclass(frozen=True)
class Corrections:
    """Corrections of a period.

    Attributes:
        edits: changes saved, on its offers and on its own sheet.
        sheets: how many sheets they touched.
        by_structure: those made by persons of the structure.
        fields: the fields most often changed, each with how often.
        reported: errors that readers reported in the period.
        corrected: those that were corrected since.
        dismissed: those that turned out to be none.
        waiting: those that await an answer.
    """

    edits: int
    sheets: int
    by_structure: int
    fields: list[tuple[str, int]]
    reported: int
    corrected: int
    dismissed: int
    waiting: int


def read_corrections(
    structure: Structure, offer_ids: list[int], period: Period
) -> Corrections | None:
    """Read the corrections of a structure's sheets; `None` when the history of the site began after the period.

    Args:
        structure: the structure.
        offer_ids: keys of its offers.
        period: the year.
    """
    first = ModelLogEntry.objects.order_by().aggregate(first=Min("timestamp"))["first"]
    if first is None or timezone.localdate(first) > period.until:
        return None
    entries = _entries(structure, offer_ids, period)
    people = set(
        Membership.objects.filter(structure=structure).order_by("pk").values_list("user", flat=True)
    )
    fields: Counter[str] = Counter()
    sheets, by_structure, edits = set(), 0, 0
    for content_type, object_id, user, data in entries:
        changes = (data or {}).get("changes") or []
        if not changes:
            continue
        edits += 1
        sheets.add((content_type, object_id))
        by_structure += user in people
        fields.update(str(change["label"]) for change in changes)
    reports = list(_reports(structure, offer_ids, period))
    return Corrections(
        edits=edits,
        sheets=len(sheets),
        by_structure=by_structure,
        fields=sorted(fields.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_FIELDS],
        reported=len(reports),
        corrected=reports.count(ReportOutcome.CORRECTED),
        dismissed=reports.count(ReportOutcome.DISMISSED),
        waiting=reports.count(""),
    )


def _entries(
    structure: Structure, offer_ids: list[int], period: Period
) -> list[tuple[int, str, int | None, dict[str, list[dict[str, str]]] | None]]:
    types = ContentType.objects.get_for_models(Offer, Structure)
    about = Q(content_type=types[Offer], object_id__in=[str(pk) for pk in offer_ids]) | Q(
        content_type=types[Structure], object_id=str(structure.pk)
    )
    end = period.until + datetime.timedelta(days=1)
    found = ModelLogEntry.objects.filter(
        about, action=EDITED, timestamp__date__gte=period.since, timestamp__date__lt=end
    )
    rows = found.order_by("-timestamp", "pk")
    return list(rows.values_list("content_type", "object_id", "user", "data")[:MOST_EDITS])


def _reports(structure: Structure, offer_ids: list[int], period: Period) -> list[str]:
    found = ErrorReport.objects.filter(
        Q(offer_id__in=offer_ids) | Q(structure=structure),
        reported_at__date__gte=period.since,
        reported_at__date__lte=period.until,
    )
    return list(found.order_by("pk").values_list("outcome", flat=True))
