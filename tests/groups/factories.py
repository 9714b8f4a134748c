"""Factories of groups."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from connect.groups.enums import Kind, Openness, Role
from connect.groups.models import Group, GroupInvitation, GroupMembership, GroupRequest
from tests.accounts.factories import UserFactory


class GroupFactory(DjangoModelFactory[Group]):
    """A group that takes requests. Traits: `open`, `private`, `archived`."""

    class Meta:
        model = Group

    class Params:
        open = factory.Trait(openness=Openness.OPEN)
        private = factory.Trait(openness=Openness.PRIVATE)
        archived = factory.Trait(archived_at=factory.LazyFunction(timezone.now))

    kind = Kind.PROJECT
    name = factory.Sequence(lambda n: f"Groupe essai {n}")
    slug = factory.Sequence(lambda n: f"groupe-essai-{n}")
    purpose = "Préparer ensemble une rencontre."
    openness = Openness.ON_REQUEST


class GroupMembershipFactory(DjangoModelFactory[GroupMembership]):
    """A standing member. Trait: `lead`."""

    class Meta:
        model = GroupMembership

    class Params:
        lead = factory.Trait(role=Role.STAFF_LEAD)

    group = factory.SubFactory(GroupFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.MEMBER


class GroupRequestFactory(DjangoModelFactory[GroupRequest]):
    """A request that awaits an answer."""

    class Meta:
        model = GroupRequest

    group = factory.SubFactory(GroupFactory)
    user = factory.SubFactory(UserFactory)
    message = "Je travaille sur ce sujet."


class GroupInvitationFactory(DjangoModelFactory[GroupInvitation]):
    """An invitation that still stands."""

    class Meta:
        model = GroupInvitation

    group = factory.SubFactory(GroupFactory)
    address = factory.Sequence(lambda n: f"invitee-{n}@example.org")
    invited_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=30))
