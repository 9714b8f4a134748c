"""The demonstration accounts: one person for each role, named by the role."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.contrib.auth.models import Group
from django.db import transaction

from connect.accounts.enums import StaffRole
from connect.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """Somebody of the demonstration.

    Attributes:
        role: code of the role, such as `contributeur`.
        label: the role in words, for the page of accounts.
        first_name: the role as a first name, such as « Accompagnatrice »; no person is invented.
        purpose: one sentence: what the account lets one try.
        email: `<role>@example.org` unless it is said.
        last_name: always the same word.
    """

    role: str
    label: str
    first_name: str
    purpose: str
    email: str = ""
    last_name: str = "démo"

    @property
    def address(self) -> str:
        """Where the person signs in."""
        return self.email or f"{self.role}@example.org"


NAMES = {
    StaffRole.EDITOR: "Rédactrice",
    StaffRole.MODERATOR: "Modératrice",
    StaffRole.PUBLISHER: "Diffuseur",
    StaffRole.ADMINISTRATOR: "Administratrice",
}
PURPOSES = {
    StaffRole.EDITOR: "Écrire les offres et les pages, sans décider de leur publication.",
    StaffRole.MODERATOR: "Valider les offres et les demandes, tenir la page du lundi.",
    StaffRole.PUBLISHER: "Préparer et envoyer la lettre.",
    StaffRole.ADMINISTRATOR: "Gérer les comptes, les vocabulaires et tout le catalogue.",
}
STAFF = tuple(
    DemoPerson(role=role.value, label=role.label, first_name=NAMES[role], purpose=PURPOSES[role])
    for role in StaffRole
)


def address(role: StaffRole) -> str:
    """The address of the demonstration account of a role."""
    return f"{role.value}@example.org"


def _ensure(person: DemoPerson, password: str, wanted: bool) -> tuple[User, bool]:
    user = User.objects.filter(email=person.address).first()
    if user is None:
        user = User.objects.create_user(
            person.address, password, first_name=person.first_name, last_name=person.last_name
        )
        return user, True
    if wanted and not user.check_password(password):
        user.set_password(password)
        user.save()
    return user, False


@transaction.atomic
def create_staff(password: str = "") -> tuple[list[str], str]:
    """Create the accounts of the staff that are missing, each with a second factor.

    Args:
        password: the one wanted for all of them, those that exist included; generated when empty.

    Returns:
        The addresses created and their password, to be told once: only its hash is kept.
    """
    chosen = password or secrets.token_urlsafe(12)
    created = []
    for role, person in zip(StaffRole, STAFF, strict=True):
        user, is_new = _ensure(person, chosen, bool(password))
        if is_new:
            user.is_staff = True
            user.save(update_fields=["is_staff"])
            user.groups.add(Group.objects.get(name=role.label))
            created.append(user.email)
        if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            TOTP.activate(user, generate_totp_secret())
    return created, chosen


@transaction.atomic
def create_persons(persons: Iterable[DemoPerson], password: str = "") -> dict[str, User]:
    """Create the accounts of others that are missing; they share one password, and any may ask for a code.

    Args:
        persons: whom to create.
        password: the one wanted for all; without it they sign in by code only.

    Returns:
        Each account, by the role of its person.
    """
    made = {}
    for person in persons:
        user, is_new = _ensure(person, password, bool(password))
        if is_new and not password:
            user.set_unusable_password()
            user.save()
        made[person.role] = user
    return made


def code_of(user: User) -> str:
    """The code that the application of a person of the staff would show now, empty without one.

    Only for the demonstration's own pages: on a real installation nobody may read it.
    """
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if held is None:
        return ""
    counters = list(yield_hotp_counters_from_time())
    now = counters[len(counters) // 2]
    code: str = format_hotp_value(hotp_value(decrypt(held.data["secret"]), now))
    return code
