"""Factories of memberships."""

import factory
from factory.django import DjangoModelFactory

from connect.memberships.enums import Origin, Role
from connect.memberships.models import Membership, NetworkAnimator
from tests.accounts.factories import UserFactory
from tests.structures.factories import LocalNetworkFactory, StructureFactory


class MembershipFactory(DjangoModelFactory[Membership]):
    """A standing membership."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    structure = factory.SubFactory(StructureFactory)
    role = Role.CONTRIBUTOR
    origin = Origin.INVITATION


class NetworkAnimatorFactory(DjangoModelFactory[NetworkAnimator]):
    """A standing animator."""

    class Meta:
        model = NetworkAnimator

    user = factory.SubFactory(UserFactory)
    network = factory.SubFactory(LocalNetworkFactory)
