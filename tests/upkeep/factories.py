"""Makes what was done on the Monday page, for tests."""

import factory
from factory.django import DjangoModelFactory

from connect.upkeep.models import Deed


class DeedFactory(DjangoModelFactory):
    """An offer validated today by somebody whose account is gone."""

    class Meta:
        model = Deed

    kind = "offres-a-valider"
    key = factory.Sequence(str)
    title = factory.Sequence(lambda n: f"Offre réglée {n}")
    past = "validée"
    sentence = factory.LazyAttribute(lambda deed: f"{deed.title} est visible.")
    by_name = "Modératrice démo"
