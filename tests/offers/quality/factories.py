"""Makes findings for tests."""

import factory
from factory.django import DjangoModelFactory

from connect.common.clock import today
from connect.offers.models import Finding
from connect.offers.quality.enums import FindingKind
from tests.offers.factories import OfferFactory


class FindingFactory(DjangoModelFactory):
    """A fault found on an offer, open."""

    class Meta:
        model = Finding

    kind = FindingKind.FAULT
    fault = "sans_resume"
    offer = factory.SubFactory(OfferFactory, summary="")
    detail = factory.LazyFunction(lambda: {"sentence": "La fiche n’a pas de résumé."})
    fingerprint = factory.Sequence(lambda n: f"{n:032x}")
    first_seen = factory.LazyFunction(today)
    last_seen = factory.LazyFunction(today)
