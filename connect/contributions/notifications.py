"""What the author of a proposal is told."""

from typing import Any

from django.urls import reverse

from connect.common.french import quoted
from connect.contributions.deciding import ACCEPTED_KIND, RETURNED_KIND
from connect.contributions.enums import State, Subject
from connect.contributions.models import Proposal
from connect.contributions.permissions import may_write
from connect.contributions.selectors import with_relations
from connect.notifications.kinds import Kind, Mail, register
from connect.notifications.models import Notice
from connect.offers.selectors import visible_to


def _proposal(notice: Notice, state: State) -> Proposal | None:
    """The proposal of a message, while it still stands and its author may still read it."""
    pk, _, version = notice.key.removeprefix("proposal:").partition(":")
    if not (pk.isdigit() and version.isdigit()):
        return None
    rows = with_relations(Proposal.objects.filter(pk=int(pk), version=int(version), state=state))
    found = rows.order_by("pk").first()
    if found is None or found.author is None or notice.user_id != found.author_id:
        return None
    return found if found.author.is_active and may_write(found.author, found) else None


def compose_accepted(notice: Notice) -> Mail | None:
    """« Votre proposition est acceptée », with what was amended."""
    proposal = _proposal(notice, State.ACCEPTED)
    if proposal is None:
        return None
    return Mail(
        subject=f"Votre proposition est acceptée\u00a0: {proposal.title}"[:190],
        template="contributions/mails/accepted",
        context={"proposal": proposal, "amended": proposal.amended, "url": _public(proposal)},
    )


def _public(proposal: Proposal) -> str:
    """The public page of the sheet, or « Mes fiches » when the public does not see it."""
    if proposal.subject == Subject.STRUCTURE and proposal.structure.is_public:
        return proposal.structure.get_absolute_url()
    offer: Any = proposal.offer
    if offer is not None and visible_to(None).filter(pk=offer.pk).exists():
        return str(offer.get_absolute_url())
    return reverse("my-sheets")


def compose_returned(notice: Notice) -> Mail | None:
    """« Votre proposition vous est retournée », with the motive."""
    proposal = _proposal(notice, State.RETURNED)
    if proposal is None:
        return None
    return Mail(
        subject=f"Votre proposition est à reprendre\u00a0: {proposal.title}"[:190],
        template="contributions/mails/returned",
        context={"proposal": proposal, "url": reverse("my-proposal", args=[proposal.pk])},
    )


_WHY = f"Vous avez proposé un changement à la CRESS depuis la page {quoted('Mes fiches')}."
register(
    Kind(
        code=ACCEPTED_KIND,
        label="Propositions acceptées",
        why=_WHY,
        compose=compose_accepted,
    )
)
register(
    Kind(
        code=RETURNED_KIND,
        label="Propositions à reprendre",
        why=_WHY,
        compose=compose_returned,
    )
)
