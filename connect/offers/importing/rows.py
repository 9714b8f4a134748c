"""From the lines of the four files to drafts: what each line says, checked and in one form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from connect.offers.enums import Cost, HiddenMotive, Kind, Status
from connect.offers.importing.cells import LARGEST_SMALL_NUMBER, Cells
from connect.offers.importing.files import Line
from connect.offers.importing.known import Known
from connect.offers.importing.reach import read_territories
from connect.offers.importing.report import quoted
from connect.offers.importing.slots import ALL_SECTORS, MODES, ROLES, Values
from connect.structures.enums import Nature
from connect.taxonomy.enums import Level
from connect.taxonomy.places import fold

STRUCTURE_COLUMNS = (
    "id slug nom entite nature roles departement commune epci reseau_local adherent_cress fictif description"
    " site courriel telephone date_referencement date_maj visites nb_offres_financement nb_offres_accompagnement"
).split()
FUNDING_COLUMNS = (
    "id structure entite intitule type objets structures_cibles secteurs phases territoire departements epci"
    " montant_min montant_max taux_max resume lien courriel statut visible motif_non_visible date_creation"
    " date_maj visites"
).split()
ACCOMPANIMENT_COLUMNS = (
    "id structure entite intitule type structures_cibles secteurs phases territoire departements epci cout"
    " modalite resume lien courriel statut visible motif_non_visible date_creation date_maj visites"
).split()
CALL_COLUMNS = (
    "id structure entite intitule secteurs phases territoire departements epci dotation_max date_publication"
    " date_cloture statut_au_2016_07_15 resume lien"
).split()

# « Établissement public », « établissement public » and « etablissement_public » are one nature.
_NATURES = {
    word: str(nature.value)
    for nature in Nature
    for word in (str(nature.value), str(nature.label).casefold(), fold(str(nature.label)))
}


@dataclass
class Draft:
    """What a line says, ready to be merged; `faults` empty means that it may be."""

    line: int
    reference: str
    kind: str
    values: Values
    faults: list[str]


Read = Callable[[Cells, Known], Values]


@dataclass(frozen=True)
class Source:
    """One of the files: its name, its columns, and how its lines are read."""

    file: str
    kind: str
    columns: Sequence[str]
    read: Read

    def draft(self, line: Line, known: Known) -> Draft:
        """Read a line; every fault is kept."""
        cells = Cells(line)
        if line.faults:
            return Draft(line.number, line.reference, self.kind, {}, cells.faults)
        reference = cells.reference()
        values = self.read(cells, known)
        shown = reference or line.reference
        return Draft(line.number, shown, self.kind, values, cells.faults)


def _read_structure(cells: Cells, known: Known) -> Values:
    departments = known.codes_of(Level.DEPARTMENT)
    department = cells.code("departement", departments)
    commune_name = cells.text("commune", 120)
    commune = known.commune(department, fold(commune_name)) if commune_name else None
    epci = cells.code("epci", known.codes_of(Level.EPCI))
    values: Values = {
        "slug": cells.slug("slug", 200),
        "name": cells.text("nom", 200, required=True),
        "entity": cells.text("entite", 160, required=True),
        "nature": cells.translated("nature", _NATURES),
        "roles": list(cells.codes("roles", ROLES)),
        "department": f"{Level.DEPARTMENT}:{department}" if department else "",
        "commune_name": commune_name,
        "commune": f"{Level.COMMUNE}:{commune.code}" if commune else "",
        "epci": f"{Level.EPCI}:{epci}" if epci else "",
        "local_network": cells.code("reseau_local", known.networks),
        "description": cells.text("description"),
        "website": cells.web("site"),
        "email": cells.email("courriel"),
        "phone": cells.phone("telephone"),
        "referenced_on": cells.day("date_referencement"),
        "verified_on": cells.day("date_maj"),
        "imported_visits": cells.number("visites"),
    }
    for column in ("nb_offres_financement", "nb_offres_accompagnement"):
        cells.number(column)
    for key, column in (("is_cress_member", "adherent_cress"), ("is_fictional", "fictif")):
        flag = cells.flag(column)
        if flag is not None:
            values[key] = flag
    return values


def _read_common(cells: Cells, known: Known) -> Values:
    reach, territories = read_territories(cells, known)
    return {
        "structure": _structure(cells, known),
        "title": cells.text("intitule", 200, required=True),
        "sectors": _sectors(cells, known),
        "phases": list(cells.codes("phases", known.phases)),
        "reach": reach,
        "territories": list(territories),
        "summary": cells.text("resume"),
        "link": cells.web("lien"),
    }


def _structure(cells: Cells, known: Known) -> str:
    reference = cells.text("structure", 20, required=True)
    entity = cells.text("entite", 160)
    if not reference:
        return ""
    structure = known.structures.get(reference)
    if structure is None:
        cells.fault("structure", f"structure inconnue {quoted(reference)}")
        return ""
    # The staff may have renamed the entity since: the name first imported is right as well.
    names = {structure.entity.name, structure.imported_values.get("entity")}
    if entity and entity not in names:
        cells.fault(
            "entite",
            f"{quoted(entity)} n’est pas l’entité de {reference} ({structure.entity.name})",
        )
    return reference


def _sectors(cells: Cells, known: Known) -> list[str]:
    found = cells.codes("secteurs", {*known.sectors, ALL_SECTORS})
    if ALL_SECTORS in found and len(found) > 1:
        cells.fault("secteurs", "« tous » ne se combine pas avec d’autres secteurs")
    return list(found)


def _read_published(cells: Cells, known: Known) -> Values:
    """What funding and accompaniment have and calls have not: state, contact, dates of the record."""
    status = cells.code("statut", Status.values, required=True)
    motive = cells.code("motif_non_visible", HiddenMotive.values)
    visible = cells.flag("visible")
    if visible is None and cells.says_nothing("visible"):
        cells.fault("visible", "la cellule est vide")
    if status and visible is not None and visible != (status == Status.VISIBLE):
        cells.fault("visible", f"{int(visible)} contredit le statut « {status} »")
    if status == Status.HIDDEN and cells.says_nothing("motif_non_visible"):
        cells.fault("motif_non_visible", "une offre masquée a un motif")
    if status == Status.VISIBLE and motive:
        cells.fault("motif_non_visible", "une offre visible n’a pas de motif")
    return {
        "structure_types": list(cells.codes("structures_cibles", known.structure_types)),
        "email": cells.email("courriel"),
        "status": status,
        "hidden_motive": motive,
        "recorded_on": cells.day("date_creation"),
        "verified_on": cells.day("date_maj"),
        "imported_visits": cells.number("visites"),
    }


def _read_funding(cells: Cells, known: Known) -> Values:
    low, high = cells.number("montant_min"), cells.number("montant_max")
    rate = cells.number("taux_max", LARGEST_SMALL_NUMBER)
    if low is not None and high is not None and low > high:
        cells.fault("montant_max", f"{high} est inférieur au montant minimum {low}")
    if rate is not None and rate > 100:
        cells.fault("taux_max", f"un taux ne dépasse pas 100 % ({rate})")
    return {
        **_read_common(cells, known),
        **_read_published(cells, known),
        "funding_type": cells.code("type", known.funding_types, required=True),
        "objects_funded": list(cells.codes("objets", known.objects_funded)),
        "amount_min": low,
        "amount_max": high,
        "rate_max": rate,
    }


def _read_accompaniment(cells: Cells, known: Known) -> Values:
    return {
        **_read_common(cells, known),
        **_read_published(cells, known),
        "accompaniment_types": list(cells.codes("type", known.accompaniment_types)),
        "cost": cells.code("cout", Cost.values),
        "modes": list(cells.codes("modalite", MODES)),
    }


def _read_call(cells: Cells, known: Known) -> Values:
    opens, closes = cells.day("date_publication"), cells.day("date_cloture", required=True)
    if opens and closes and closes < opens:
        cells.fault("date_cloture", f"la clôture ({closes}) précède la publication ({opens})")
    return {
        **_read_common(cells, known),
        "amount_max": cells.number("dotation_max"),
        "opens_on": opens,
        "closes_on": closes,
    }


STRUCTURES = Source("structures.csv", "", STRUCTURE_COLUMNS, _read_structure)
OFFERS = (
    Source("funding_offers.csv", Kind.FUNDING, FUNDING_COLUMNS, _read_funding),
    Source(
        "accompaniment_offers.csv", Kind.ACCOMPANIMENT, ACCOMPANIMENT_COLUMNS, _read_accompaniment
    ),
    Source("calls.csv", Kind.CALL, CALL_COLUMNS, _read_call),
)
SOURCES = (STRUCTURES, *OFFERS)
