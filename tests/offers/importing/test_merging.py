"""A re-import is idempotent, follows the file, and never overwrites what a person edited."""

from pathlib import Path

import pytest
from wagtail.models import ModelLogEntry

from connect.offers import services
from connect.offers.enums import HiddenMotive, Status
from connect.offers.importing.report import Gravity, Outcome, Report
from connect.offers.importing.running import import_directory
from connect.offers.models import CatalogueChange, Offer
from connect.structures.models import Entity, Structure
from connect.structures.services import save_structure
from connect.taxonomy.models import Phase
from tests.accounts.factories import UserFactory
from tests.offers.factories import OfferFactory
from tests.offers.importing.files import FUNDING, write, write_all
from tests.structures.factories import StructureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]

NAME = "funding_offers.csv"


def again(folder: Path, **changes: str) -> Report:
    """Import the folder again with these cells of the funding offer changed."""
    write(folder, NAME, [{**FUNDING, **changes}])
    return import_directory(folder)


def outcome(report: Report, name: str = NAME) -> Outcome:
    (found,) = [one for one, lines in report.outcomes[name].items() if lines]
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert import_directory(write_all(tmp_path)).exit_code == 0
    return tmp_path


@pytest.fixture
def offer(folder: Path) -> Offer:
    return Offer.objects.get(reference="FIN-001")


def test_a_line_fills_every_field(offer: Offer) -> None:
    assert (offer.kind, offer.title, offer.status) == ("funding", "Prêt d'exemple", Status.VISIBLE)
    assert (offer.amount_min, offer.amount_max, offer.rate_max) == (1000, 5000, 80)
    assert offer.funding_type is not None and offer.funding_type.code == "pret"
    assert {one.code for one in offer.phases.all()} == {"projet", "creation"}
    assert {one.code for one in offer.sectors.all()} == {"culture", "tourisme"}
    assert {one.code for one in offer.structure_types.all()} == {"scop", "scic"}
    assert {one.code for one in offer.objects_funded.all()} == {"projet", "emploi"}
    assert [str(one) for one in offer.territories.all()] == ["Loire-Atlantique (44)"]
    assert (offer.email, offer.imported_visits) == ("contact@example.org", 117)
    assert (str(offer.recorded_on), str(offer.verified_on)) == ("2016-03-16", "2016-05-06")


@pytest.mark.usefixtures("folder")
def test_the_other_files_fill_theirs() -> None:
    structure = Structure.objects.get()
    assert structure.commune is not None and structure.commune.code == "44109"
    assert structure.department is not None and structure.local_network is not None
    assert structure.roles == ["Finance", "Accueille et oriente"]
    assert (structure.is_cress_member, structure.is_fictional) == (True, True)
    accompaniment = Offer.objects.get(kind="accompaniment")
    assert (accompaniment.is_individual, accompaniment.is_collective) == (True, False)
    assert {one.code for one in accompaniment.accompaniment_types.all()} == {"dla", "formation"}
    call = Offer.objects.get(kind="call")
    assert (str(call.opens_on), str(call.closes_on)) == ("2016-05-26", "2016-08-16")
    assert (call.amount_max, call.status) == (50000, Status.VISIBLE)


@pytest.mark.parametrize(
    ("cells", "reach", "territories"),
    [
        ({"territoire": "regional", "departements": "44|49|53|72|85"}, "regional", {"52"}),
        ({"territoire": "regional", "departements": "44|49"}, "regional", {"44", "49"}),
        ({"territoire": "regional", "departements": "35|44"}, "regional", {"35", "44"}),
        ({"departements": "44|49|53|72|85"}, "departemental", {"44", "49", "53", "72", "85"}),
        ({"territoire": "intercommunal", "epci": "244400404"}, "intercommunal", {"244400404"}),
        ({"territoire": "intercommunal", "departements": "49", "epci": "244400552"}, "intercommunal", {"244400552"}),
        ({"territoire": "national", "departements": "44|49"}, "national", {"FR"}),
        ({"territoire": "europeen", "departements": ""}, "europeen", {"EU"}),
        ({"territoire": "", "departements": ""}, "", set()),
    ],
)  # fmt: skip
def test_the_territory_is_what_the_line_says(
    folder: Path, cells: dict[str, str], reach: str, territories: set[str]
) -> None:
    assert again(folder, **cells).exit_code == 0
    offer = Offer.objects.get(reference="FIN-001")
    assert (offer.reach, {one.code for one in offer.territories.all()}) == (reach, territories)


