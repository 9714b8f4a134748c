"""Keeps the catalogue in step with what lies below it: vocabularies and structures."""

from connect.common import history
from connect.common.events import subscribe
from connect.common.french import plural
from connect.offers.models import ErrorReport, Offer
from connect.offers.services import refresh_catalogue
from connect.search import services as search
from connect.structures.merging import Moved, StructuresMerged, count_with
from connect.structures.models import Structure
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


def follow_merge(event: StructuresMerged) -> None:
    """Give the offers and the reported errors of a merged structure to the one that is kept.

    Nothing else of the offers changes: one whose sheet is to be corrected moves like the others.
    """
    target = Structure.objects.get(pk=event.target_id)
    before = str(Structure.objects.get(pk=event.source_id))
    moving = Offer.objects.select_for_update(of=("self",)).filter(structure_id=event.source_id)
    moved = []
    for offer in moving.order_by("pk"):
        changes = [history.Change("structure", "structure", before, str(target))]
        offer.structure = target
        offer.save(update_fields=["structure"])
        history.record(offer, "wagtail.edit", changes, event.by)
        moved.append(offer.pk)
    ErrorReport.objects.filter(structure_id=event.source_id).update(structure_id=event.target_id)
    if moved:
        refresh_catalogue(moved)


def count_what_moves(source: Structure, target: Structure) -> list[Moved]:
    """What a merge moves of ours, in words; two statements."""
    offers = Offer.objects.filter(structure=source).count()
    reports = ErrorReport.objects.filter(structure=source).count()
    found = [Moved(10, plural(offers, "offre", "offres"))] if offers else []
    if reports:
        found.append(Moved(30, plural(reports, "erreur signalée", "erreurs signalées")))
    return found


def start() -> None:
    """Listen to the layers below; called once, when Django is ready."""
    subscribe(TermsChanged, follow_terms)
    subscribe(StructureChanged, follow_structure)
    subscribe(TerritoriesChanged, follow_territories)
    subscribe(TerritoryRenamed, follow_territory)
    subscribe(StructuresMerged, follow_merge)
    count_with(count_what_moves)
