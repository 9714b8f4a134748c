"""The demonstration accounts: one person of the staff for each role, named by the role."""

import secrets

from django.contrib.auth.models import Group
from django.db import transaction

from connect.accounts.enums import StaffRole
from connect.accounts.models import User

NAMES = {
    StaffRole.EDITOR: "Rédactrice",
    StaffRole.MODERATOR: "Modératrice",
    StaffRole.PUBLISHER: "Diffuseur",
    StaffRole.ADMINISTRATOR: "Administratrice",
}


def address(role: StaffRole) -> str:
    """The address of the demonstration account of a role."""
    return f"{role.value}@example.org"


@transaction.atomic
def create_staff(password: str = "") -> tuple[list[str], str]:
    """Create the accounts that are missing.

    Args:
        password: the one wanted for all of them, those that exist included; generated when empty.

    Returns:
        The addresses created and their password, to be told once: only its hash is kept.
    """
    chosen = password or secrets.token_urlsafe(9)
    created = []
    for role in StaffRole:
        user = User.objects.filter(email=address(role)).first()
        if user is None:
            user = User.objects.create_user(
                address(role), chosen, first_name=NAMES[role], last_name="démo", is_staff=True
            )
            user.groups.add(Group.objects.get(name=role.label))
            created.append(user.email)
        elif password and not user.check_password(password):
            user.set_password(password)
            user.save()
    return created, chosen
