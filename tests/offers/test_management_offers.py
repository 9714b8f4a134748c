"""Management pages of offers: lists, forms, history, conflicts."""

import csv
import io

import pytest
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from connect.accounts.enums import StaffRole
from connect.offers.enums import Kind, Status
from connect.offers.models import Offer
from tests.harness.visitor import Visitor
from tests.offers.factories import OfferFactory
from tests.offers.management import form_of, signed_in
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import FundingTypeFactory, SectorFactory

pytestmark = pytest.mark.django_db


def edit_url(offer: Offer) -> str:
    return f"/gestion/{'appels' if offer.kind == Kind.CALL else 'offres'}/edit/{offer.pk}/"


def test_the_list_shows_its_columns_and_leaves_calls_to_theirs(client: Visitor) -> None:
    offer, call = OfferFactory(title="Prêt vert"), OfferFactory(title="Appel bleu", call=True)
    signed_in(StaffRole.EDITOR, client)

    text = client.get("/gestion/offres/").content.decode()
    assert "Prêt vert" in text and offer.reference in text and offer.structure.name in text
    assert "Appel bleu" not in text

    text = client.get("/gestion/appels/").content.decode()
    assert "Appel bleu" in text and call.reference in text and "En cours" in text
    assert "Prêt vert" not in text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/gestion/offres/", 16), ("/gestion/appels/", 14)])
def test_a_list_costs_the_same_with_one_and_three(
    client: Visitor,
    path: str,
    queries: int,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    OfferFactory.create_batch(count)
    OfferFactory.create_batch(count, call=True)
    signed_in(StaffRole.MODERATOR, client)
    client.get(path)

    with django_assert_num_queries(queries):
        client.get(path)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=masquee", {"Cachée"}),
        ("status=publiee&kind=accompaniment", {"Conseil"}),
        ("hidden_motive=dispositif_arrete", {"Cachée"}),
        ("q=Cons", {"Conseil"}),
        ("q=FIN-777", {"Cachée"}),
        ("q=Grande+Coop", {"Conseil"}),
        ("reach=national", {"Nationale"}),
        ("stale=true&status=publiee", {"Conseil", "Nationale"}),
    ],
)
def test_filters_and_search(client: Visitor, query: str, found: set[str]) -> None:
    OfferFactory(title="Cachée", reference="FIN-777", hidden=True)
    OfferFactory(
        title="Conseil", accompaniment=True, structure=StructureFactory(name="La Grande Coop")
    )
    OfferFactory(title="Nationale", reach="national")
    signed_in(StaffRole.EDITOR, client)

    text = client.get(f"/gestion/offres/?{query}").content.decode()

    assert {title for title in ("Cachée", "Conseil", "Nationale") if title in text} == found


def test_an_edit_goes_through_the_service_and_is_logged_once_field_by_field(
    client: Visitor,
) -> None:
    sector = SectorFactory(label="Culture")
    offer = OfferFactory(title="Avant")
    person = signed_in(StaffRole.EDITOR, client)
    data = form_of(client, edit_url(offer)) | {"title": ["Après"], "sectors": [str(sector.pk)]}

    answer = client.post(edit_url(offer), data)

    assert answer.status_code == 302
    offer.refresh_from_db()
    assert (offer.title, offer.slug, list(offer.sectors.all())) == ("Après", "apres", [sector])
    entry = ModelLogEntry.objects.get(object_id=str(offer.pk))
    assert (entry.action, entry.user) == ("wagtail.edit", person)
    assert [(one["label"], one["before"], one["after"]) for one in entry.data["changes"]] == [
        ("intitulé", "Avant", "Après"),
        ("secteurs", "", "Culture"),
    ]
    history = client.get(f"/gestion/offres/history/{offer.pk}/").content.decode()
    assert "Intitulé</b> : «\u00a0Avant\u00a0» → «\u00a0Après\u00a0»" in history
    assert person.get_full_name() in history


def test_a_form_sent_back_untouched_changes_nothing(client: Visitor) -> None:
    offer = OfferFactory(amount_min=10_000, amount_max=40_000, rate_max=50)
    signed_in(StaffRole.EDITOR, client)

    answer = client.post(edit_url(offer), form_of(client, edit_url(offer)))

    assert answer.status_code == 302
    assert not ModelLogEntry.objects.filter(object_id=str(offer.pk)).exists()


