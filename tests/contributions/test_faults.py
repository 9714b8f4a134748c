"""A sheet that is hidden, archived, moved, deleted or merged while a proposal waits; words that vanish."""

import pytest

from connect.contributions import deciding, services
from connect.contributions.enums import State, Subject
from connect.contributions.models import Proposal
from connect.contributions.sheets.book import Book
from connect.offers.enums import HiddenMotive, Status
from connect.offers.models import Offer
from connect.structures.models import Structure
from tests.accounts.factories import UserFactory
from tests.contributions.chamber import accept, amended, page
from tests.contributions.desk import hidden, member_of, press, signed_in
from tests.contributions.factories import ProposalFactory
from tests.offers.factories import OfferFactory
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import SectorFactory

pytestmark = pytest.mark.django_db


def test_a_sheet_that_is_not_shown_is_written_without_being_shown() -> None:
    for trait, status in (
        ("archived", Status.ARCHIVED), ("hidden", Status.HIDDEN),
        ("draft", Status.VISIBLE), ("to_validate", Status.VISIBLE),
    ):  # fmt: skip
        offer = OfferFactory(title="Avant", **{trait: True})
        proposal = ProposalFactory(offer=offer, submitted=True, changes={"title": "Après"})
        text = signed_in(UserFactory(moderator=True)).get(page(proposal)).content.decode()
        assert ("accepter met la fiche à jour sans la montrer" in text) == (
            status != Status.VISIBLE
        )
        accept(proposal)
        offer.refresh_from_db()
        assert (offer.title, offer.status) == ("Après", status)


def test_an_offer_archived_moved_or_deleted_after_the_proposal() -> None:
    offer = OfferFactory(title="Avant")
    proposal = ProposalFactory(offer=offer, submitted=True, changes={"title": "Après"})
    visitor, url = signed_in(UserFactory(moderator=True)), page(proposal)
    other = StructureFactory()
    Offer.objects.filter(pk=offer.pk).update(status=Status.ARCHIVED, structure=other)
    assert f"elle est tenue par {other.name}" in visitor.get(url).content.decode()
    # Whoever no longer acts for its structure no longer reads the proposals about it.
    assert (
        signed_in(proposal.author).get(f"/mes-fiches/proposition/{proposal.pk}/").status_code == 403
    )
    Offer.objects.filter(pk=offer.pk).delete()
    shown = visitor.get(url)
    assert "a été supprimée" in shown.content.decode()
    sent = {**hidden(shown), "retenir": ["title"], "valeur-title": "Après", "action": "accepter"}
    assert visitor.post(url, sent).status_code == 422
    back = {**hidden(shown), "valeur-motive": "L’offre n’existe plus.", "action": "retourner"}
    assert visitor.post(url, back).status_code == 302
    author = signed_in(proposal.author)
    text = author.get(f"/mes-fiches/proposition/{proposal.pk}/").content.decode()
    assert "a été supprimée" in text and 'value="Après"' in text


def test_codes_that_vanish_between_the_two_are_left_out_and_told() -> None:
    sector = SectorFactory(label="Énergie")
    proposal = ProposalFactory(submitted=True, changes={"sectors": [sector.code], "title": "Après"})
    sector.delete()
    visitor, url = signed_in(UserFactory(moderator=True)), page(proposal)
    shown = visitor.get(url)
    assert "n’existe plus" in shown.content.decode()
    sent = {
        **hidden(shown), **amended(proposal), "retenir": ["sectors", "title"], "action": "accepter"
    }  # fmt: skip
    assert visitor.post(url, sent).status_code == 302
    assert proposal.offer.sectors.count() == 0
    proposal.refresh_from_db()
    assert [one["label"] for one in proposal.amended] == ["Secteurs d’activité"]


def test_two_proposals_are_decided_in_any_order() -> None:
    for first in (0, 1):
        offer = OfferFactory(title="Avant")
        both = [
            ProposalFactory(offer=offer, submitted=True, changes={"title": title, "phone": phone})
            for title, phone in (("Un", "02 40 00 00 01"), ("Deux", "02 40 00 00 01"))
        ]
        accept(both[first])
        later = Proposal.objects.get(pk=both[1 - first].pk)
        found = {one.name: one for one in deciding.differences_of(later, Book())}
        assert found["title"].is_conflict and found["phone"].is_done
        accept(later)
        offer.refresh_from_db()
        assert offer.title == later.values["title"]


def test_a_merged_structure_hands_its_proposals_over() -> None:
    source, target = StructureFactory(), StructureFactory()
    new = ProposalFactory(
        offer=None,
        structure=source,
        subject=Subject.FUNDING,
        is_new=True,
        changes={"title": "Neuve"},
    )
    sheet = ProposalFactory(offer=None, structure=source, changes={"name": "Autre nom"})
    services.follow_merger(source.pk, target.pk)
    new.refresh_from_db()
    sheet.refresh_from_db()
    assert (new.structure, new.state) == (target, State.DRAFT)
    assert (sheet.structure, sheet.state) == (target, State.WITHDRAWN)
    assert Structure.objects.filter(pk=source.pk).exists()


def test_hidden_offers_keep_their_motive() -> None:
    offer = OfferFactory(hidden=True)
    accept(ProposalFactory(offer=offer, submitted=True, changes={"title": "Après"}))
    offer.refresh_from_db()
    assert (offer.status, offer.hidden_motive) == (Status.HIDDEN, HiddenMotive.STOPPED)


def test_new_offers_under_way_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_NEW", 2)
    structure = StructureFactory()
    person = member_of(structure)
    visitor = signed_in(person)
    url = f"/mes-fiches/nouvelle/?structure={structure.reference}&nature=funding"
    ProposalFactory(
        author=UserFactory(), offer=None, structure=structure, subject=Subject.FUNDING, is_new=True
    )
    for number in range(2):
        assert press(visitor, url, "brouillon", {"title": f"Offre {number}"}).status_code == 302
    page = press(visitor, url, "brouillon", {"title": "Une de trop"})
    assert page.status_code == 409
    assert (
        "terminez ou abandonnez" in page.content.decode() and "Une de trop" in page.content.decode()
    )
    script = press(visitor, url, "brouillon", {"title": "Encore"}, **{"X-Requested-With": "fetch"})
    assert script.status_code == 409
    mine = Proposal.objects.filter(author=person).order_by("pk")
    assert mine.count() == 2
    # The form of one that stands goes through again; giving one up makes room.
    again = {"nonce": mine[0].nonce, "title": "Offre 0"}
    assert press(visitor, url, "brouillon", again).status_code == 302
    services.give_up(person, mine[0].pk)
    assert press(visitor, url, "brouillon", {"title": "Place libre"}).status_code == 302


def test_a_nonce_of_somebody_else_makes_a_draft_of_ones_own() -> None:
    theirs = ProposalFactory()
    structure = StructureFactory()
    person = member_of(structure)
    url = f"/mes-fiches/nouvelle/?structure={structure.reference}&nature=funding"
    sent = {"nonce": theirs.nonce, "title": "La mienne"}
    assert press(signed_in(person), url, "brouillon", sent).status_code == 302
    mine = Proposal.objects.get(author=person)
    assert mine.nonce != theirs.nonce and mine.typed["title"] == "La mienne"
    theirs.refresh_from_db()
    assert "La mienne" not in str(theirs.typed)
