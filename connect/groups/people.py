"""How the members of a group are named: a name and public structures, never an address."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from connect.groups.models import GroupMembership
from connect.memberships.models import Membership
from connect.memberships.selectors import standing
from connect.structures.models import Structure
from connect.structures.selectors import visible_to


@dataclass(frozen=True)
class Person:
    """A member, as the page says it."""

    pk: int
    name: str
    role: str
    role_label: str
    is_lead: bool
    began_at: datetime
    structures: list[Structure] = field(default_factory=list)


def people_of(memberships: Iterable[GroupMembership]) -> list[Person]:
    """Members with the public structures they act for, in one statement more than their rows."""
    held = list(memberships)
    structures = _structures_by_user({one.user_id for one in held})
    return [
        Person(
            pk=one.pk,
            name=one.shown_name,
            role=one.role,
            role_label=one.get_role_display(),
            is_lead=one.is_lead,
            began_at=one.began_at,
            structures=structures.get(one.user_id, []),
        )
        for one in held
    ]


def _structures_by_user(users: set[int]) -> dict[int, list[Structure]]:
    rows = (
        Membership.objects.filter(
            standing(), user_id__in=users, structure__in=visible_to(None).order_by().values("pk")
        )
        .select_related("structure")
        .order_by("structure__name", "pk")
    )
    found: dict[int, list[Structure]] = {}
    for row in rows:
        found.setdefault(row.user_id, []).append(row.structure)
    return found
