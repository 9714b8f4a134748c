"""Calls for projects whose dates do not stand with their title, or close too far away."""

import datetime
import re
from collections.abc import Iterator

from connect.common.french import day_long
from connect.offers.enums import Kind
from connect.offers.quality.faults import Fault, Fix, Severity
from connect.offers.quality.snapshot import Snapshot

OTHER_YEAR = "annee_de_l_intitule"
FAR_CLOSING = "cloture_lointaine"
FARTHEST = datetime.timedelta(days=548)
"""Eighteen months: a call that closes later is more likely a slip in the year."""
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_SPAN = re.compile(r"(20[0-9]{2}) ?[-–/à] ?(20[0-9]{2})")


def years_of(title: str) -> frozenset[int]:
    """The years a title speaks of; « 2025-2027 » means every year of the span."""
    years = {int(year) for year in _YEAR.findall(title)}
    for first, last in _SPAN.findall(title):
        if 0 < int(last) - int(first) < 20:
            years |= set(range(int(first), int(last) + 1))
    return frozenset(years)


def dates_against_title(offer: Snapshot, today: datetime.date) -> Iterator[Fault]:
    """The year of the title is before the call opens, or more than a year after it closes.

    A call for next year opens this autumn, so a title may be a year ahead. A closed call with a title of the past is
    left alone: nobody applies any more.
    """
    years = years_of(offer.title) if offer.kind == Kind.CALL else frozenset()
    if not years or offer.closes_on is None:
        return
    closes = offer.closes_on
    opens = offer.opens_on or min(closes, datetime.date(closes.year, 1, 1))
    ahead = min(years) > closes.year + 1
    behind = max(years) < opens.year and closes >= today
    if not ahead and not behind:
        return
    year = max(years) if behind else min(years)
    single = len(years) == 1
    title = _YEAR.sub(str(closes.year), offer.title) if single else offer.title
    yield Fault(
        code=OTHER_YEAR,
        sentence=f"L’intitulé parle de {year}, mais l’appel ferme le {day_long(closes)}.",
        severity=Severity.MISLEADING,
        judged=(offer.title, str(offer.opens_on), str(closes)),
        fix=Fix(label=f"Écrire {closes.year} dans l’intitulé", values={"title": title})
        if single
        else None,
        fields=("title", "closes_on"),
    )


def far_closing(offer: Snapshot, today: datetime.date) -> Iterator[Fault]:
    """A call that closes in more than eighteen months."""
    if offer.kind != Kind.CALL or offer.closes_on is None or offer.closes_on - today <= FARTHEST:
        return
    yield Fault(
        code=FAR_CLOSING,
        sentence=f"L’appel ferme le {day_long(offer.closes_on)}, dans plus de dix-huit mois.",
        severity=Severity.MISLEADING,
        judged=(str(offer.closes_on),),
        fields=("closes_on",),
    )
