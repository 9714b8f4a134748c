"""Makes persons for tests."""

import secrets
from typing import Any

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from connect.accounts.enums import StaffRole
from connect.accounts.models import User

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
