"""The chamber decides: in whole, in part, amended, returned; conflicts are named field by field."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from connect.common.clock import today
from connect.contributions import deciding, services
from connect.contributions.deciding import AlreadyDecided, SheetMoved
from connect.contributions.enums import State, Subject
from connect.contributions.models import Proposal
from connect.contributions.sheets.book import Book
from connect.contributions.sheets.reading import blank
from connect.notifications.models import Notice
from connect.offers.enums import Kind, Status
from connect.offers.models import Offer
from tests.accounts.factories import UserFactory
from tests.contributions.chamber import accept, amended, page
from tests.contributions.desk import hidden, member_of, signed_in
from tests.contributions.factories import ProposalFactory
from tests.offers.factories import OfferFactory
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import PhaseFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


def test_accepting_writes_the_sheet_dates_it_and_tells_the_author() -> None:
    phase, place = PhaseFactory(), TerritoryFactory(epci_level=True)
    offer = OfferFactory(title="Avant", phases=[], verified_on=datetime.date(2020, 1, 1))
    proposal = ProposalFactory(
        offer=offer,
        submitted=True,
        changes={
            "title": "Après", "phases": [phase.code], "territories": [f"epci:{place.code}"], "sectors": ["*"],
            "amount_max": 40_000,
        },
    )  # fmt: skip
    accept(proposal)
    offer.refresh_from_db()
    assert (offer.title, offer.amount_max, offer.all_sectors) == ("Après", 40_000, True)
    assert (offer.verified_on, offer.status) == (today(), Status.VISIBLE)
    assert list(offer.phases.all()) == [phase] and list(offer.territories.all()) == [place]
    proposal.refresh_from_db()
    assert (proposal.state, proposal.amended) == (State.ACCEPTED, [])
    notice = Notice.objects.get()
    assert (notice.kind, notice.user) == ("proposition-acceptee", proposal.author)


def test_a_part_is_accepted_and_amended_and_the_author_reads_what_was_done() -> None:
    offer = OfferFactory(title="Avant", email="a@example.org", phone="02 40 00 00 00")
    proposal = ProposalFactory(
        offer=offer,
        submitted=True,
        changes={"title": "Après", "email": "b@example.org", "phone": "02 41 00 00 00"},
    )
    accept(proposal, picked={"title", "email"}, title="Après relecture")
    offer.refresh_from_db()
    assert (offer.title, offer.email, offer.phone) == (
        "Après relecture",
        "b@example.org",
        "02 40 00 00 00",
    )
    proposal.refresh_from_db()
    assert proposal.amended == [
        {"label": "Intitulé", "proposed": "Après", "kept": "Après relecture"},
        {"label": "Téléphone", "proposed": "02 41 00 00 00", "kept": "02 40 00 00 00"},
    ]


def test_a_new_offer_is_made_visible_with_its_reference() -> None:
    structure = StructureFactory()
    values = {**blank(Subject.CALL), "title": "Un appel", "closes_on": "2027-01-01"}
    proposal = ProposalFactory(
        offer=None,
        structure=structure,
        subject=Subject.CALL,
        is_new=True,
        submitted=True,
        changes=values,
    )
    accept(proposal)
    offer = Offer.objects.get(title="Un appel")
    assert (offer.structure, offer.status, offer.kind) == (structure, Status.VISIBLE, Kind.CALL)
    assert offer.reference.startswith("AAP-") and offer.recorded_on == today()
    proposal.refresh_from_db()
    assert proposal.offer == offer
    # A new offer without what its nature demands is refused, and nothing is made.
    short = ProposalFactory(
        offer=None,
        structure=structure,
        subject=Subject.CALL,
        is_new=True,
        submitted=True,
        changes=values,
    )
    with pytest.raises(ValidationError):
        accept(short, picked={"title"})
    assert Offer.objects.count() == 1 and Proposal.objects.get(pk=short.pk).state == State.SUBMITTED


def test_a_structure_is_written_with_the_ground_of_its_commune() -> None:
    place = TerritoryFactory(name="Laval", code="53130", epci=TerritoryFactory(epci_level=True))
    structure = StructureFactory()
    proposal = ProposalFactory(
        offer=None,
        structure=structure,
        submitted=True,
        changes={"commune": f"commune:{place.code}", "is_funder": True},
    )
    accept(proposal)
    structure.refresh_from_db()
    assert (structure.commune, structure.epci, structure.commune_name) == (
        place,
        place.epci,
        "Laval",
    )
    assert structure.department == place.parent and structure.is_funder
    assert structure.verified_on == today()


def test_what_somebody_else_wrote_meanwhile_wins_unless_chosen() -> None:
    offer = OfferFactory(title="Avant", email="a@example.org")
    proposal = ProposalFactory(
        offer=offer, submitted=True, changes={"title": "Le mien", "phone": "02 40 00 00 00"}
    )
    Offer.objects.filter(pk=offer.pk).update(title="Le leur", email="b@example.org")
    proposal = Proposal.objects.get(pk=proposal.pk)
    found = {one.name: one for one in deciding.differences_of(proposal, Book())}
    assert found["title"].is_conflict and not found["phone"].is_conflict
    assert (found["title"].started, found["title"].before, found["title"].after) == (
        "Avant",
        "Le leur",
        "Le mien",
    )
    with pytest.raises(ValidationError, match="Intitulé"):
        deciding.accept_all(proposal.pk, by=UserFactory(moderator=True), version=proposal.version)
    visitor = signed_in(UserFactory(moderator=True))
    shown = visitor.get(page(proposal))
    text = shown.content.decode()
    assert "Conflit." in text and "b@example.org" in text
    assert 'id="retenir-title" name="retenir" value="title">' in text
    assert 'id="retenir-phone" name="retenir" value="phone" checked>' in text
    sent = {**hidden(shown), **amended(proposal), "retenir": ["phone"], "action": "accepter"}
    assert visitor.post(page(proposal), sent).status_code == 302
    offer.refresh_from_db()
    assert (offer.title, offer.email, offer.phone) == ("Le leur", "b@example.org", "02 40 00 00 00")


def test_the_page_accepts_amends_and_refuses_what_breaks_the_sheet() -> None:
    offer = OfferFactory(title="Avant", amount_min=100)
    proposal = ProposalFactory(
        offer=offer,
        submitted=True,
        changes={"title": "Après", "amount_max": 200, "summary": "<b>Gras</b>"},
    )
    visitor, url = signed_in(UserFactory(moderator=True)), page(proposal)
    shown = visitor.get(url)
    assert "<b>Gras" not in shown.content.decode() and "Écrit par" in shown.content.decode()
    base = {**hidden(shown), **amended(proposal), "action": "accepter"}
    for changes, said in (
        ({"retenir": []}, "Rien n’est coché"),
        ({"retenir": ["title"], "valeur-title": ""}, "À remplir"),
        ({"retenir": ["amount_max"], "valeur-amount_max": "50"}, "inférieur au montant minimum"),
        ({"retenir": ["summary"]}, "sans balises"),
    ):
        answer = visitor.post(url, {**base, **changes})
        assert answer.status_code == 422 and said in answer.content.decode(), said
    offer.refresh_from_db()
    assert offer.title == "Avant"
    good = {
        **base,
        "retenir": ["title", "summary"],
        "valeur-summary": "Clair.",
        "valeur-title": "Relu",
    }
    assert visitor.post(url, good).status_code == 302
    offer.refresh_from_db()
    assert (offer.title, offer.summary, offer.amount_max) == ("Relu", "Clair.", None)


def test_a_stale_page_is_told_and_keeps_what_was_typed() -> None:
    offer = OfferFactory(title="Avant")
    proposal = ProposalFactory(offer=offer, submitted=True, changes={"title": "Après"})
    visitor, url = signed_in(UserFactory(moderator=True)), page(proposal)
    shown = visitor.get(url)
    Offer.objects.filter(pk=offer.pk).update(phone="02 40 00 00 00")
    sent = {
        **hidden(shown),
        "retenir": ["title"],
        "valeur-title": "Mon titre",
        "action": "accepter",
    }
    answer = visitor.post(url, sent)
    assert answer.status_code == 409
    assert (
        "a changé depuis" in answer.content.decode()
        and 'value="Mon titre"' in answer.content.decode()
    )
    again = visitor.post(url, {**sent, **hidden(answer)})
    offer.refresh_from_db()
    assert again.status_code == 302 and (offer.title, offer.phone) == (
        "Mon titre",
        "02 40 00 00 00",
    )
    late = visitor.post(url, sent)
    assert late.status_code == 409 and "Acceptée par" in late.content.decode()


def test_a_proposal_sent_again_is_not_decided_from_the_old_page() -> None:
    proposal = ProposalFactory(submitted=True, changes={"title": "Un"})
    visitor, url = signed_in(UserFactory(moderator=True)), page(proposal)
    sent = {
        **hidden(visitor.get(url)),
        "retenir": ["title"],
        "valeur-title": "Un",
        "action": "accepter",
    }
    services.take_back(proposal.author, proposal.pk)
    assert visitor.post(url, sent).status_code == 404
    draft = services.keep(proposal.author, proposal.pk, {**proposal.typed, "title": "Deux"})
    services.send(
        proposal.author, draft.pk, {**proposal.values, "title": "Deux"}, version=draft.version
    )
    answer = visitor.post(url, sent)
    assert answer.status_code == 409 and "Deux" in answer.content.decode()
    with pytest.raises(SheetMoved):
        accept(proposal)


def test_returning_needs_a_motive_and_lets_the_author_begin_again() -> None:
    proposal = ProposalFactory(submitted=True, changes={"title": "Après"})
    visitor, url = signed_in(UserFactory(moderator=True)), page(proposal)
    sent = {**hidden(visitor.get(url)), "action": "retourner"}
    for motive, said in (
        ("", "Écrivez pourquoi"),
        (" \x00 ", "Écrivez pourquoi"),
        ("x" * 2001, "trop long"),
    ):
        answer = visitor.post(url, {**sent, "valeur-motive": motive})
        assert answer.status_code == 422 and said in answer.content.decode()
    assert visitor.post(url, {**sent, "valeur-motive": "Précisez <qui>."}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.motive) == (State.RETURNED, "Précisez <qui>.")
    mine = signed_in(proposal.author)
    assert "Précisez &lt;qui&gt;." in mine.get("/mes-fiches/").content.decode()
    values = {**proposal.values, "title": "Encore"}
    draft = services.keep(proposal.author, proposal.pk, {**proposal.typed, "title": "Encore"})
    services.send(proposal.author, proposal.pk, values, version=draft.version)
    deciding.send_back(
        proposal.pk,
        by=UserFactory(moderator=True),
        motive="Encore un mot.",
        version=draft.version + 1,
    )
    assert Notice.objects.filter(kind="proposition-retournee").count() == 2


def test_only_who_validates_decides() -> None:
    proposal = ProposalFactory(submitted=True, changes={"title": "Après"})
    for person in (UserFactory(editor=True), proposal.author, member_of(proposal.structure)):
        visitor = signed_in(person)
        for url in (page(proposal), f"{page(proposal)}apercu/"):
            assert visitor.get(url).status_code in {302, 403}
        with pytest.raises(PermissionDenied):
            accept(proposal, by=person)
        with pytest.raises(PermissionDenied):
            deciding.send_back(proposal.pk, by=person, motive="Non.", version=1)
    moderator = signed_in(UserFactory(moderator=True))
    assert moderator.get(f"{page(proposal)}apercu/").status_code == 200
    draft = ProposalFactory()
    assert moderator.get(page(draft)).status_code == 404
    assert moderator.get("/gestion/propositions/999999/").status_code == 404


def test_deciding_twice_decides_once() -> None:
    proposal = ProposalFactory(submitted=True, changes={"title": "Après"})
    accept(proposal)
    with pytest.raises(AlreadyDecided):
        accept(proposal)
    with pytest.raises(AlreadyDecided):
        deciding.send_back(proposal.pk, by=UserFactory(moderator=True), motive="Non.", version=1)
    assert Notice.objects.count() == 1
    with pytest.raises(services.NotWritable):
        services.take_back(proposal.author, proposal.pk)