def test_all_sectors_is_a_flag(folder: Path) -> None:
    again(folder, secteurs="tous")
    offer = Offer.objects.get(reference="FIN-001")
    assert (offer.all_sectors, offer.sectors.count()) == (True, 0)
    again(folder, secteurs="culture")
    offer.refresh_from_db()
    assert (offer.all_sectors, offer.sectors.count()) == (False, 1)


def test_a_second_import_changes_nothing(folder: Path) -> None:
    lines, changes = ModelLogEntry.objects.count(), CatalogueChange.objects.count()
    stamps = dict(Offer.objects.values_list("pk", "updated_at"))
    report = import_directory(folder)
    assert report.exit_code == 0
    assert report.total(Outcome.UNCHANGED) == 4
    assert ModelLogEntry.objects.count() == lines
    assert CatalogueChange.objects.count() == changes
    assert dict(Offer.objects.values_list("pk", "updated_at")) == stamps


def test_what_only_the_file_changed_is_updated(folder: Path, offer: Offer) -> None:
    report = again(folder, intitule="Prêt nouveau", phases="idee", montant_max="", taux_max="70")
    assert (report.exit_code, outcome(report)) == (0, Outcome.UPDATED)
    offer.refresh_from_db()
    assert (offer.title, offer.slug, offer.amount_max) == ("Prêt nouveau", "pret-nouveau", None)
    assert [phase.code for phase in offer.phases.all()] == ["idee"]
    entry = ModelLogEntry.objects.get(action="wagtail.edit")
    assert {change["field"] for change in entry.data["changes"]} == {
        "title", "phases", "amount_max", "rate_max"
    }  # fmt: skip
    assert entry.user is None


def test_what_a_person_edited_is_a_conflict_and_nothing_is_applied(
    folder: Path, offer: Offer
) -> None:
    offer.title = "Titre de la rédaction"
    services.save_offer(offer, by=UserFactory(editor=True))
    report = again(folder, intitule="Titre du fichier", taux_max="70")
    assert report.exit_code == 1
    assert [str(entry) for entry in report.entries] == [
        "funding_offers.csv, ligne 2 (FIN-001) : conflit : intitulé modifié sur place"
        " (« Titre de la rédaction »), le fichier dit « Titre du fichier »"
    ]
    offer.refresh_from_db()
    assert (offer.title, offer.rate_max) == ("Titre de la rédaction", 80)


def test_an_edit_is_a_conflict_even_when_the_file_did_not_change(
    folder: Path, offer: Offer
) -> None:
    offer.title = "Titre de la rédaction"
    services.save_offer(offer)
    assert outcome(import_directory(folder)) == Outcome.CONFLICT
    offer.refresh_from_db()
    assert offer.title == "Titre de la rédaction"


def test_an_edit_that_the_file_follows_is_no_conflict(folder: Path, offer: Offer) -> None:
    offer.title = "Titre commun"
    services.save_offer(offer)
    assert again(folder, intitule="Titre commun").exit_code == 0
    assert again(folder, intitule="Titre suivant").exit_code == 0
    offer.refresh_from_db()
    assert offer.title == "Titre suivant"


def test_an_edited_list_is_a_conflict(folder: Path, offer: Offer) -> None:
    services.save_offer(offer, links={"phases": [Phase.objects.get(code="idee")]})
    (entry,) = again(folder).entries
    assert entry.gravity is Gravity.CONFLICT
    assert entry.reason == (
        "étapes du projet modifié sur place (« idee »), le fichier dit « creation, projet »"
    )


