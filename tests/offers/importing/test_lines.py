"""A line is all or nothing, and each of its faults is reported with its line and its reason."""

from pathlib import Path

import pytest

from connect.offers.importing.report import Gravity, Outcome
from connect.offers.importing.running import import_directory
from connect.offers.models import Offer
from connect.structures.models import Entity, Structure
from tests.offers.importing.files import ACCOMPANIMENT, FUNDING, STRUCTURE, write, write_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]

S, F, A, C = "structures", "funding_offers", "accompaniment_offers", "calls"

# File, spoilt cells, the reasons expected: all of them and no other.
BAD = [
    (F, {"id": ""}, ["id : la cellule est vide"]),
    (F, {"id": "fin 1"}, ["id : « fin 1 » n’est pas une référence (exemple : FIN-001)"]),
    (F, {"intitule": " "}, ["intitule : la cellule est vide"]),
    (F, {"intitule": "x" * 201}, ["intitule : le texte a 201 caractères, 200 au plus"]),
    (F, {"intitule": "=1+1"}, ["intitule : « =1+1 » serait lu comme une formule"]),
    (F, {"intitule": "@SUM(A1)"}, ["intitule : « @SUM(A1) » serait lu comme une formule"]),
    (F, {"intitule": "\tAide"}, ["intitule : «  Aide » serait lu comme une formule"]),
    (F, {"intitule": " =A1"}, ["intitule : «  =A1 » serait lu comme une formule"]),
    (F, {"intitule": "+CMD|'/C calc'!A0"}, ["intitule : « +CMD|'/C calc'!A0 » serait lu comme une formule"]),
    (F, {"resume": "<b>Aide</b>"}, ["resume : du HTML se trouve dans un texte simple (« <b>Aide</b> »)"]),
    (F, {"resume": "<script>x"}, ["resume : du HTML se trouve dans un texte simple (« <script>x »)"]),
    (F, {"structure": "STR-404"}, ["structure : structure inconnue « STR-404 »"]),
    (F, {"structure": ""}, ["structure : la cellule est vide"]),
    (F, {"entite": "Autre"}, ["entite : « Autre » n’est pas l’entité de STR-001 (Les Ateliers)"]),
    (F, {"type": ""}, ["type : la cellule est vide"]),
    (F, {"type": "cadeau"}, ["type : code inconnu « cadeau »"]),
    (F, {"type": "pret|mecenat"}, ["type : code inconnu « pret|mecenat » ; un seul code est attendu"]),
    (F, {"objets": "projet|lune"}, ["objets : codes inconnus : « lune »"]),
    (F, {"objets": "projet||emploi"}, ["objets : codes inconnus : «  »"]),
    (F, {"phases": "idee|idee"}, ["phases : codes répétés : « idee »"]),
    (F, {"secteurs": "tous|culture"}, ["secteurs : « tous » ne se combine pas avec d’autres secteurs"]),
    (F, {"montant_min": "-5"}, ["montant_min : « -5 » n’est pas un nombre entier positif"]),
    (F, {"montant_min": "1 000"}, ["montant_min : « 1 000 » n’est pas un nombre entier positif"]),
    (F, {"montant_max": "1e3"}, ["montant_max : « 1e3 » n’est pas un nombre entier positif"]),
    (F, {"montant_max": "99999999999"}, ["montant_max : « 99999999999 » dépasse 2147483647"]),
    (F, {"montant_min": "6000"}, ["montant_max : 5000 est inférieur au montant minimum 6000"]),
    (F, {"taux_max": "101"}, ["taux_max : un taux ne dépasse pas 100 % (101)"]),
    (F, {"taux_max": "40000"}, ["taux_max : « 40000 » dépasse 32767"]),
    (F, {"lien": "javascript:alert(1)"}, ["lien : « javascript:alert(1) » n’est pas une adresse http ou https"]),
    (F, {"lien": "data:text/html,x"}, ["lien : « data:text/html,x » n’est pas une adresse http ou https"]),
    (F, {"lien": "https://"}, ["lien : « https:// » n’est pas une adresse http ou https"]),
    (F, {"lien": "https://[x"}, ["lien : « https://[x » n’est pas une adresse http ou https"]),
    (F, {"courriel": "contact"}, ["courriel : « contact » n’est pas une adresse électronique"]),
    (F, {"date_maj": "06/05/2016"}, ["date_maj : « 06/05/2016 » n’est pas une date (exemple : 2016-07-15)"]),
    (F, {"date_maj": "2016-02-30"}, ["date_maj : « 2016-02-30 » n’est pas une date (exemple : 2016-07-15)"]),
    (F, {"date_maj": "20160506"}, ["date_maj : « 20160506 » n’est pas une date (exemple : 2016-07-15)"]),
    (F, {"date_maj": "0216-05-06"}, ["date_maj : « 0216-05-06 » est une date invraisemblable"]),
    (F, {"visites": "beaucoup"}, ["visites : « beaucoup » n’est pas un nombre entier positif"]),
    (F, {"statut": ""}, ["statut : la cellule est vide"]),
    (F, {"statut": "visible"}, ["statut : code inconnu « visible »"]),
    (F, {"visible": ""}, ["visible : la cellule est vide"]),
    (F, {"visible": "oui"}, ["visible : « oui » n’est ni 0 ni 1"]),
    (F, {"visible": "0"}, ["visible : 0 contredit le statut « publiee »"]),
    (F, {"statut": "archivee"}, ["visible : 1 contredit le statut « archivee »"]),
    (F, {"statut": "masquee", "visible": "0"}, ["motif_non_visible : une offre masquée a un motif"]),
    (F, {"statut": "archivee", "visible": "0", "motif_non_visible": "x"}, ["motif_non_visible : code inconnu « x »"]),
    (F, {"motif_non_visible": "doublon"}, ["motif_non_visible : une offre visible n’a pas de motif"]),
    (F, {"territoire": "mondial"}, ["territoire : code inconnu « mondial »"]),
    (F, {"territoire": ""}, ["territoire : vide alors que des départements ou un EPCI sont donnés"]),
    (F, {"departements": ""}, ["departements : une offre de portée « departemental » nomme ses départements"]),
    (F, {"departements": "44|99"}, ["departements : codes inconnus : « 99 »"]),
    (F, {"epci": "244400404"}, ["epci : une offre de portée « departemental » n’a pas d’EPCI"]),
    (F, {"territoire": "intercommunal"}, ["epci : une offre intercommunale nomme son EPCI"]),
    (F, {"territoire": "intercommunal", "epci": "1"}, ["epci : codes inconnus : « 1 »"]),
    (
        F,
        {"territoire": "intercommunal", "epci": "244400404", "departements": "85"},
        ["departements : l’EPCI 244400404 (Nantes Métropole) n’est dans aucun de ceux donnés"],
    ),
    (A, {"type": "dla|magie"}, ["type : codes inconnus : « magie »"]),
    (A, {"cout": "cher"}, ["cout : code inconnu « cher »"]),
    (A, {"modalite": "seul"}, ["modalite : codes inconnus : « seul »"]),
    (C, {"date_cloture": ""}, ["date_cloture : la cellule est vide"]),
    (C, {"date_cloture": "2016-05-25"}, ["date_cloture : la clôture (2016-05-25) précède la publication (2016-05-26)"]),
    (C, {"dotation_max": "=1"}, ["dotation_max : « =1 » serait lu comme une formule"]),
    (S, {"nom": ""}, ["nom : la cellule est vide"]),
    (S, {"entite": ""}, ["entite : la cellule est vide"]),
    (S, {"slug": "Les Ateliers"}, ["slug : « Les Ateliers » n’a pas que des minuscules, chiffres et tirets"]),
    (S, {"nature": "club"}, ["nature : valeur inconnue « club »"]),
    (S, {"roles": "financeur|chef"}, ["roles : codes inconnus : « chef »"]),
    (S, {"departement": "99"}, ["departement : code inconnu « 99 »"]),
    (S, {"epci": "000000000"}, ["epci : code inconnu « 000000000 »"]),
    (S, {"reseau_local": "reseau_x"}, ["reseau_local : code inconnu « reseau_x »"]),
    (S, {"site": "ftp://x.example.org"}, ["site : « ftp://x.example.org » n’est pas une adresse http ou https"]),
    (S, {"telephone": "demain"}, ["telephone : « demain » n’est pas un numéro de téléphone"]),
    (S, {"adherent_cress": "2"}, ["adherent_cress : « 2 » n’est ni 0 ni 1"]),
    (S, {"nb_offres_financement": "x"}, ["nb_offres_financement : « x » n’est pas un nombre entier positif"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "cells", "reasons"), BAD, ids=[f"{file}-{reasons[0][:50]}" for file, _, reasons in BAD]
)
def test_a_wrong_line_is_refused_with_its_reason(
    tmp_path: Path, file: str, cells: dict[str, str], reasons: list[str]
) -> None:
    report = import_directory(write_all(tmp_path, **{file: cells}))
    mine = [entry for entry in report.entries if entry.file == f"{file}.csv"]
    assert [entry.reason for entry in mine] == reasons
    assert {(entry.line, entry.gravity) for entry in mine} == {(2, Gravity.REFUSED)}
    assert report.exit_code == 1
    assert report.outcomes[f"{file}.csv"][Outcome.REFUSED] == 1
    held = Structure.objects if file == S else Offer.objects.filter(kind__startswith=file[:4])
    assert not held.exists()
    assert Entity.objects.exists() == (file != S)


def test_every_fault_of_a_line_is_told_at_once(tmp_path: Path) -> None:
    cells = {
        "intitule": "=1",
        "type": "cadeau",
        "taux_max": "120",
        "lien": "javascript:x",
        "statut": "",
    }
    report = import_directory(write_all(tmp_path, funding_offers=cells))
    reasons = [entry.reason.partition(" :")[0] for entry in report.entries]
    assert sorted(reasons) == ["intitule", "lien", "statut", "taux_max", "type"]
    assert {entry.reference for entry in report.entries} == {"FIN-001"}


@pytest.mark.parametrize(
    ("file", "cells"),
    [
        (F, {"resume": "-5"}),
        (F, {"resume": "5 % d'intérêts, budget < 5000 € & plus"}),
        (F, {"resume": "Entre 3 < x et y > 2"}),
        (S, {"telephone": "+33 2 61 91 00 01"}),
        (S, {"telephone": "", "commune": "Lieu ancien", "epci": "", "nature": "Établissement public"}),
        (S, {"departement": "35", "epci": "", "commune": "Rennes"}),
        (F, {"structures_cibles": "", "secteurs": "", "phases": "", "objets": "", "courriel": "", "lien": ""}),
        (F, {"montant_min": "", "montant_max": "0", "taux_max": "100"}),
        (F, {"territoire": "", "departements": ""}),
        (C, {"date_publication": "", "dotation_max": "", "statut_au_2016_07_15": "?"}),
        (C, {"date_publication": "2016-08-16"}),
    ],
)  # fmt: skip
def test_what_is_unusual_but_right_is_taken(
    tmp_path: Path, file: str, cells: dict[str, str]
) -> None:
    report = import_directory(write_all(tmp_path, **{file: cells}))
    assert (report.exit_code, report.entries) == (0, [])


def test_the_same_reference_twice_refuses_both_lines(tmp_path: Path) -> None:
    write(tmp_path, "structures.csv", [STRUCTURE])
    write(tmp_path, "funding_offers.csv", [FUNDING, {**FUNDING, "id": "FIN-002"}, FUNDING])
    report = import_directory(tmp_path)
    assert [(entry.line, entry.reason) for entry in report.entries] == [
        (2, "id : « FIN-001 » est aussi à la ligne 4"),
        (4, "id : « FIN-001 » est aussi à la ligne 2"),
    ]
    assert Offer.objects.get().reference == "FIN-002"


def test_the_same_address_twice_refuses_both_structures(tmp_path: Path) -> None:
    write(tmp_path, "structures.csv", [STRUCTURE, {**STRUCTURE, "id": "STR-002"}])
    report = import_directory(tmp_path)
    assert [entry.reason for entry in report.entries] == [
        "slug : « les-ateliers » est aussi à la ligne 3",
        "slug : « les-ateliers » est aussi à la ligne 2",
    ]


def test_a_reference_belongs_to_one_file_and_one_kind(tmp_path: Path) -> None:
    write_all(tmp_path, accompaniment_offers={"id": "FIN-001"})
    report = import_directory(tmp_path)
    assert [str(entry) for entry in report.entries] == [
        "accompaniment_offers.csv, ligne 2 (FIN-001) : ligne refusée :"
        " id : la référence est déjà dans funding_offers.csv, ligne 2"
    ]
    (tmp_path / "funding_offers.csv").unlink()
    reasons = [entry.reason for entry in import_directory(tmp_path).entries]
    assert reasons == ["la référence est déjà celle d’une offre « Financement »"]


def test_an_address_taken_by_another_structure_is_refused(tmp_path: Path) -> None:
    import_directory(write_all(tmp_path))
    write(tmp_path, "structures.csv", [{**STRUCTURE, "id": "STR-002", "entite": "Nouvelle"}])
    report = import_directory(tmp_path)
    assert [entry.reference for entry in report.entries] == ["STR-002"]
    assert report.entries[0].reason.startswith("adresse : ")
    assert not Entity.objects.filter(name="Nouvelle").exists(), "a refused line leaves nothing"


def test_too_few_or_too_many_cells_refuse_the_line_only(tmp_path: Path) -> None:
    write_all(tmp_path)
    path = write(tmp_path, "accompaniment_offers.csv", [ACCOMPANIMENT])
    with path.open("a", encoding="utf-8") as stream:
        stream.write("ACC-002,STR-001\n")
        stream.write(f"ACC-003{',x' * 30}\n")
    report = import_directory(tmp_path)
    assert [(entry.line, entry.reference, entry.reason) for entry in report.entries] == [
        (3, "ACC-002", "pas assez de cellules : 2 au lieu de 22"),
        (4, "ACC-003", "trop de cellules : 31 au lieu de 22"),
    ]
    assert Offer.objects.filter(reference="ACC-001").exists()


def test_announced_counts_that_differ_are_only_remarked(tmp_path: Path) -> None:
    counts = {"nb_offres_financement": "3", "nb_offres_accompagnement": "1"}
    report = import_directory(write_all(tmp_path, structures=counts))
    assert [(entry.gravity, entry.reason) for entry in report.entries] == [
        (Gravity.NOTICE, "nb_offres_financement : 3 annoncées, 1 dans funding_offers.csv")
    ]
    assert report.exit_code == 0
