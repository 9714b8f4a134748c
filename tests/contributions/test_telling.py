"""What is told: the Monday page, the mails to authors, the copy of one's data and its erasure."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from pytest_django import DjangoAssertNumQueries

from connect.accounts.privacy import holdings
from connect.contributions import deciding
from connect.contributions.duties import KIND
from connect.contributions.enums import State
from connect.contributions.models import Proposal
from connect.contributions.notifications import compose_accepted, compose_returned
from connect.contributions.selectors import live_version
from connect.memberships.models import Membership
from connect.notifications.models import Notice
from connect.offers.models import Offer
from connect.upkeep.registry import AlreadyDone, sources_for
from connect.upkeep.services import AnswerRefused, settle
from tests.accounts.factories import UserFactory
from tests.contributions.factories import ProposalFactory
from tests.offers.factories import OfferFactory
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import PhaseFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


def source() -> Any:
    """The source of proposals, for who validates."""
    person = UserFactory(moderator=True)
    return next(one for one in sources_for(person) if one.kind == KIND)


def key(proposal: Proposal) -> str:
    """The key of its duty."""
    return f"{proposal.pk}-{proposal.version}"


def test_what_was_sent_waits_on_the_monday_page_the_oldest_first() -> None:
    first = ProposalFactory(submitted=True, changes={"title": "Un nouveau titre"})
    second = ProposalFactory(submitted=True, changes={"phone": "02 40 00 00 00"})
    for trait in ("returned", "accepted"):
        ProposalFactory(**{trait: True})
    ProposalFactory()
    one = source()
    duties = one.duties(20)
    assert [duty.key for duty in duties] == [key(first), key(second)] and one.count() == 2
    assert duties[0].url == f"/gestion/propositions/{first.pk}/"
    assert ("Téléphone", "02 40 00 00 00") in duties[1].details
    assert "Un nouveau titre" in dict(duties[0].details)["Intitulé"]
    assert [duty.key for duty in one.after(duties[0].since, key(first), 9)] == [key(second)]
    for nonsense in ("é", "1-", "-1", "9" * 30, f"{first.pk}-999", "1; DROP"):
        assert one.find(nonsense) is None
    for trait in ("editor", "publisher"):
        assert KIND not in {each.kind for each in sources_for(UserFactory(**{trait: True}))}


def test_statements_do_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    phase, place = PhaseFactory(), TerritoryFactory(epci_level=True)
    one, structure = source(), StructureFactory()
    changes = {"phases": [phase.code], "territories": [f"epci:{place.code}"], "title": "Neuf"}
    for number in (1, 3):
        for _ in range(number):
            ProposalFactory(
                offer=OfferFactory(structure=structure), submitted=True, changes=changes
            )
        with django_assert_num_queries(4):
            assert len(one.duties(20)) == one.count()


def test_small_changes_are_settled_in_place_once() -> None:
    person = UserFactory(moderator=True)
    proposal = ProposalFactory(submitted=True, changes={"title": "Après"})
    assert "Acceptée" in settle(person, KIND, key(proposal), "accepter", {}).sentence
    assert Offer.objects.get(pk=proposal.offer_id).title == "Après"
    with pytest.raises(AlreadyDone):
        settle(person, KIND, key(proposal), "accepter", {})
    back = ProposalFactory(submitted=True)
    with pytest.raises(AnswerRefused):
        settle(person, KIND, key(back), "retourner", {"reponse-motive": " "})
    settle(person, KIND, key(back), "retourner", {"reponse-motive": "Précisez."})
    back.refresh_from_db()
    assert (back.state, back.motive, back.decided_by) == (State.RETURNED, "Précisez.", person)


def test_conflicts_and_broken_sheets_are_refused_in_words() -> None:
    person = UserFactory(moderator=True)
    proposal = ProposalFactory(submitted=True, changes={"title": "Le mien", "amount_min": 50})
    Offer.objects.filter(pk=proposal.offer_id).update(title="Le leur")
    with pytest.raises(AnswerRefused) as refusal:
        settle(person, KIND, key(proposal), "accepter", {})
    assert "Intitulé" in str(refusal.value.form.non_field_errors())
    broken = ProposalFactory(submitted=True, changes={"amount_min": 50})
    Offer.objects.filter(pk=broken.offer_id).update(amount_max=10)
    with pytest.raises(AnswerRefused) as refusal:
        settle(person, KIND, key(broken), "accepter", {})
    assert "inférieur" in str(refusal.value.form.non_field_errors())
    sheet = ProposalFactory(
        offer=None, structure=StructureFactory(), submitted=True, changes={"name": ""}
    )
    with pytest.raises(AnswerRefused):
        settle(person, KIND, key(sheet), "accepter", {})


def mail_of(notice: Notice, composed: Any) -> str:
    """Both forms of a mail."""
    frame = {
        "mail_subject": composed.subject, "site_name": "ESSor", "site_url": "https://example.org", "why": "Parce que.",
        "my_mails_url": "", "unsubscribe_url": "", **composed.context,
    }  # fmt: skip
    return "".join(render_to_string(f"{composed.template}.{end}", frame) for end in ("txt", "html"))


def test_the_author_reads_the_motive_and_what_was_amended() -> None:
    proposal = ProposalFactory(
        submitted=True, changes={"title": "Après", "phone": "02 40 00 00 00"}
    )
    moderator = UserFactory(moderator=True)
    deciding.send_back(proposal.pk, by=moderator, motive="Dites <qui>.", version=proposal.version)
    notice = Notice.objects.get()
    text = mail_of(notice, compose_returned(notice))
    assert "Dites <qui>." in text and "Dites &lt;qui&gt;." in text
    assert f"https://example.org/mes-fiches/proposition/{proposal.pk}/" in text
    other = ProposalFactory(submitted=True, changes={"title": "Neuf", "phone": "02 40 00 00 00"})
    deciding.accept(
        other.pk, by=moderator, picked={"title"}, written={"title": "Relu"}, version=other.version,
        sheet_version=live_version(other),
    )  # fmt: skip
    told = Notice.objects.get(kind="proposition-acceptee")
    text = mail_of(told, compose_accepted(told))
    assert "vous proposiez «\u00a0Neuf\u00a0»" in text and "«\u00a0Relu\u00a0»" in text
    assert Offer.objects.get(pk=other.offer_id).get_absolute_url() in text


def test_nothing_is_sent_to_who_lost_the_right_or_when_it_no_longer_stands() -> None:
    def returned() -> tuple[Proposal, Notice]:
        proposal = ProposalFactory(submitted=True, changes={"title": "Après"})
        deciding.send_back(
            proposal.pk, by=UserFactory(moderator=True), motive="Non.", version=proposal.version
        )
        return proposal, Notice.objects.order_by("-pk")[0]

    proposal, notice = returned()
    assert compose_returned(notice) is not None
    Membership.objects.filter(user=proposal.author).update(ended_at="2026-01-01T00:00:00Z")
    assert compose_returned(notice) is None
    proposal, notice = returned()
    Proposal.objects.filter(pk=proposal.pk).update(state=State.WITHDRAWN)
    assert compose_returned(notice) is None
    proposal, notice = returned()
    proposal.author.is_active = False
    proposal.author.save()
    assert compose_returned(notice) is None
    for nonsense in ("proposal:x", "proposal:1", "autre"):
        notice.key = nonsense
        assert compose_returned(notice) is None


def test_the_copy_holds_what_i_wrote_and_the_erasure_leaves_what_was_sent() -> None:
    holding = next(one for one in holdings() if one.key == "propositions")
    draft = ProposalFactory(changes={"title": "Mon brouillon"})
    person = draft.author
    sent = ProposalFactory(author=person, submitted=True, changes={"title": "Envoyée"})
    others = ProposalFactory(changes={"title": "D’une autre"})
    rows = list(holding.export(person))
    assert [row["texte"]["title"] for row in rows] == ["Mon brouillon", "Envoyée"]
    holding.erase(person)
    sent.refresh_from_db()
    assert sent.author is None and not Proposal.objects.filter(pk=draft.pk).exists()
    assert Proposal.objects.filter(pk=others.pk).exists() and list(holding.export(person)) == []
    # The chamber still decides it, and tells nobody.
    deciding.accept_all(sent.pk, by=UserFactory(moderator=True), version=sent.version)
    assert not Notice.objects.exists()
