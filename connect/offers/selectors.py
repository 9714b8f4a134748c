"""Reads of offers."""

import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from connect.common.clock import today
from connect.offers.enums import CallState, Kind, Status
from connect.offers.models import Offer

Reader = AbstractBaseUser | AnonymousUser | None


def visible_to(reader: Reader) -> QuerySet[Offer]:
    """Offers that this reader may see on the public site.

    The public, staff included, sees validated offers of public structures; staff see the others in `/gestion/`.
    """
    return Offer.objects.filter(status=Status.VISIBLE, structure__is_public=True)


def call_state(offer: Offer, day: datetime.date | None = None) -> CallState | None:
    """Where a call stands on a day (today in Paris by default); `None` for what is not a call."""
    if offer.kind != Kind.CALL or offer.closes_on is None:
        return None
    day = day or today()
    if offer.closes_on < day:
        return CallState.CLOSED
    if offer.opens_on is not None and offer.opens_on > day:
        return CallState.UPCOMING
    return CallState.OPEN


def open_on(day: datetime.date) -> Q:
    """Condition of a call open on this day: it closes at 23:59:59, Paris time."""
    return Q(kind=Kind.CALL, closes_on__gte=day) & (Q(opens_on__isnull=True) | Q(opens_on__lte=day))


def closing_soon(reader: Reader, limit: int = 6) -> QuerySet[Offer]:
    """Open calls, the first to close first."""
    calls = visible_to(reader).filter(open_on(today()))
    return calls.select_related("structure__entity").order_by("closes_on", "reference")[:limit]
