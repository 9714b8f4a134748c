"""Writes small import files: good lines, of which a test spoils what it wants."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from connect.offers.importing.rows import SOURCES

COLUMNS = {source.file: source.columns for source in SOURCES}

STRUCTURE = {
    "id": "STR-001",
    "slug": "les-ateliers",
    "nom": "Les Ateliers",
    "entite": "Les Ateliers",
    "nature": "association",
    "roles": "financeur|orientation",
    "departement": "44",
    "commune": "Nantes",
    "epci": "244400404",
    "reseau_local": "ecossolies",
    "adherent_cress": "1",
    "fictif": "1",
    "description": "Une association d'exemple.",
    "site": "https://ateliers.example.org/",
    "courriel": "contact@example.org",
    "telephone": "02 61 91 00 01",
    "date_referencement": "2016-01-29",
    "date_maj": "2016-06-25",
    "visites": "12",
    "nb_offres_financement": "",
    "nb_offres_accompagnement": "",
}
_COMMON = {
    "structure": "STR-001",
    "entite": "Les Ateliers",
    "secteurs": "culture|tourisme",
    "phases": "projet|creation",
    "territoire": "departemental",
    "departements": "44",
    "epci": "",
    "resume": "Une aide d'exemple.",
    "lien": "https://ateliers.example.org/aide",
}
_PUBLISHED = {
    "structures_cibles": "scop|scic",
    "courriel": "contact@example.org",
    "statut": "publiee",
    "visible": "1",
    "motif_non_visible": "",
    "date_creation": "2016-03-16",
    "date_maj": "2016-05-06",
    "visites": "117",
}
FUNDING = {
    **_COMMON,
    **_PUBLISHED,
    "id": "FIN-001",
    "intitule": "Prêt d'exemple",
    "type": "pret",
    "objets": "projet|emploi",
    "montant_min": "1000",
    "montant_max": "5000",
    "taux_max": "80",
}
ACCOMPANIMENT = {
    **_COMMON,
    **_PUBLISHED,
    "id": "ACC-001",
    "intitule": "Conseil d'exemple",
    "type": "dla|formation",
    "cout": "gratuit",
    "modalite": "individuel",
}
CALL = {
    **_COMMON,
    "id": "AAP-001",
    "intitule": "Appel 2016",
    "dotation_max": "50000",
    "date_publication": "2016-05-26",
    "date_cloture": "2016-08-16",
    "statut_au_2016_07_15": "en_cours",
}
FILES = {
    "structures.csv": STRUCTURE,
    "funding_offers.csv": FUNDING,
    "accompaniment_offers.csv": ACCOMPANIMENT,
    "calls.csv": CALL,
}

Row = Mapping[str, str]


def write(folder: Path, name: str, rows: Sequence[Row], encoding: str = "utf-8") -> Path:
    """Write a file of these rows under the expected header."""
    path = folder / name
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS[name])
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_all(folder: Path, **changes: Mapping[str, str]) -> Path:
    """Write the four files, one line each; `funding_offers={"type": "x"}` spoils a cell.

    Returns:
        The folder.
    """
    for name, row in FILES.items():
        write(folder, name, [{**row, **changes.get(name.removesuffix(".csv"), {})}])
    return folder
