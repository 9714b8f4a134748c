"""Offers without any fault, to be spoilt one field at a time."""

import datetime
from dataclasses import replace
from typing import Any

from connect.offers.enums import Kind
from connect.offers.quality.detectors import inspect
from connect.offers.quality.snapshot import Place, Snapshot

TODAY = datetime.date(2026, 7, 15)
SUMMARY = "Un appui simple et utile pour les projets collectifs du territoire."
_SHARED: dict[str, Any] = {
    "pk": 1,
    "reference": "REF-001",
    "title": "Coup de pouce aux initiatives",
    "summary": SUMMARY,
    "link": "https://exemple.example.org/aide",
    "reach": "departemental",
    "territories": (Place("departement:44", "Loire-Atlantique"),),
    "all_sectors": True,
    "phases": ("projet",),
    "structure_types": ("scop",),
}
FUNDING = Snapshot(
    **_SHARED, kind=Kind.FUNDING.value, funding_type="subvention", amount_min=500, amount_max=5000
)
BARE_FUNDING = replace(FUNDING, amount_min=None, amount_max=None)
LOAN = replace(BARE_FUNDING, funding_type="pret")
ACCOMPANIMENT = replace(
    BARE_FUNDING,
    kind=Kind.ACCOMPANIMENT.value,
    funding_type=None,
    title="Atelier de l’idée au projet",
    accompaniment_types=("emergence",),
)
CALL = replace(
    BARE_FUNDING,
    kind=Kind.CALL.value,
    funding_type=None,
    title="Appel à projets 2026",
    opens_on=datetime.date(2026, 6, 1),
    closes_on=datetime.date(2026, 9, 1),
)


def codes_of(offer: Snapshot) -> list[str]:
    """Codes of the faults found on a fixed day."""
    return [fault.code for fault in inspect(offer, TODAY)]


def the_fault(offer: Snapshot, code: str) -> Any:
    """The fault of a code, which must be there."""
    return next(fault for fault in inspect(offer, TODAY) if fault.code == code)
