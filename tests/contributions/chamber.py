"""How tests of the chamber accept a proposal, and fill its page."""

from typing import Any

from connect.contributions import deciding
from connect.contributions.models import Proposal
from connect.contributions.selectors import live_version
from tests.accounts.factories import UserFactory


def accept(proposal: Proposal, by: Any = None, **changes: Any) -> Proposal:
    """Accept everything, some values amended."""
    return deciding.accept(
        proposal.pk,
        by=by or UserFactory(moderator=True),
        picked=changes.pop("picked", set(proposal.values)),
        written={**proposal.values, **changes},
        version=proposal.version,
        sheet_version=live_version(Proposal.objects.get(pk=proposal.pk)),
    )


def page(proposal: Proposal) -> str:
    """Where it is decided."""
    return f"/gestion/propositions/{proposal.pk}/"


def amended(proposal: Proposal, **changes: Any) -> dict[str, Any]:
    """The fields of the page, as they stand first, with some amended."""
    return {f"valeur-{name}": value for name, value in {**proposal.typed, **changes}.items()}
