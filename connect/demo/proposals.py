"""Proposals of the demonstration: one that the chamber reads, one it returned, a draft."""

from typing import Any

from django.db import transaction

from connect.accounts.enums import StaffRole
from connect.accounts.models import User
from connect.contributions import deciding, services
from connect.contributions.enums import Subject
from connect.contributions.models import Proposal
from connect.contributions.sheets.book import Book
from connect.contributions.sheets.reading import blank, typed_from, values_of_offer
from connect.demo.people import address
from connect.memberships.selectors import structures_of
from connect.offers.models import Offer
from connect.offers.selectors import visible_to

CONTRIBUTOR = "contributeur@example.org"
MOTIVE = (
    "Merci, c’est plus clair. Dites aussi quelle pièce prouve l’ancienneté de l’association, "
    "puis proposez de nouveau."
)


@transaction.atomic
def load_proposals() -> None:
    """Write them once; what somebody decided since stays decided."""
    author = User.objects.filter(email=CONTRIBUTOR).first()
    moderator = User.objects.filter(email=address(StaffRole.MODERATOR)).first()
    structure = structures_of(author).order_by("reference").first()
    if author is None or moderator is None or structure is None or Proposal.objects.exists():
        return
    held = visible_to(None).filter(structure=structure).select_related("structure")
    offers = list(held.order_by("reference")[:2])
    if offers:
        _propose(
            author, offers[0], how_to_apply="Écrivez-nous\u00a0: nous répondons sous dix jours."
        )
    if len(offers) > 1:
        returned = _propose(author, offers[1], conditions="Être une association de plus d’un an.")
        deciding.send_back(returned.pk, by=moderator, motive=MOTIVE, version=returned.version)
    base = blank(Subject.CALL)
    typed = {**typed_from(base, Subject.CALL, Book()), "title": "Appel à projets des tiers-lieux"}
    services.begin(author, structure, Subject.CALL, base=base, typed=typed)


def _propose(author: User, offer: Offer, **changes: Any) -> Proposal:
    base = values_of_offer(offer)
    values = {**base, **changes}
    typed = typed_from(values, offer.kind, Book())
    draft, _ = services.begin(
        author, offer.structure, offer.kind, offer=offer, base=base, typed=typed
    )
    return services.send(author, draft.pk, values, version=draft.version)
