"""Makes words of the vocabularies and territories for tests."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from connect.taxonomy.enums import FundingCode, Level, TargetGroup
from connect.taxonomy.models import (
    AccompanimentType,
    FundedObject,
    FundingType,
    Need,
    Phase,
    Postcode,
    Sector,
    StructureType,
    Territory,
    Theme,
)
from connect.taxonomy.places import fold


class TermFactory(DjangoModelFactory):
    """What every word has; asking twice for a code gives the same row."""

    class Meta:
        abstract = True
        django_get_or_create = ("code",)

    help_text = "Une explication simple."
    order = factory.Sequence(lambda n: n % 1000)


class FundingTypeFactory(TermFactory):
    """One of the five types of funding, « subvention » unless told."""

    class Meta:
        model = FundingType

    code = FundingCode.SUBSIDY.value
    label = factory.LazyAttribute(lambda o: FundingCode(o.code).label)
    plural_label = factory.LazyAttribute(lambda o: f"{o.label}s")


class AccompanimentTypeFactory(TermFactory):
    """A type of accompaniment."""

    class Meta:
        model = AccompanimentType

    code = factory.Sequence(lambda n: f"accompagnement_{n}")
    label = factory.Sequence(lambda n: f"Accompagnement {n}")


class StructureTypeFactory(TermFactory):
    """A kind of organisation an offer is meant for."""

    class Meta:
        model = StructureType

    code = factory.Sequence(lambda n: f"cible_{n}")
    label = factory.Sequence(lambda n: f"Structure visée {n}")
    group = TargetGroup.ASSOCIATIONS


class SectorFactory(TermFactory):
    """A sector of activity."""

    class Meta:
        model = Sector

    code = factory.Sequence(lambda n: f"secteur_{n}")
    label = factory.Sequence(lambda n: f"Secteur {n}")


class PhaseFactory(TermFactory):
    """A moment in the life of a project."""

    class Meta:
        model = Phase

    code = factory.Sequence(lambda n: f"etape_{n}")
    label = factory.Sequence(lambda n: f"Je suis à l’étape {n}")
    short_label = factory.Sequence(lambda n: f"Étape {n}")


class FundedObjectFactory(TermFactory):
    """What the money may pay for."""

    class Meta:
        model = FundedObject

    code = factory.Sequence(lambda n: f"objet_{n}")
    label = factory.Sequence(lambda n: f"Objet {n}")


class _MappedFactory(TermFactory):
    """A word tied to the vocabularies of offers; give the lists at creation."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @factory.post_generation
    def funding_types(self, create: bool, extracted: Any, **_: Any) -> None:
        """Tie the funding types given."""
        _set(self, "funding_types", create, extracted)

    @factory.post_generation
    def accompaniment_types(self, create: bool, extracted: Any, **_: Any) -> None:
        """Tie the accompaniment types given."""
        _set(self, "accompaniment_types", create, extracted)

    @factory.post_generation
    def objects_funded(self, create: bool, extracted: Any, **_: Any) -> None:
        """Tie the funded objects given."""
        _set(self, "objects_funded", create, extracted)


def _set(instance: Any, name: str, create: bool, extracted: Any) -> None:
    if create and extracted is not None:
        getattr(instance, name).set(extracted)


class ThemeFactory(_MappedFactory):
    """A theme of content; give `parent` for the second level."""

    class Meta:
        model = Theme
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"theme_{n}")
    label = factory.Sequence(lambda n: f"Thème {n}")


class NeedFactory(_MappedFactory):
    """A need in people’s words."""

    class Meta:
        model = Need
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"besoin_{n}")
    label = factory.Sequence(lambda n: f"Trouver la chose {n}")

    @factory.post_generation
    def themes(self, create: bool, extracted: Any, **_: Any) -> None:
        """Tie the themes given."""
        _set(self, "themes", create, extracted)


class TerritoryFactory(DjangoModelFactory):
    """A territory of the tree: a commune of its own department unless a trait says otherwise.

    Traits: `europe`, `country`, `region`, `department`, `epci_level`; each makes its parents.
    """

    class Meta:
        model = Territory
        django_get_or_create = ("level", "code")

    level = Level.COMMUNE.value
    code = factory.Sequence(lambda n: f"44{n % 1000:03d}")
    name = factory.Sequence(lambda n: f"Commune-{n}")
    folded_name = factory.LazyAttribute(lambda o: fold(o.name))
    parent = factory.LazyAttribute(
        lambda o: TerritoryFactory(department=True) if o.level == Level.COMMUNE else None
    )

    class Params:
        europe = factory.Trait(level=Level.EUROPE.value, code="EU", name="Europe", parent=None)
        country = factory.Trait(
            level=Level.COUNTRY.value,
            code="FR",
            name="France",
            parent=factory.LazyAttribute(lambda o: TerritoryFactory(europe=True)),
        )
        region = factory.Trait(
            level=Level.REGION.value,
            code="52",
            name="Pays de la Loire",
            parent=factory.LazyAttribute(lambda o: TerritoryFactory(country=True)),
        )
        department = factory.Trait(
            level=Level.DEPARTMENT.value,
            code="44",
            name="Loire-Atlantique",
            parent=factory.LazyAttribute(lambda o: TerritoryFactory(region=True)),
        )
        epci_level = factory.Trait(
            level=Level.EPCI.value,
            code="244400404",
            name="Nantes Métropole",
            parent=factory.LazyAttribute(lambda o: TerritoryFactory(department=True)),
        )


class PostcodeFactory(DjangoModelFactory):
    """A postcode of a commune."""

    class Meta:
        model = Postcode
        django_get_or_create = ("code", "commune")

    code = "44000"
    commune = factory.SubFactory(TerritoryFactory)
