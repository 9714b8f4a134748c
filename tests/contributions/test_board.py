"""« Mes fiches », the history of a sheet, previews."""

import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from connect.common.clock import today
from connect.contributions import deciding
from connect.contributions.board import Board, status_of
from connect.contributions.enums import Subject
from connect.contributions.recalling import CHAMBER, history_of
from connect.contributions.selectors import live_version
from connect.contributions.sheets.comparing import compare_items, compare_texts
from connect.offers.enums import Status
from connect.offers.models import Offer
from connect.offers.quality.snapshot import read_snapshots
from connect.offers.services import change_status, save_offer
from connect.orientation.enums import Criterion
from connect.visits.models import VisitCount
from tests.accounts.factories import UserFactory
from tests.contributions.desk import edit_url, member_of, signed_in
from tests.contributions.factories import ProposalFactory
from tests.memberships.factories import MembershipFactory
from tests.offers.factories import OfferFactory
from tests.orientation.factories import NearMissFactory
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import AccompanimentTypeFactory, PhaseFactory, TerritoryFactory
from tests.visits.factories import VisitCountFactory

pytestmark = pytest.mark.django_db


def fill(person: object, number: int) -> None:
    """Structures with offers, of every sort and state, and what is counted about them."""
    for _ in range(number):
        structure = StructureFactory()
        MembershipFactory(user=person, structure=structure)
        offers = [
            OfferFactory(
                structure=structure, phases=[PhaseFactory()], territories=[TerritoryFactory()]
            ),
            OfferFactory(structure=structure, call=True),
            OfferFactory(structure=structure, accompaniment=True, hidden=True),
        ]
        for offer in offers:
            VisitCountFactory(object_id=offer.pk, day=today())
            NearMissFactory(offer=offer)
        ProposalFactory(author=person, offer=offers[0], changes={"title": "Mienne"})
        ProposalFactory(offer=offers[1], submitted=True, changes={"title": "D’une autre"})
        ProposalFactory(author=person, offer=offers[2], returned=True)
        ProposalFactory(
            author=person, offer=None, structure=structure, subject=Subject.FUNDING, is_new=True
        )


def test_statements_do_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person = UserFactory()
    for number in (1, 2):
        fill(person, number)
        with django_assert_num_queries(6):
            board = Board(person)
            assert sum(len(group.lines) for card in board.cards for group in card.groups) > 2
            assert board.returned
    visitor = signed_in(person)
    visitor.get("/mes-fiches/")
    with django_assert_num_queries(11):
        assert visitor.get("/mes-fiches/").status_code == 200


def test_each_line_says_how_it_stands() -> None:
    person = UserFactory()
    structure = MembershipFactory(user=person).structure
    offer = OfferFactory(structure=structure, title="Aide", verified_on=datetime.date(2026, 1, 5))
    VisitCountFactory(object_id=offer.pk, day=today(), count=7)
    VisitCountFactory(object_id=offer.pk, day=today() - datetime.timedelta(days=500), count=900)
    VisitCountFactory(
        subject=VisitCount.Subject.STRUCTURE, object_id=offer.pk, day=today(), count=55
    )
    month = today().replace(day=1)
    NearMissFactory(offer=offer, criterion=Criterion.TERRITORY, month=month, count=8)
    NearMissFactory(offer=offer, criterion=Criterion.PHASE, month=month, count=4)
    ProposalFactory(author=person, offer=offer, returned=True, motive="Précisez.")
    (card,) = Board(person).cards
    (line,) = card.groups[0].lines
    assert line.visits is not None and (line.visits.month, line.visits.year) == (7, 7)
    assert "12 orientations" in line.near and "8 pour «\u00a0territoire" in line.near
    assert line.action == ("Reprendre", edit_url(offer)) and line.score is not None
    text = signed_in(person).get("/mes-fiches/").content.decode()
    for said in (
        "Précisez.",
        "Il manque",
        "5 janvier 2026".replace(" ", "\u00a0"),
        "Visible du public",
    ):
        assert said in text, said


def test_every_state_has_plain_words() -> None:
    structure = StructureFactory()
    for traits, said in (
        ({}, "Visible du public"),
        ({"call": True}, "jusqu’au"),
        ({"closed_call": True}, "Clos depuis"),
        ({"upcoming_call": True}, "ouvre le"),
        ({"draft": True}, "Brouillon"),
        ({"to_validate": True}, "Attend d’être relue"),
        ({"hidden": True}, "dispositif arrêté"),
        ({"archived": True}, "Archivée"),
        ({"of_private_structure": True}, "n’est pas visible"),
    ):
        kept = {} if "of_private_structure" in traits else {"structure": structure}
        offer = OfferFactory(**traits, **kept)
        (snapshot,) = read_snapshots(Offer.objects.filter(pk=offer.pk))
        assert said in status_of(snapshot)[0], said


def test_nobody_without_structure_meets_an_error() -> None:
    text = signed_in(UserFactory()).get("/mes-fiches/").content.decode()
    assert "Aucune structure pour l’instant" in text


