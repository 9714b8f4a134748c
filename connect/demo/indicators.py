"""History of the indicators of the demonstration: only what the dates of the shipped catalogue truly tell."""

import datetime

from connect.common.clock import today
from connect.panorama.models import Measure
from connect.panorama.selectors import latest_day
from connect.panorama.services import rebuild, take
from connect.structures.models import Structure

WEEK = datetime.timedelta(days=7)


def load_indicators(*, reshift: bool = False) -> None:
    """Rebuild one day a week since the first structure was referenced, then measure today once.

    Levels that no date tells (what was visible, what was verified) stay empty before today: nothing is invented.

    Args:
        reshift: forget the days rebuilt before, whose dates have moved.
    """
    if reshift:
        Measure.objects.filter(rebuilt=True).delete()
    dated = Structure.objects.filter(referenced_on__isnull=False).order_by("referenced_on")
    day = dated.values_list("referenced_on", flat=True).first()
    while day is not None and day < today():
        rebuild(day)
        day += WEEK
    if latest_day() is None:
        take(today())
