"""What the ledger keeps about a person."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q

from connect.accounts.models import User
from connect.accounts.privacy import Holding, register
from connect.notifications.kinds import kind_of
from connect.notifications.models import Notice, Preference
from connect.notifications.services import forget_addresses, recipient_of
from connect.notifications.wishes import refused_by


def _label(code: str) -> str:
    kind = kind_of(code)
    return kind.label if kind else code


def _mails(user: User) -> Iterator[Mapping[str, Any]]:
    """Every row of the person, the oldest first; what was to come, and what their address got before, is there too."""
    bare = Q(user__isnull=True, recipient=recipient_of(user.email))
    for notice in Notice.objects.filter(Q(user=user) | bare).order_by("pk").iterator(500):
        yield {
            "date": (notice.sent_at or notice.due_at).isoformat(),
            "objet": notice.subject,
            "nature": _label(notice.kind),
            "etat": notice.get_state_display(),
            "motif": notice.reason,
        }


def _wishes(user: User) -> Iterator[Mapping[str, Any]]:
    for code in sorted(refused_by(user)):
        yield {"nature": _label(code), "souhaite": False}


def _erase(user: User) -> None:
    """Forget the rows and the choices.

    A refusal made with the address alone stays, as a digest that nobody can read back: it is what keeps us from
    writing again to somebody who asked us not to.
    """
    Notice.objects.filter(user=user).delete()
    Preference.objects.filter(user=user).delete()
    forget_addresses([user.email])


register(Holding(key="courriels", label="Courriels reçus", export=_mails, erase=_erase))
register(
    Holding(key="preferences-de-courriels", label="Courriels que vous refusez", export=_wishes)
)