def test_the_history_names_members_and_the_chamber() -> None:
    offer = OfferFactory(title="Avant", to_validate=True)
    moderator = UserFactory(moderator=True, last_name="Secrète")
    change_status([offer], Status.HIDDEN, by=moderator, motive="autre", note="Entre nous seulement")
    proposal = ProposalFactory(offer=offer, submitted=True, changes={"title": "Après"})
    deciding.accept_all(proposal.pk, by=moderator, version=proposal.version)
    offer.refresh_from_db()
    offer.title = "Retouche"
    save_offer(offer, by=moderator)
    last, accepted, hidden = history_of(offer)
    assert (last.who, last.accepted) == (CHAMBER, False)
    assert (accepted.who, accepted.accepted) == (str(proposal.author), True)
    assert [(one.before, one.after) for one in accepted.steps][0] == ("Avant", "Après")
    assert hidden.who == CHAMBER
    visitor = signed_in(member_of(offer.structure))
    page = visitor.get(f"/mes-fiches/offre/{offer.reference}/historique/")
    text = page.content.decode()
    assert page.status_code == 200 and "Après" in text and "accepté par la CRESS" in text
    assert "Entre nous" not in text and "Secrète" not in text
    sheet = visitor.get(f"/mes-fiches/structure/{offer.structure.reference}/historique/")
    assert sheet.status_code == 200 and "Rien n’a changé" in sheet.content.decode()


def test_statements_of_a_history_do_not_grow(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    offer, person = OfferFactory(), UserFactory()
    MembershipFactory(user=person, structure=offer.structure)
    for number in (1, 3):
        for step in range(number):
            offer.title = f"Titre {number} {step}"
            save_offer(offer, by=person)
        with django_assert_num_queries(2):
            assert history_of(offer)


def test_a_preview_is_the_public_page_and_writes_nothing() -> None:
    kind, phase = AccompanimentTypeFactory(label="Diagnostic"), PhaseFactory(label="Je me lance")
    place = TerritoryFactory(epci_level=True, name="Nantes Métropole")
    offers = [
        (OfferFactory(title="Avant"), {}),
        (OfferFactory(title="Avant", call=True), {}),
        (OfferFactory(title="Avant", accompaniment=True), {"accompaniment_types": [kind.code]}),
    ]
    for offer, more in offers:
        changes = {
            "title": "Titre & neuf", "phases": [phase.code], "territories": [f"epci:{place.code}"], **more
        }  # fmt: skip
        draft = ProposalFactory(offer=offer, changes=changes)
        draft.typed["amount_min"] = "beaucoup"
        draft.save()
        page = signed_in(draft.author).get(f"/mes-fiches/proposition/{draft.pk}/apercu/")
        text = page.content.decode()
        assert page.status_code == 200 and "Aperçu." in text and "Titre &amp; neuf" in text
        assert "Je me lance" in text and "Nantes Métropole" in text
        assert ("Diagnostic" in text) == bool(more)
        assert "noindex" in text and "application/ld+json" not in text
        before = live_version(draft)
        offer.refresh_from_db()
        assert (
            offer.title == "Avant" and offer.phases.count() == 0 and live_version(draft) == before
        )


def test_previews_of_what_does_not_exist_yet_and_of_structures() -> None:
    structure = StructureFactory(name="Avant")
    OfferFactory(structure=structure, title="Offre visible")
    OfferFactory(structure=structure, title="Offre cachée", hidden=True)
    for subject in (Subject.FUNDING, Subject.ACCOMPANIMENT, Subject.CALL):
        new = ProposalFactory(
            offer=None,
            structure=structure,
            subject=subject,
            is_new=True,
            changes={"title": "Neuve"},
        )
        page = signed_in(new.author).get(f"/mes-fiches/proposition/{new.pk}/apercu/")
        assert page.status_code == 200 and "Neuve" in page.content.decode()
    sheet = ProposalFactory(offer=None, structure=structure, changes={"name": "Après"})
    text = (
        signed_in(sheet.author).get(f"/mes-fiches/proposition/{sheet.pk}/apercu/").content.decode()
    )
    assert "Après" in text and "Offre visible" in text and "Offre cachée" not in text
    structure.refresh_from_db()
    assert structure.name == "Avant"


def test_texts_are_compared_word_by_word_and_lists_item_by_item() -> None:
    pieces = compare_texts("Une aide simple.", "Une aide très simple.")
    assert "".join(one.text for one in pieces if one.how != "added") == "Une aide simple."
    assert "".join(one.text for one in pieces if one.how != "removed") == "Une aide très simple."
    assert [one.text for one in pieces if one.how == "added"] == ["très "]
    assert compare_texts("", "") == []
    long = compare_texts("mot " * 6000, "autre " * 6000)
    assert [one.how for one in long] == ["removed", "added"]
    items = compare_items(("a", "b"), ("b", "c"))
    assert [(one.how, one.text) for one in items] == [
        ("removed", "a"),
        ("kept", "b"),
        ("added", "c"),
    ]