def test_a_new_offer_gets_a_reference_and_waits_as_a_draft(client: Visitor) -> None:
    structure, loan = StructureFactory(), FundingTypeFactory(code="pret")
    person = signed_in(StaffRole.EDITOR, client)
    data = form_of(client, "/gestion/offres/new/?kind=funding")
    assert "reference" not in data and "status" not in data
    data |= {
        "title": ["Prêt neuf"],
        "structure": [str(structure.pk)],
        "funding_type": [str(loan.pk)],
    }

    answer = client.post("/gestion/offres/new/?kind=funding", data)

    assert answer.status_code == 302
    offer = Offer.objects.get(title="Prêt neuf")
    assert (offer.kind, offer.status, offer.reference) == (Kind.FUNDING, Status.DRAFT, "FIN-001")
    entry = ModelLogEntry.objects.get(object_id=str(offer.pk))
    assert (entry.action, entry.user) == ("wagtail.create", person)


def test_a_rule_of_the_kind_is_said_in_the_form(client: Visitor) -> None:
    offer = OfferFactory()
    signed_in(StaffRole.EDITOR, client)
    sector = SectorFactory()
    data = form_of(client, edit_url(offer)) | {
        "all_sectors": ["on"],
        "sectors": [str(sector.pk)],
        "title": ["Texte gardé"],
    }

    answer = client.post(edit_url(offer), data)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "« Tous secteurs » ne se combine pas avec une liste de secteurs." in text
    assert "Texte gardé" in text
    offer.refresh_from_db()
    assert offer.title != "Texte gardé"


def test_a_call_needs_a_closing_date(client: Visitor) -> None:
    call = OfferFactory(call=True)
    signed_in(StaffRole.EDITOR, client)
    data = form_of(client, edit_url(call)) | {"closes_on": [""]}

    answer = client.post(edit_url(call), data)

    assert "Un appel à projets a une date de clôture." in answer.content.decode()


def test_reference_and_state_cannot_be_posted(client: Visitor) -> None:
    offer = OfferFactory(draft=True)
    signed_in(StaffRole.EDITOR, client)
    reference = offer.reference
    data = form_of(client, edit_url(offer)) | {
        "reference": ["FIN-666"],
        "status": ["publiee"],
        "kind": ["call"],
    }

    client.post(edit_url(offer), data)

    offer.refresh_from_db()
    assert (offer.reference, offer.status, offer.kind) == (reference, Status.DRAFT, Kind.FUNDING)


def test_two_people_on_one_offer_lose_nothing(client: Visitor) -> None:
    offer = OfferFactory(title="Au départ")
    second = Visitor()
    signed_in(StaffRole.EDITOR, client)
    signed_in(StaffRole.MODERATOR, second)
    mine = form_of(client, edit_url(offer)) | {"title": ["Mon titre"]}
    theirs = form_of(second, edit_url(offer)) | {"summary": ["Leur résumé"]}
    assert second.post(edit_url(offer), theirs).status_code == 302

    refused = client.post(edit_url(offer), mine)

    text = refused.content.decode()
    assert refused.status_code == 200
    assert "Cette fiche a changé depuis que vous l’avez ouverte" in text and "résumé" in text
    assert "Mon titre" in text
    offer.refresh_from_db()
    assert (offer.title, offer.summary) == ("Au départ", "Leur résumé")


def test_after_the_warning_a_second_save_is_accepted(client: Visitor) -> None:
    offer = OfferFactory(title="Au départ")
    signed_in(StaffRole.EDITOR, client)
    mine = form_of(client, edit_url(offer)) | {"title": ["Mon titre"]}
    Offer.objects.filter(pk=offer.pk).update(summary="Ailleurs")
    refused = client.post(edit_url(offer), mine).content.decode()
    version = refused.split('name="row_version" value="')[1].split('"')[0]

    answer = client.post(edit_url(offer), mine | {"row_version": [version]})

    assert answer.status_code == 302
    offer.refresh_from_db()
    assert offer.title == "Mon titre"


def test_nobody_deletes_an_offer(client: Visitor) -> None:
    offer = OfferFactory()
    signed_in(StaffRole.ADMINISTRATOR, client)
    assert "/delete/" not in client.get("/gestion/offres/").content.decode()

    client.get(f"/gestion/offres/delete/{offer.pk}/")
    client.post(f"/gestion/offres/delete/{offer.pk}/")

    assert Offer.objects.filter(pk=offer.pk).exists()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_an_export_runs_no_formula(client: Visitor, start: str) -> None:
    offer = OfferFactory(summary="ok")
    Offer.objects.filter(pk=offer.pk).update(title=f"{start}HYPERLINK(1)", summary="Résumé, sain")
    signed_in(StaffRole.EDITOR, client)

    answer = client.get("/gestion/offres/?export=csv")

    text = b"".join(answer.streaming_content).decode()
    row = next(iter(csv.DictReader(io.StringIO(text))))
    assert row["Intitulé"] == f"'{start}HYPERLINK(1)"
    assert (row["Référence"], row["Résumé"]) == (offer.reference, "Résumé, sain")
