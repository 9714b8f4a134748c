"""Makes offers for tests, as a service would leave them: the catalogue reads them at once."""

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from connect.common.clock import today
from connect.offers import services
from connect.offers.enums import HiddenMotive, Kind, ReportedFault, Status
from connect.offers.models import CatalogueChange, CatalogueStamp, ErrorReport, Offer
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import FundingTypeFactory

LINKS = (
    "accompaniment_types",
    "structure_types",
    "sectors",
    "phases",
    "objects_funded",
    "territories",
)


def _day(days: int) -> factory.LazyFunction:
    return factory.LazyFunction(lambda: today() + datetime.timedelta(days=days))


class OfferFactory(DjangoModelFactory):
    """A visible offer, a subsidy unless a trait says otherwise.

    Traits of kind: `funding`, `accompaniment`, `call` (open), `open_call`, `closed_call`, `upcoming_call`.
    Traits of state: `draft`, `to_validate`, `hidden`, `archived`, and `of_private_structure`.
    Many-to-many fields are given as lists: `phases=[…]`, `territories=[…]`.
    """

    class Meta:
        model = Offer

    kind = Kind.FUNDING
    reference = factory.Sequence(lambda n: f"FIN-{90000 + n}")
    structure = factory.SubFactory(StructureFactory)
    title = factory.Sequence(lambda n: f"Offre numéro {n}")
    summary = "Une aide de démonstration, en une phrase simple."
    funding_type = factory.LazyAttribute(
        lambda o: FundingTypeFactory() if o.kind == Kind.FUNDING else None
    )
    status = Status.VISIBLE

    class Params:
        funding = factory.Trait(kind=Kind.FUNDING)
        accompaniment = factory.Trait(
            kind=Kind.ACCOMPANIMENT, reference=factory.Sequence(lambda n: f"ACC-{90000 + n}")
        )
        call = factory.Trait(
            kind=Kind.CALL,
            reference=factory.Sequence(lambda n: f"AAP-{90000 + n}"),
            opens_on=_day(-30),
            closes_on=_day(30),
        )
        open_call = factory.Trait(call=True)
        closed_call = factory.Trait(call=True, opens_on=_day(-60), closes_on=_day(-1))
        upcoming_call = factory.Trait(call=True, opens_on=_day(1), closes_on=_day(60))
        draft = factory.Trait(status=Status.DRAFT)
        to_validate = factory.Trait(status=Status.TO_VALIDATE)
        hidden = factory.Trait(status=Status.HIDDEN, hidden_motive=HiddenMotive.STOPPED)
        archived = factory.Trait(status=Status.ARCHIVED)
        of_private_structure = factory.Trait(
            structure=factory.SubFactory(StructureFactory, private=True)
        )

    @classmethod
    def _create(cls, model_class: type[Offer], *args: Any, **kwargs: Any) -> Offer:
        links = {name: kwargs.pop(name) for name in LINKS if name in kwargs}
        offer = model_class.objects.create(*args, **kwargs)
        for name, targets in links.items():
            getattr(offer, name).set(targets)
        services.refresh_catalogue([offer.pk])
        return offer


class CatalogueStampFactory(DjangoModelFactory):
    """The version of the catalogue in force; there is one row."""

    class Meta:
        model = CatalogueStamp
        django_get_or_create = ("id",)

    id = 1
    version = 1
    token = factory.Sequence(lambda n: f"{n:032x}")


class CatalogueChangeFactory(DjangoModelFactory):
    """An offer touched by a version; every offer by default."""

    class Meta:
        model = CatalogueChange

    version = 1
    token = factory.Sequence(lambda n: f"{n:032x}")
    offer_id = None


class ErrorReportFactory(DjangoModelFactory):
    """An error reported on an offer's sheet. Trait: `of_structure`."""

    class Meta:
        model = ErrorReport

    offer = factory.SubFactory(OfferFactory)
    fault = ReportedFault.LINK
    sentence = factory.Sequence(lambda n: f"Le lien mène à une page absente, dit la personne {n}.")

    class Params:
        of_structure = factory.Trait(offer=None, structure=factory.SubFactory(StructureFactory))
