"""Who receives for a structure: its administrators, then its contributors, else its own address. One mail an owner."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from connect.accounts.addresses import normal_address
from connect.accounts.models import User
from connect.memberships.models import Membership
from connect.memberships.selectors import standing
from connect.notifications.services import recipient_of
from connect.structures.models import Structure


@dataclass(frozen=True)
class Receiver:
    """Whom a mail goes to: a person with an account, or an address.

    Attributes:
        user: the person, `None` for an address.
        address: the address of somebody without account, empty otherwise.
    """

    user: User | None = None
    address: str = ""

    @property
    def to(self) -> User | str:
        """What the ledger is given."""
        return self.user or self.address

    @property
    def recipient(self) -> str:
        """What stands for them in the ledger; empty when nobody can be written to."""
        return recipient_of(self.to) if self.to else ""

    @property
    def shown(self) -> str:
        """The address, for the staff."""
        return self.user.email if self.user else self.address


NOBODY = Receiver()


def one_form(email: str) -> str:
    """An address as it is written to and compared: in the form of accounts, or as it is where that one refuses it."""
    try:
        return normal_address(email)
    except ValidationError:
        return email.strip().lower()


def receivers(structures: Collection[int]) -> dict[int, Receiver]:
    """The receiver of each structure; two statements. A structure that nobody can be written for has `NOBODY`.

    The administrator who has been there longest comes first, then the contributor; the others share the structure
    with them and are not written to, so that one structure makes one mail.
    """
    held = Membership.objects.filter(standing(), structure__in=structures).select_related("user")
    found: dict[int, Receiver] = {}
    for one in held.order_by("role", "began_at", "pk"):
        found.setdefault(one.structure_id, Receiver(user=one.user))
    rest = Structure.objects.filter(pk__in=structures).exclude(pk__in=found)
    for pk, email in rest.order_by("pk").values_list("pk", "email"):
        found[pk] = Receiver(address=one_form(email)) if email.strip() else NOBODY
    return found


def all_holders(structures: Collection[int]) -> dict[int, set[str]]:
    """Everybody who may say what is true of structures, as the ledger names them; two statements.

    Its members, and its own address.
    """
    found: dict[int, set[str]] = defaultdict(set)
    held = Membership.objects.filter(standing(), structure__in=structures).order_by("pk")
    for structure, user in held.values_list("structure_id", "user_id"):
        found[structure].add(f"user:{user}")
    own = Structure.objects.filter(pk__in=structures).exclude(email="").order_by("pk")
    for structure, email in own.values_list("pk", "email"):
        found[structure].add(recipient_of(one_form(email)))
    return found
