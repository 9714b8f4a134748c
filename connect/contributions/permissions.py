"""Who may write, read and decide proposals."""

from typing import Any

from connect.contributions.enums import State
from connect.contributions.models import Proposal
from connect.memberships.permissions import may_contribute
from connect.offers.enums import Status
from connect.offers.permissions import may_set_status


def may_write(user: Any, proposal: Proposal) -> bool:
    """Whether the person may write, send or take back this proposal: its author, while they act for the structure."""
    return proposal.author_id == user.pk and may_contribute(user, proposal.holder)


def may_read(user: Any, proposal: Proposal) -> bool:
    """Whether the person may read it: its author, and the other members once it was sent."""
    if not may_contribute(user, proposal.holder):
        return False
    sent = proposal.state in {State.SUBMITTED, State.ACCEPTED}
    return proposal.author_id == user.pk or sent


def may_decide(user: Any) -> bool:
    """Whether the person accepts and returns proposals for the chamber."""
    return may_set_status(user, Status.VISIBLE)
