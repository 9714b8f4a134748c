"""Makes persons for tests."""

import datetime
import secrets
from typing import Any

import factory
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory

from connect.accounts.enums import ProofPurpose, StaffRole
from connect.accounts.models import AddressProof, OpenSession, Profile, User

PASSWORD = secrets.token_urlsafe(12)


class UserFactory(DjangoModelFactory):
    """A person who can sign in with `PASSWORD`. Traits: one per staff role, and `superuser`."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"personne-{n}@example.org")
    first_name = "Personne"
    last_name = factory.Sequence(lambda n: f"de test {n}")
    role: StaffRole | None = None

    class Params:
        editor = factory.Trait(is_staff=True, role=StaffRole.EDITOR)
        moderator = factory.Trait(is_staff=True, role=StaffRole.MODERATOR)
        publisher = factory.Trait(is_staff=True, role=StaffRole.PUBLISHER)
        administrator = factory.Trait(is_staff=True, role=StaffRole.ADMINISTRATOR)
        superuser = factory.Trait(is_staff=True, is_superuser=True)

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        role = kwargs.pop("role")
        password = kwargs.pop("password", PASSWORD)
        user = model_class.objects.create_user(*args, password=password, **kwargs)
        if role is not None:
            user.groups.add(Group.objects.get(name=StaffRole(role).label))
        return user


class ProfileFactory(DjangoModelFactory):
    """The profile of a person, without territory nor themes."""

    class Meta:
        model = Profile

    user = factory.SubFactory(UserFactory)


class OpenSessionFactory(DjangoModelFactory):
    """A sign-in of a person; its key names a stored session only if the test makes one."""

    class Meta:
        model = OpenSession

    user = factory.SubFactory(UserFactory)
    session_key = factory.Sequence(lambda n: f"session-{n:032d}")
    device = "Firefox sur Windows"


class AddressProofFactory(DjangoModelFactory):
    """An address of somebody who signs up, for a day."""

    class Meta:
        model = AddressProof

    purpose = ProofPurpose.SIGN_UP
    address = factory.Sequence(lambda n: f"nouvelle-{n}@example.org")
    first_name = "Personne"
    last_name = "de test"
    digest = factory.Sequence(lambda n: f"{n:064x}")
    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=1))
