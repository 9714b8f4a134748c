"""The indicator of visits: how much the sheets of the catalogue are read."""

import datetime

from connect.panorama.enums import Nature
from connect.panorama.indicators.orientation import ASKED
from connect.panorama.indicators.registry import Indicator, register
from connect.visits.selectors import counted_since, visits_on


def _visits(day: datetime.date) -> int | None:
    """Visits of the day, `None` before anything was counted: nothing is known of those days."""
    since = counted_since()
    return None if since is None or day < since else visits_on(day)


register(
    Indicator(
        key="visites",
        label="Visites de fiches",
        help="Fiches d’offres et de structures lues, sans les robots ni l’équipe ; une fois par jour et par visiteur.",
        group=ASKED,
        measure=_visits,
        nature=Nature.FLOW,
        order=65,
    )
)
