"""Imported addresses: written all together, kept with where they come from, erased twelve months after."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from connect.accounts.models import User
from connect.common.sanitising import plain_text
from connect.notifications.models import Suppression
from connect.notifications.services import forget_addresses, recipient_of
from connect.outreach import permissions
from connect.outreach.ledger import LETTER
from connect.outreach.letters.reading import Line
from connect.outreach.models import Prospect, Target

KEPT = datetime.timedelta(days=365)
LONGEST_ORIGIN = 200
AT_ONCE = 400


@dataclass(frozen=True)
class Imported:
    """What became of the lines of a file.

    Attributes:
        added: new addresses.
        known: those already there, or twice in the file.
        opposed: those that want no letters.
        members: those of persons who have an account.
    """

    added: int
    known: int
    opposed: int
    members: int


def opposed_among(addresses: Sequence[str]) -> set[str]:
    """Those of these addresses that want no letters; one statement."""
    stands = {recipient_of(one): one for one in addresses}
    refused = Suppression.objects.filter(kind=LETTER, recipient__in=stands).order_by()
    return {stands[one] for one in refused.values_list("recipient", flat=True)}


def members_among(addresses: Sequence[str]) -> set[str]:
    """Those of these addresses that have an account; one statement."""
    held = User.objects.filter(email__in=addresses, is_active=True).order_by()
    return set(held.values_list("email", flat=True))


@transaction.atomic
def import_prospects(lines: Sequence[Line], origin: str, *, by: AbstractBaseUser) -> Imported:
    """Keep the addresses of a file, each once.

    Args:
        lines: lines read without fault.
        origin: where they come from, told in the letters.
        by: who imports.

    Raises:
        PermissionDenied: when the person may not prepare letters.
        ValidationError: when nothing says where the addresses come from.
    """
    if not permissions.may_prepare(by):
        raise PermissionDenied
    told = plain_text(origin)
    if not told or len(told) > LONGEST_ORIGIN:
        raise ValidationError(
            f"Dites d’où viennent ces adresses, en {LONGEST_ORIGIN} caractères au plus : la lettre le répète."
        )
    by_address = {one.address: one for one in reversed(lines)}
    addresses = sorted(by_address)
    opposed, members = opposed_among(addresses), members_among(addresses)
    kept = Prospect.objects.filter(address__in=addresses).order_by()
    known = set(kept.values_list("address", flat=True))
    new = [one for one in addresses if one not in opposed | members | known]
    Prospect.objects.bulk_create(
        [
            Prospect(
                name=by_address[one].name,
                address=one,
                commune_id=by_address[one].commune,
                origin=told,
                imported_by=by if isinstance(by, User) else None,
            )
            for one in new
        ],
        batch_size=AT_ONCE,
        # Somebody else may be importing the same file.
        ignore_conflicts=True,
    )
    out = opposed | members
    return Imported(
        len(new), len(lines) - len(new) - len(out), len(opposed), len(members - opposed)
    )


def erase(prospects: Sequence[int], *, by: AbstractBaseUser) -> int:
    """Erase imported addresses at once; returns how many.

    Raises:
        PermissionDenied: when the person may not prepare letters.
    """
    if not permissions.may_prepare(by):
        raise PermissionDenied
    return _erase(list(Prospect.objects.filter(pk__in=prospects).order_by("pk")))


@transaction.atomic
def _erase(prospects: Sequence[Prospect]) -> int:
    """Erase addresses, here and where campaigns copied them; what had not left does not leave."""
    keys = [one.pk for one in prospects]
    copies = Target.objects.filter(prospect__in=keys)
    copies.filter(handed_at__isnull=True).update(excluded_at=timezone.now())
    copies.update(address="")
    forget_addresses([one.address for one in prospects], code=LETTER)
    Prospect.objects.filter(pk__in=keys).delete()
    return len(keys)


def forget_old_prospects() -> int:
    """Erase the addresses imported twelve months ago, and those that opposed; returns how many."""
    old = timezone.now() - KEPT
    rows = list(Prospect.objects.order_by("pk"))
    gone = 0
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        opposed = opposed_among([one.address for one in part])
        gone += _erase([one for one in part if one.imported_at < old or one.address in opposed])
    return gone
