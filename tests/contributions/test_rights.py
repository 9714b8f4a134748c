"""What others may never see or touch, and what the members of one structure see of one another."""

import pytest

from connect.contributions.models import Proposal
from connect.memberships.models import NetworkAnimator
from tests.accounts.factories import UserFactory
from tests.contributions.desk import edit_url, hidden, member_of, press, signed_in, typed
from tests.contributions.factories import ProposalFactory
from tests.harness.visitor import Visitor
from tests.memberships.factories import NetworkAnimatorFactory
from tests.offers.factories import OfferFactory
from tests.structures.factories import LocalNetworkFactory, StructureFactory

pytestmark = pytest.mark.django_db
SECRET = "Ce que personne ne doit lire"


def test_members_of_one_structure_see_nothing_of_another(client: Visitor) -> None:
    theirs = StructureFactory(private=True, name=f"{SECRET} A")
    offers = [
        OfferFactory(structure=theirs, title=f"{SECRET} {trait}", **{trait: True})
        for trait in ("hidden", "draft", "archived", "to_validate")
    ]
    proposals = [
        ProposalFactory(offer=offers[0], changes={"title": f"{SECRET} brouillon"}),
        ProposalFactory(offer=offers[1], submitted=True, changes={"title": f"{SECRET} envoyée"}),
        ProposalFactory(offer=offers[2], returned=True, changes={"title": f"{SECRET} retournée"}),
        ProposalFactory(offer=None, structure=theirs, changes={"name": SECRET}),
    ]
    mine = StructureFactory()
    strangers = [
        signed_in(member_of(mine)), signed_in(UserFactory()), signed_in(UserFactory(editor=True)),
        signed_in(UserFactory(moderator=True)),
    ]  # fmt: skip
    urls = [
        *(edit_url(one) for one in (*offers, theirs)),
        *(f"/mes-fiches/offre/{one.reference}/historique/" for one in offers),
        f"/mes-fiches/structure/{theirs.reference}/historique/",
        *(
            f"/mes-fiches/proposition/{one.pk}/{tail}"
            for one in proposals
            for tail in ("", "apercu/")
        ),
        f"/mes-fiches/nouvelle/?structure={theirs.reference}&nature=call",
        f"/mes-fiches/?structure={theirs.reference}",
    ]
    for visitor in strangers:
        for url in urls:
            answer = visitor.get(url)
            assert answer.status_code == 404 and SECRET not in answer.content.decode(), url
        assert SECRET not in visitor.get("/mes-fiches/").content.decode()
        assert SECRET not in visitor.get("/mes-fiches/nouvelle/", follow=True).content.decode()
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 302 and SECRET not in answer.content.decode()


def test_nobody_writes_in_another_structure_by_any_form() -> None:
    theirs, mine = OfferFactory(), OfferFactory()
    draft = ProposalFactory(offer=theirs, changes={"title": "À eux"})
    visitor = signed_in(member_of(mine.structure))
    fields = hidden(visitor.get(edit_url(mine)))
    for url in (
        edit_url(theirs), edit_url(theirs.structure), f"/mes-fiches/proposition/{draft.pk}/",
        f"/mes-fiches/nouvelle/?structure={theirs.structure.reference}&nature=call",
    ):  # fmt: skip
        for action in ("brouillon", "proposer", "abandonner", "reprendre"):
            answer = visitor.post(url, {**fields, "title": "Pris", "action": action})
            assert answer.status_code == 404, (url, action)
    draft.refresh_from_db()
    assert Proposal.objects.count() == 1 and draft.typed["title"] == "À eux"
    # The base that a form carries is that of its own sheet: another one's is not believed.
    other = OfferFactory(structure=mine.structure, title="Autre")
    stolen = hidden(visitor.get(edit_url(mine)))["depart"]
    visitor.post(
        edit_url(other), {**typed(other, title="X"), "depart": stolen, "action": "brouillon"}
    )
    assert Proposal.objects.get(offer=other).base["title"] == "Autre"


def test_members_read_what_colleagues_sent_but_not_their_drafts() -> None:
    offer = OfferFactory()
    draft = ProposalFactory(offer=offer, changes={"title": "Brouillon de l’une"})
    sent = ProposalFactory(offer=offer, submitted=True, changes={"title": "Envoyée par l’autre"})
    visitor = signed_in(member_of(offer.structure))
    assert visitor.get(f"/mes-fiches/proposition/{draft.pk}/").status_code == 404
    read = visitor.get(f"/mes-fiches/proposition/{sent.pk}/")
    assert read.status_code == 200 and "Envoyée par l’autre" in read.content.decode()
    assert "Reprendre pour corriger" not in read.content.decode()
    visitor.post(f"/mes-fiches/proposition/{sent.pk}/", {"action": "reprendre"})
    sent.refresh_from_db()
    assert sent.state == "proposee"
    board = visitor.get("/mes-fiches/").content.decode()
    assert str(sent.author) in board and "Brouillon de l’une" not in board


def test_the_second_to_send_sees_that_another_is_being_read() -> None:
    offer = OfferFactory(title="Avant")
    visitor, url = signed_in(member_of(offer.structure)), edit_url(offer)
    fields = hidden(visitor.get(url))
    ProposalFactory(offer=offer, submitted=True, changes={"title": "De l’autre"})
    sent = {**fields, **typed(offer, title="Le mien"), "action": "proposer"}
    answer = visitor.post(url, sent)
    text = answer.content.decode()
    assert answer.status_code == 409 and "De l’autre" in text and 'value="Le mien"' in text
    assert visitor.post(url, {**sent, **hidden(answer)}).status_code == 302
    assert Proposal.objects.filter(state="proposee").count() == 2


def test_animators_write_for_the_structures_of_their_territory() -> None:
    network = LocalNetworkFactory()
    near = StructureFactory(local_network=network, name="Structure du réseau")
    far = StructureFactory(name="Structure lointaine")
    offer = OfferFactory(structure=near)
    animator = NetworkAnimatorFactory(network=network).user
    visitor = signed_in(animator)
    board = visitor.get("/mes-fiches/").content.decode()
    assert near.name in board and far.name not in board
    alone = visitor.get(f"/mes-fiches/?structure={near.reference}").content.decode()
    assert offer.title in alone
    assert press(visitor, edit_url(offer), "proposer", typed(offer, title="X")).status_code == 302
    NetworkAnimator.objects.update(ended_at="2026-01-01T00:00:00Z")
    assert visitor.get(f"/mes-fiches/?structure={near.reference}").status_code == 404
    assert near.name not in visitor.get("/mes-fiches/").content.decode()


def test_unsafe_methods_are_refused() -> None:
    offer = OfferFactory()
    draft = ProposalFactory(offer=offer)
    visitor = signed_in(draft.author)
    visitor.get(edit_url(offer))
    for url in (
        "/mes-fiches/", f"/mes-fiches/offre/{offer.reference}/historique/",
        f"/mes-fiches/proposition/{draft.pk}/apercu/",
    ):  # fmt: skip
        assert visitor.post(url).status_code == 405, url
    for url in (edit_url(offer), f"/mes-fiches/proposition/{draft.pk}/"):
        for method in (visitor.put, visitor.delete, visitor.patch):
            assert method(url).status_code == 405, url
