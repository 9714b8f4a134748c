"""Factories of memberships."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from connect.memberships import claiming, inviting
from connect.memberships.claiming import Described, likeness_of
from connect.memberships.enums import Answer, ClaimState, Deed, Origin, Role
from connect.memberships.models import (
    Claim,
    Invitation,
    JoinRequest,
    Membership,
    MembershipDeed,
    NetworkAnimator,
    StructureDomain,
)
from connect.memberships.secrets_of_links import digest_of, new_seed, token_of
from connect.structures.enums import Nature
from tests.accounts.factories import UserFactory
from tests.structures.factories import LocalNetworkFactory, StructureFactory
from tests.taxonomy.factories import TerritoryFactory


class MembershipFactory(DjangoModelFactory[Membership]):
    """A standing membership. Trait: `administrator`."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    structure = factory.SubFactory(StructureFactory)
    role = Role.CONTRIBUTOR
    origin = Origin.INVITATION

    class Params:
        administrator = factory.Trait(role=Role.ADMINISTRATOR)


class NetworkAnimatorFactory(DjangoModelFactory[NetworkAnimator]):
    """A standing animator."""

    class Meta:
        model = NetworkAnimator

    user = factory.SubFactory(UserFactory)
    network = factory.SubFactory(LocalNetworkFactory)


class MembershipDeedFactory(DjangoModelFactory[MembershipDeed]):
    """A line of history: somebody joined."""

    class Meta:
        model = MembershipDeed

    user = factory.SubFactory(UserFactory)
    structure = factory.SubFactory(StructureFactory)
    deed = Deed.JOINED
    role = Role.CONTRIBUTOR


class InvitationFactory(DjangoModelFactory[Invitation]):
    """An invitation that waits; `token_of(invitation)` opens it. Trait: `lapsed`."""

    class Meta:
        model = Invitation

    structure = factory.SubFactory(StructureFactory)
    address = factory.Sequence(lambda n: f"invitee-{n}@example.org")
    role = Role.CONTRIBUTOR
    invited_by = factory.SubFactory(UserFactory)
    seed = factory.LazyFunction(new_seed)
    digest = factory.LazyAttribute(lambda o: digest_of(token_of(inviting.PURPOSE, o.seed)))
    expires_at = factory.LazyFunction(lambda: timezone.now() + inviting.VALID)

    class Params:
        lapsed = factory.Trait(expires_at=factory.LazyFunction(timezone.now))


class JoinRequestFactory(DjangoModelFactory[JoinRequest]):
    """A request that waits. Trait: `old`, which its structure left without answer."""

    class Meta:
        model = JoinRequest

    structure = factory.SubFactory(StructureFactory)
    user = factory.SubFactory(UserFactory)
    message = "Je suis la trésorière."

    class Params:
        old = factory.Trait(
            asked_at=factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=11))
        )


class StructureDomainFactory(DjangoModelFactory[StructureDomain]):
    """A confirmed domain."""

    class Meta:
        model = StructureDomain

    structure = factory.SubFactory(StructureFactory)
    domain = factory.Sequence(lambda n: f"domaine-{n}.example.org")
    state = Answer.ACCEPTED
    asked_by = factory.SubFactory(UserFactory)
    decided_at = factory.LazyFunction(timezone.now)


class ClaimFactory(DjangoModelFactory[Claim]):
    """A confirmed claim of a new structure, without account. Traits: `known` structure, `unconfirmed`."""

    class Meta:
        model = Claim

    name = factory.Sequence(lambda n: f"Les Ateliers du Val {n}")
    nature = Nature.ASSOCIATION
    commune = factory.SubFactory(TerritoryFactory)
    address = factory.Sequence(lambda n: f"candidate-{n}@example.org")
    position = "présidente"
    description = "Un atelier de réparation ouvert à tous."
    state = ClaimState.WAITING
    confirmed_at = factory.LazyFunction(timezone.now)
    likeness = factory.LazyAttribute(
        lambda o: likeness_of(o.structure or Described(name=o.name, commune=o.commune))
    )
    structure = None

    class Params:
        known = factory.Trait(
            structure=factory.SubFactory(StructureFactory), name="", commune=None, nature=""
        )
        unconfirmed = factory.Trait(
            state=ClaimState.UNCONFIRMED,
            confirmed_at=None,
            sent_count=1,
            seed=factory.LazyFunction(new_seed),
            digest=factory.LazyAttribute(lambda o: digest_of(token_of(claiming.PURPOSE, o.seed))),
        )
