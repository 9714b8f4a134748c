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
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne-{n}@example.org")
    first_name = "Personne"
    last_name = factory.Sequence(lambda n: f"de test {n}")

    class Params:
        editor = factory.Trait(is_staff=True, role=StaffRole.EDITOR)
        moderator = factory.Trait(is_staff=True, role=StaffRole.MODERATOR)
        publisher = factory.Trait(is_staff=True, role=StaffRole.PUBLISHER)
        administrator = factory.Trait(is_staff=True, role=StaffRole.ADMINISTRATOR)
        superuser = factory.Trait(is_staff=True, is_superuser=True)

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        password = kwargs.pop("password", PASSWORD)
        return model_class.objects.create_user(*args, password=password, **kwargs)

    @factory.post_generation
    def role(self: Any, create: bool, extracted: StaffRole | None, **_: Any) -> None:
        """Put the person in the group of a role."""
        if create and extracted is not None:
            self.groups.add(Group.objects.get(name=StaffRole(extracted).label))
