"""What is looked for in one offer: pure functions, none touches the database."""

import datetime
from collections.abc import Callable, Iterator

from connect.common.clock import today as this_day
from connect.offers.quality.detectors import audience, calls, money, nature, reach, words
from connect.offers.quality.faults import Fault
from connect.offers.quality.snapshot import Snapshot

OF_THE_OFFER: tuple[Callable[[Snapshot], Iterator[Fault]], ...] = (
    nature.funding_filed_as_accompaniment,
    nature.accompaniment_filed_as_funding,
    money.amounts_of_the_text,
    money.suspicious_amounts,
    reach.reach_without_territory,
    words.no_contact,
    words.poor_summary,
    audience.shown_by_nobody,
)
OF_THE_DAY: tuple[Callable[[Snapshot, datetime.date], Iterator[Fault]], ...] = (
    calls.dates_against_title,
    calls.far_closing,
    audience.silent_on_audience,
)
LABELS: dict[str, str] = {
    nature.FILED_AS_ACCOMPANIMENT: "Financement classé en accompagnement",
    nature.FILED_AS_FUNDING: "Accompagnement classé en financement",
    money.MISSING: "Montants du texte non repris",
    money.CONTRADICTED: "Montants contredits par le texte",
    money.SUSPICIOUS: "Montants hors de proportion",
    reach.WITHOUT_TERRITORY: "Portée sans territoire",
    words.NO_CONTACT: "Personne à joindre",
    words.NO_SUMMARY: "Sans résumé",
    words.POOR_SUMMARY: "Résumé qui ne dit rien",
    calls.OTHER_YEAR: "Année de l’intitulé contraire aux dates",
    calls.FAR_CLOSING: "Clôture très lointaine",
    audience.FOR_WHOM: "Public non renseigné",
    audience.PRIVATE_STRUCTURE: "Visible, mais d’une structure qui ne l’est pas",
}
"""Every code, and its name for the staff."""


def inspect(offer: Snapshot, today: datetime.date | None = None) -> list[Fault]:
    """Every fault of an offer, the gravest first; none for an offer that is neither shown nor about to be.

    Args:
        offer: what was read of it.
        today: the day to judge dates by, today in Paris by default.
    """
    if not offer.is_inspected:
        return []
    day = today or this_day()
    found = [fault for detect in OF_THE_OFFER for fault in detect(offer)]
    found += [fault for detect in OF_THE_DAY for fault in detect(offer, day)]
    return sorted(found, key=lambda fault: (-fault.severity, fault.code))
