"""Makes proposals for tests, as their services would leave them."""

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from connect.contributions.enums import State, Subject
from connect.contributions.models import Proposal
from connect.contributions.selectors import live_values
from connect.contributions.services import new_nonce
from connect.contributions.sheets.book import Book
from connect.contributions.sheets.reading import blank, typed_from
from tests.accounts.factories import UserFactory
from tests.memberships.factories import MembershipFactory
from tests.offers.factories import OfferFactory


class ProposalFactory(DjangoModelFactory[Proposal]):
    """A draft that changes a visible offer, by a member of its structure.

    Give `changes` to write values over those of the sheet. Traits: `submitted`, `returned`, `accepted`.
    """

    class Meta:
        model = Proposal

    author = factory.SubFactory(UserFactory)
    offer = factory.SubFactory(OfferFactory)
    structure = factory.LazyAttribute(lambda o: o.offer.structure)
    subject = factory.LazyAttribute(lambda o: o.offer.kind if o.offer else Subject.STRUCTURE)
    nonce = factory.LazyFunction(new_nonce)
    changes: dict[str, Any] = {}

    class Params:
        submitted = factory.Trait(
            state=State.SUBMITTED, submitted_at=factory.LazyFunction(timezone.now)
        )
        returned = factory.Trait(
            state=State.RETURNED,
            motive="Dites qui peut demander.",
            submitted_at=factory.LazyFunction(timezone.now),
            decided_at=factory.LazyFunction(timezone.now),
        )
        accepted = factory.Trait(
            state=State.ACCEPTED,
            submitted_at=factory.LazyFunction(timezone.now),
            decided_at=factory.LazyFunction(timezone.now),
        )

    @classmethod
    def _create(cls, model_class: type[Proposal], *args: Any, **kwargs: Any) -> Proposal:
        changes = kwargs.pop("changes")
        proposal = model_class(*args, **kwargs)
        if proposal.author is not None and not proposal.author.memberships.filter(
            structure=proposal.structure
        ):
            MembershipFactory(user=proposal.author, structure=proposal.structure)
        base = blank(proposal.subject) if proposal.is_new else live_values(proposal)
        proposal.base = kwargs.get("base", base)
        proposal.values = {**proposal.base, **changes}
        proposal.typed = typed_from(proposal.values, proposal.subject, Book())
        proposal.save()
        return proposal
