"""Offers as the database holds them, sound or with one fault, for the tests of the inspection."""

from typing import Any

from connect.offers.enums import Kind
from connect.offers.models import Finding, Offer
from connect.offers.quality.detectors import inspect
from connect.offers.quality.enums import FindingState
from connect.offers.quality.snapshot import Snapshot, read_snapshots
from connect.taxonomy.enums import Level
from tests.offers.factories import OfferFactory
from tests.taxonomy.factories import (
    AccompanimentTypeFactory,
    FundingTypeFactory,
    PhaseFactory,
    StructureTypeFactory,
    TerritoryFactory,
)

SUMMARY = "Un appui simple et utile pour les projets collectifs du territoire."


def sound_offer(**values: Any) -> Offer:
    """A visible offer in which nothing is found, but for what is told."""
    offer: Offer = OfferFactory(
        **{
            "link": "https://exemple.example.org/aide",
            "summary": SUMMARY,
            "all_sectors": True,
            "phases": [PhaseFactory(code="projet")],
            "structure_types": [StructureTypeFactory(code="scop")],
            "reach": "departemental",
            "territories": [department("44")],
            **values,
        }
    )
    return offer


def department(code: str) -> Any:
    """A department of the chamber."""
    return TerritoryFactory(level=Level.DEPARTMENT, code=code, name=f"Département {code}")


def funding_in_disguise(**values: Any) -> Offer:
    """A loan filed as accompaniment, as a bank once filed its own."""
    FundingTypeFactory(code="pret")
    types = [AccompanimentTypeFactory(code="conseil_gestion", label="Conseil en gestion")]
    return sound_offer(
        **{
            "kind": Kind.ACCOMPANIMENT,
            "title": "Prêt de campagne pour les associations",
            "cost": "gratuit",
            "is_individual": True,
            "accompaniment_types": types,
            **values,
        }
    )


def snapshot_of(offer: Offer) -> Snapshot:
    """What detectors read of an offer now."""
    return read_snapshots(Offer.objects.filter(pk=offer.pk))[0]


def codes_in(offer: Offer) -> set[str]:
    """Codes of the faults of an offer now."""
    return {fault.code for fault in inspect(snapshot_of(offer))}


def open_codes(offer: Offer) -> set[str]:
    """Codes of the open findings of an offer."""
    rows = Finding.objects.filter(offer=offer, state=FindingState.OPEN).order_by("pk")
    return set(rows.values_list("fault", flat=True))
