"""Keeps the catalogue in step with what lies below it: vocabularies and structures."""

from connect.common.events import subscribe
from connect.offers.models import Offer
from connect.offers.services import refresh_catalogue
from connect.search import services as search
from connect.structures.services import StructureChanged
from connect.taxonomy import models as taxonomy
from connect.taxonomy.naming import TerritoryRenamed
from connect.taxonomy.services import TermsChanged
from connect.taxonomy.territories import TerritoriesChanged

# Offers whose searched words carry the label of a term, by vocabulary.
LINKED_BY: dict[type[taxonomy.Term], str] = {
    taxonomy.FundingType: "funding_type",
    taxonomy.AccompanimentType: "accompaniment_types",
    taxonomy.StructureType: "structure_types",
    taxonomy.Sector: "sectors",
    taxonomy.Phase: "phases",
    taxonomy.FundedObject: "objects_funded",
}


def follow_terms(event: TermsChanged) -> None:
    """Read every label again, and index again the offers that carry the changed ones."""
    refresh_catalogue(None)
    link = LINKED_BY.get(event.model)
    if link is not None:
        carriers = Offer.objects.filter(**{f"{link}__in": event.ids}).order_by("pk")
        search.index("offer", carriers.values_list("pk", flat=True).distinct())


def follow_structure(event: StructureChanged) -> None:
    """Show, hide or rename in the catalogue and the search what belongs to the structure."""
    search.index("structure", [event.structure_id])
    if event.changed_fields & {"name", "entity", "is_public"}:
        offers = Offer.objects.filter(structure_id=event.structure_id).order_by("pk")
        refresh_catalogue(list(offers.values_list("pk", flat=True)))


def follow_territory(event: TerritoryRenamed) -> None:
    """Read every name again: offers show the territories they cover."""
    refresh_catalogue(None)


def follow_territories(event: TerritoriesChanged) -> None:
    """Read the names and the tree of the territories again."""
    refresh_catalogue(None)


def start() -> None:
    """Listen to the layers below; called once, when Django is ready."""
    subscribe(TermsChanged, follow_terms)
    subscribe(StructureChanged, follow_structure)
    subscribe(TerritoriesChanged, follow_territories)
    subscribe(TerritoryRenamed, follow_territory)
