"""What contributions keep about a person: what they wrote."""

from collections.abc import Iterable, Mapping
from typing import Any

from connect.accounts.models import User
from connect.accounts.privacy import Holding, register
from connect.contributions.enums import State
from connect.contributions.models import Proposal


def _export(user: User) -> Iterable[Mapping[str, Any]]:
    rows = Proposal.objects.filter(author=user).select_related("structure", "offer")
    for row in rows.order_by("created_at", "pk"):
        yield {
            "fiche": row.title,
            "structure": row.structure.name,
            "reference": row.offer.reference if row.offer else "",
            "etat": row.get_state_display(),
            "commencee_le": row.created_at.isoformat(),
            "enregistree_le": row.saved_at.isoformat(),
            "proposee_le": row.submitted_at.isoformat() if row.submitted_at else None,
            "decidee_le": row.decided_at.isoformat() if row.decided_at else None,
            "motif_du_retour": row.motive,
            "texte": row.typed,
        }


def _erase(user: User) -> None:
    """Drafts go; what was sent or accepted describes a structure, and stays without its author."""
    mine = Proposal.objects.filter(author=user)
    mine.exclude(state__in=[State.SUBMITTED, State.ACCEPTED]).delete()
    mine.update(author=None)
    Proposal.objects.filter(decided_by=user).update(decided_by=None)


register(
    Holding(
        key="propositions",
        label="Vos brouillons et vos propositions de modification des fiches",
        export=_export,
        erase=_erase,
    )
)
