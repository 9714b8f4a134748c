"""When something that the public reads changed in an offer: its history, without the staff's own notes."""

import datetime
from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import ModelLogEntry

from connect.offers.models import Offer

PRIVATE = frozenset({"hidden_motive", "hidden_note", "imported_visits", "reference"})


def midnight(day: datetime.date) -> datetime.datetime:
    """The first moment of a day in Paris."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def first_day(offer: Offer) -> datetime.date:
    """The day an offer came into the catalogue."""
    return offer.recorded_on or timezone.localdate(offer.created_at)


def last_changes(offers: Collection[Offer]) -> dict[int, datetime.datetime]:
    """When each offer last changed for the public; without history, when it was recorded. One statement.

    Args:
        offers: a few dozen offers, already read.
    """
    kind = ContentType.objects.get_for_model(Offer)
    ids = [str(offer.pk) for offer in offers]
    entries: QuerySet[ModelLogEntry] = ModelLogEntry.objects.filter(
        content_type=kind, object_id__in=ids, content_changed=True
    ).order_by("-timestamp", "-pk")
    latest: dict[int, datetime.datetime] = {}
    for key, moment, data in entries.values_list("object_id", "timestamp", "data").iterator():
        if int(key) not in latest and _is_public(data):
            latest[int(key)] = moment
    return {offer.pk: latest.get(offer.pk) or midnight(first_day(offer)) for offer in offers}


def _is_public(data: object) -> bool:
    changes = data.get("changes") if isinstance(data, dict) else None
    if not changes:
        return True
    return any(change.get("field") not in PRIVATE for change in changes)
