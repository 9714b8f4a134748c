"""Makes a catalogue of any size by repeating the offers that are there, with their vocabularies."""

import itertools
from typing import Any

from django.db import transaction

from connect.offers.models import Offer
from connect.offers.selectors import visible_to
from connect.offers.services import refresh_catalogue
from connect.search.services import reindex

LINKS = (
    "accompaniment_types",
    "structure_types",
    "sectors",
    "phases",
    "objects_funded",
    "territories",
)
BATCH = 500


def _link_rows(name: str, copies: dict[int, list[int]]) -> list[Any]:
    through = getattr(Offer, name).through
    target = next(
        field.attname
        for field in through._meta.concrete_fields
        if field.is_relation and field.related_model is not Offer
    )
    pairs = through.objects.filter(offer_id__in=list(copies)).order_by("pk")
    return [
        through(offer_id=copy, **{target: linked})
        for offer, linked in pairs.values_list("offer_id", target)
        for copy in copies[offer]
    ]


@transaction.atomic
def grow_catalogue(wanted: int) -> int:
    """Repeat the visible offers until there are `wanted`, and index them.

    Args:
        wanted: how many visible offers to reach.

    Returns:
        How many there are.
    """
    models = list(visible_to(None).order_by("pk"))
    missing = wanted - len(models)
    made = []
    for number, model in zip(range(missing), itertools.cycle(models)):  # cycle never ends
        copy = Offer(**{f.attname: getattr(model, f.attname) for f in model._meta.concrete_fields})
        copy.pk, copy.imported_values = None, {}
        copy.reference = f"GEN-{number + 1}"
        made.append((model.pk, copy))
    created = Offer.objects.bulk_create([copy for _, copy in made], batch_size=BATCH)
    copies: dict[int, list[int]] = {}
    for (model_pk, _), copy in zip(made, created, strict=True):
        copies.setdefault(model_pk, []).append(copy.pk)
    for name in LINKS:
        getattr(Offer, name).through.objects.bulk_create(_link_rows(name, copies), batch_size=BATCH)
    refresh_catalogue(None)
    reindex(["offer"])
    return visible_to(None).count()