def test_an_offer_hidden_by_staff_stays_hidden(folder: Path, offer: Offer) -> None:
    moderator = UserFactory(moderator=True)
    services.change_status([offer], Status.HIDDEN, by=moderator, motive=HiddenMotive.STOPPED.value)
    report = again(folder, resume="Nouveau résumé")
    assert outcome(report) == Outcome.CONFLICT
    offer.refresh_from_db()
    assert (offer.status, offer.summary) == (Status.HIDDEN, "Une aide d'exemple.")


def test_a_call_hidden_by_staff_stays_hidden_while_its_dates_follow(folder: Path) -> None:
    call = Offer.objects.get(kind="call")
    services.change_status(
        [call], Status.HIDDEN, by=UserFactory(moderator=True), motive=HiddenMotive.STOPPED.value
    )
    report = import_directory(write_all(folder, calls={"date_cloture": "2016-09-01"}))
    assert report.exit_code == 0
    call.refresh_from_db()
    assert (call.status, str(call.closes_on)) == (Status.HIDDEN, "2016-09-01")


def test_an_empty_cell_says_nothing_against_what_a_person_filled(
    folder: Path, offer: Offer
) -> None:
    again(folder, lien="")
    offer.refresh_from_db()
    offer.link = "https://example.org/trouve"
    services.save_offer(offer)
    assert again(folder, lien="", taux_max="50").exit_code == 0
    offer.refresh_from_db()
    assert (offer.link, offer.rate_max) == ("https://example.org/trouve", 50)
    assert again(folder, lien="https://example.org/autre").exit_code == 1


def test_what_the_file_never_says_is_free(folder: Path, offer: Offer) -> None:
    offer.conditions = "Être une association."
    services.save_offer(offer)
    assert again(folder, intitule="Autre titre").exit_code == 0
    offer.refresh_from_db()
    assert offer.conditions == "Être une association."


def test_a_row_made_by_hand_is_not_taken_over(tmp_path: Path) -> None:
    OfferFactory(reference="FIN-001", structure=StructureFactory(reference="STR-777"))
    report = import_directory(write_all(tmp_path))
    assert outcome(report) == Outcome.CONFLICT
    assert Offer.objects.get(reference="FIN-001").title.startswith("Offre numéro")


def test_a_merge_that_breaks_a_rule_is_refused_in_words(folder: Path, offer: Offer) -> None:
    again(folder, montant_min="", montant_max="")
    offer.refresh_from_db()
    offer.amount_min = 9000
    services.save_offer(offer)
    report = again(folder, montant_min="", montant_max="3000")
    assert [entry.reason for entry in report.entries] == [
        "Le montant maximum est inférieur au montant minimum."
    ]
    offer.refresh_from_db()
    assert (offer.amount_min, offer.amount_max) == (9000, None)


def test_a_structure_edited_by_a_person_is_kept(folder: Path) -> None:
    structure = Structure.objects.get()
    structure.name = "Nom de la rédaction"
    save_structure(structure)
    report = import_directory(write_all(folder, structures={"telephone": "02 61 91 99 99"}))
    assert outcome(report, "structures.csv") == Outcome.CONFLICT
    structure.refresh_from_db()
    assert (structure.name, structure.phone) == ("Nom de la rédaction", "02 61 91 00 01")


def test_an_entity_renamed_by_staff_does_not_refuse_its_offers(folder: Path) -> None:
    Entity.objects.update(name="Nouveau nom")
    report = import_directory(folder)
    assert [entry.file for entry in report.entries] == ["structures.csv"]
    assert Entity.objects.count() == 1


def test_a_structure_renamed_in_the_file_is_renamed_in_the_catalogue(folder: Path) -> None:
    before = CatalogueChange.objects.count()
    assert import_directory(write_all(folder, structures={"nom": "Ateliers neufs"})).exit_code == 0
    assert Structure.objects.get().name == "Ateliers neufs"
    assert CatalogueChange.objects.count() == before + 3, "its three offers are read again"
