"""The structures that welcome and orient, the nearest first."""

from collections.abc import Iterable

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Lower

from connect.structures.models import Structure
from connect.structures.selectors import Reader, visible_to

MOST_SHOWN = 4


def welcoming(covering: Iterable[int], reader: Reader) -> list[Structure]:
    """Structures that welcome and orient where these territories are; one statement, none without a place.

    Those of the commune come first, then of the intercommunality, then of the department.

    Args:
        covering: keys of the territories that contain the place.
        reader: who reads.
    """
    keys = sorted(covering)
    if not keys:
        return []
    nearness = Case(
        When(commune__in=keys, then=Value(0)),
        When(epci__in=keys, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    near = Q(commune__in=keys) | Q(epci__in=keys) | Q(department__in=keys)
    found = visible_to(reader).filter(near, is_orienter=True).annotate(nearness=nearness)
    return list(found.order_by("nearness", Lower("name"), "reference")[:MOST_SHOWN])
