"""Makes entities, local networks and structures for tests."""

import factory
from factory.django import DjangoModelFactory

from connect.structures.enums import Nature
from connect.structures.models import Entity, LocalNetwork, Structure
from tests.taxonomy.factories import TerritoryFactory


class EntityFactory(DjangoModelFactory):
    """A body that may have several services."""

    class Meta:
        model = Entity
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"Entité {n}")
    slug = factory.Sequence(lambda n: f"entite-{n}")


class LocalNetworkFactory(DjangoModelFactory):
    """A local network of a department."""

    class Meta:
        model = LocalNetwork
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"reseau_{n}")
    name = factory.Sequence(lambda n: f"Réseau {n}")
    territory = factory.SubFactory(TerritoryFactory, department=True)


class StructureFactory(DjangoModelFactory):
    """A structure seen by the public. Traits: `funder`, `accompanier`, `private`."""

    class Meta:
        model = Structure

    reference = factory.Sequence(lambda n: f"STR-{9000 + n}")
    name = factory.Sequence(lambda n: f"Structure {n}")
    slug = factory.Sequence(lambda n: f"structure-{n}")
    entity = factory.SubFactory(EntityFactory)
    nature = Nature.ASSOCIATION

    class Params:
        funder = factory.Trait(is_funder=True)
        accompanier = factory.Trait(is_accompanier=True)
        private = factory.Trait(is_public=False)
