"""Offers as detectors see them: plain values, read in three statements whatever their number."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, QuerySet, Value

from connect.offers.enums import Kind, Status
from connect.offers.models import Offer
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory

INSPECTED = (Status.VISIBLE, Status.TO_VALIDATE)
"""States in which a fault is worth a person's minute: shown, or about to be."""
_LINKED = {
    "accompaniment_types": "accompanimenttype__code",
    "structure_types": "structuretype__code",
    "sectors": "sector__code",
    "phases": "phase__code",
    "objects_funded": "fundedobject__code",
}
_COLUMNS = (
    "pk", "reference", "kind", "status", "hidden_motive", "title", "summary", "conditions", "how_to_apply",
    "amount_min", "amount_max", "rate_max", "cost", "is_individual", "is_collective", "opens_on", "closes_on",
    "link", "email", "phone", "reach", "all_sectors", "origin", "verified_on", "structure_id",
)  # fmt: skip
_JOINED = {
    "funding_type": "funding_type__code",
    "structure_name": "structure__name",
    "entity_id": "structure__entity_id",
    "entity_name": "structure__entity__name",
    "is_public": "structure__is_public",
    "structure_email": "structure__email",
    "structure_phone": "structure__phone",
    "structure_website": "structure__website",
    "seat": "structure__department__code",
    "seat_epci": "structure__epci__code",
}


@dataclass(frozen=True)
class Place:
    """A territory of an offer; `key` is its level and its code, such as `departement:44`."""

    key: str
    name: str

    @property
    def level(self) -> str:
        """The level of the territory."""
        return self.key.partition(":")[0]


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One offer, with codes instead of rows; an empty value is unknown, as in the table."""

    pk: int = 0
    reference: str = ""
    kind: str = Kind.FUNDING.value
    status: str = Status.VISIBLE.value
    hidden_motive: str = ""
    title: str = ""
    summary: str = ""
    conditions: str = ""
    how_to_apply: str = ""
    funding_type: str | None = None
    amount_min: int | None = None
    amount_max: int | None = None
    rate_max: int | None = None
    cost: str = ""
    is_individual: bool | None = None
    is_collective: bool | None = None
    opens_on: datetime.date | None = None
    closes_on: datetime.date | None = None
    link: str = ""
    email: str = ""
    phone: str = ""
    reach: str = ""
    all_sectors: bool = False
    origin: str = ""
    verified_on: datetime.date | None = None
    structure_id: int = 0
    structure_name: str = ""
    entity_id: int = 0
    entity_name: str = ""
    is_public: bool = True
    structure_email: str = ""
    structure_phone: str = ""
    structure_website: str = ""
    seat: str | None = None
    seat_epci: str | None = None
    accompaniment_types: tuple[str, ...] = ()
    structure_types: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    objects_funded: tuple[str, ...] = ()
    territories: tuple[Place, ...] = field(default=())

    @property
    def is_inspected(self) -> bool:
        """Whether its faults are looked for."""
        return self.status in INSPECTED


def read_snapshots(offers: QuerySet[Offer]) -> list[Snapshot]:
    """Snapshots of these offers, in the order of their keys; three statements."""
    columns: list[Any] = [*_COLUMNS, *(F(path) for path in _JOINED.values())]
    names = (*_COLUMNS, *_JOINED)
    rows = [
        dict(zip(names, row, strict=True)) for row in offers.order_by("pk").values_list(*columns)
    ]
    pks = [row["pk"] for row in rows]
    links, places = _read_links(pks), _read_places(pks)
    for row in rows:
        row.update((name, tuple(sorted(codes))) for name, codes in links[row["pk"]].items())
        row["territories"] = tuple(places[row["pk"]])
    return [Snapshot(**row) for row in rows]


def _read_links(pks: Collection[int]) -> dict[int, dict[str, list[str]]]:
    parts: list[QuerySet[Any, Any]] = [
        getattr(Offer, name)
        .through.objects.filter(offer_id__in=pks)
        .annotate(link=Value(name, output_field=CharField()), linked=F(code))
        .values_list("link", "offer_id", "linked")
        for name, code in _LINKED.items()
    ]
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, pk, code in parts[0].union(*parts[1:], all=True).order_by():
        found[pk][name].append(code)
    return found


def _read_places(pks: Collection[int]) -> dict[int, list[Place]]:
    through: QuerySet[Any, Any] = Offer.territories.through.objects.filter(offer_id__in=pks)
    columns = ("offer_id", "territory__level", "territory__code", "territory__name")
    found: dict[int, list[Place]] = defaultdict(list)
    for pk, level, code, name in through.order_by(*columns).values_list(*columns):
        found[pk].append(Place(f"{level}:{code}", name))
    return found


def place_names() -> frozenset[str]:
    """Names of the departments and intercommunalities: in a title, they make two offers; one statement."""
    named = Territory.objects.filter(level__in=(Level.DEPARTMENT, Level.EPCI)).order_by()
    return frozenset(named.values_list("name", flat=True))
