"""Two persons at the same moment: one decision, one sending, one draft."""

import pytest

from connect.contributions import deciding, services
from connect.contributions.enums import State
from connect.contributions.models import Proposal
from connect.contributions.selectors import live_version
from connect.contributions.sheets.book import Book
from connect.contributions.sheets.reading import typed_from, values_of_offer
from connect.notifications.models import Notice
from connect.offers.models import Offer
from tests.accounts.factories import UserFactory
from tests.contributions.desk import member_of
from tests.contributions.factories import ProposalFactory
from tests.harness.concurrency import together
from tests.offers.factories import OfferFactory

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_two_validators_decide_once_and_the_other_is_told_who_did() -> None:
    proposal = ProposalFactory(submitted=True, changes={"title": "Après"})
    people = [UserFactory(moderator=True) for _ in range(2)]
    version = live_version(proposal)

    def accept(number: int) -> Proposal:
        return deciding.accept(
            proposal.pk,
            by=people[number],
            picked={"title"},
            written={"title": f"Après {number}"},
            version=proposal.version,
            sheet_version=version,
        )

    results = together(lambda: accept(0), lambda: accept(1))
    won = [number for number, one in enumerate(results) if isinstance(one, Proposal)]
    assert len(won) == 1
    refusal = results[1 - won[0]]
    assert isinstance(refusal, deciding.AlreadyDecided)
    assert refusal.proposal.decided_by == people[won[0]]
    assert Offer.objects.get(pk=proposal.offer_id).title == f"Après {won[0]}"
    assert Notice.objects.count() == 1


def test_accepting_and_returning_at_once_do_one_of_them() -> None:
    proposal = ProposalFactory(submitted=True, changes={"title": "Après"})
    by, version = UserFactory(moderator=True), proposal.version
    results = together(
        lambda: deciding.accept_all(proposal.pk, by=by, version=version),
        lambda: deciding.send_back(proposal.pk, by=by, motive="Non.", version=version),
        lambda: services.take_back(proposal.author, proposal.pk),
    )
    assert sum(isinstance(one, Proposal) for one in results) == 1
    proposal.refresh_from_db()
    title = Offer.objects.get(pk=proposal.offer_id).title
    assert (title == "Après") == (proposal.state == State.ACCEPTED)


def test_two_proposals_on_one_offer_are_accepted_one_after_the_other() -> None:
    offer = OfferFactory(title="Avant")
    first = ProposalFactory(offer=offer, submitted=True, changes={"title": "Un"})
    second = ProposalFactory(offer=offer, submitted=True, changes={"title": "Deux"})
    by = UserFactory(moderator=True)
    results = together(
        lambda: deciding.accept_all(first.pk, by=by, version=first.version),
        lambda: deciding.accept_all(second.pk, by=by, version=second.version),
    )
    assert sum(isinstance(one, Proposal) for one in results) == 1
    assert Offer.objects.get(pk=offer.pk).title in {"Un", "Deux"}


def test_sending_while_another_window_writes_or_sends() -> None:
    draft = ProposalFactory(changes={"title": "Après"})
    version, values = draft.version, draft.values

    def send() -> object:
        return services.send(draft.author, draft.pk, values, version=version)

    def keep() -> object:
        return services.keep(draft.author, draft.pk, {**draft.typed, "title": "X"}, version=version)

    results = together(send, send, keep)
    assert sum(isinstance(one, Proposal) for one in results) == 1
    draft.refresh_from_db()
    sent = draft.state == State.SUBMITTED
    assert (draft.typed["title"] == "X") != sent and (draft.values.get("title") == "Après")


def test_two_windows_begin_one_draft() -> None:
    offer = OfferFactory()
    person, base = member_of(offer.structure), values_of_offer(offer)
    typed = typed_from(base, offer.kind, Book())

    def begin() -> object:
        made = services.begin(
            person, offer.structure, offer.kind, offer=offer, base=base, typed=typed
        )
        return made[1]

    assert sorted(map(str, together(begin, begin, begin))) == ["False", "False", "True"]
    assert Proposal.objects.count() == 1
