"""Reads the visible catalogue from the database in a handful of statements, whatever its size."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.fields import CharField
from django.db.models.functions import Cast

from connect.offers.enums import Kind
from connect.offers.models import Offer
from connect.offers.selectors import visible_to
from connect.taxonomy.models import (
    AccompanimentType,
    FundedObject,
    FundingType,
    Need,
    Phase,
    Sector,
    StructureType,
    Territory,
)

LINKED = {
    "accompaniment_types": "accompanimenttype__code",
    "structure_types": "structuretype__code",
    "sectors": "sector__code",
    "phases": "phase__code",
    "objects_funded": "fundedobject__code",
    "territories": "territory_id",
}


# A union needs one type for the column: the three answers are written as text.
_EMPLOYING = Case(
    When(employs=True, then=Value("oui")), When(employs=False, then=Value("non")), default=Value(""),
    output_field=CharField(),
)  # fmt: skip


@dataclass(frozen=True)
class Word:
    """A term as pages show it."""

    code: str
    label: str
    help: str
    order: int
    plural: str = ""
    family: str = ""
    employs: bool | None = None
    short: str = ""


@dataclass(frozen=True)
class Entry:
    """What the index keeps of one visible offer."""

    pk: int
    kind: str
    funding_type: str
    all_sectors: bool
    opens_on: datetime.date | None
    closes_on: datetime.date | None
    freshness: int
    reference: str
    reach: str
    amount_min: int | None
    amount_max: int | None
    links: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class NeedMapping:
    """The codes by which a need reaches offers."""

    funding_types: frozenset[str]
    accompaniment_types: frozenset[str]
    objects_funded: frozenset[str]
    includes_calls: bool


@dataclass
class Vocabulary:
    """Every label that the catalogue shows, in order."""

    words: dict[str, dict[str, Word]] = field(default_factory=dict)
    needs: dict[str, NeedMapping] = field(default_factory=dict)


def read_entries(pks: Collection[int] | None = None) -> list[Entry]:
    """Entries of the visible offers, in two statements.

    Args:
        pks: only these offers, or `None` for all; an offer that is no longer visible is simply absent.
    """
    offers = visible_to(None).order_by("pk")
    if pks is not None:
        offers = offers.filter(pk__in=pks)
    links = _read_links(pks)
    rows = offers.values_list(
        "pk", "kind", "funding_type__code", "all_sectors", "opens_on", "closes_on", "verified_on",
        "reference", "reach", "amount_min", "amount_max",
    )  # fmt: skip
    return [
        Entry(
            pk, kind, funding or "", all_sectors, opens, closes,
            verified.toordinal() if verified else 0, reference, reach, low, high, links.get(pk, {}),
        )
        for pk, kind, funding, all_sectors, opens, closes, verified, reference, reach, low, high in rows
    ]  # fmt: skip


def _read_links(pks: Collection[int] | None) -> dict[int, dict[str, tuple[str, ...]]]:
    parts: list[QuerySet[Any, Any]] = []
    for name, code in LINKED.items():
        through = getattr(Offer, name).through.objects.all()
        if pks is not None:
            through = through.filter(offer_id__in=pks)
        parts.append(
            through.annotate(
                facet=Value(name, output_field=CharField()),
                linked=_as_text(code),
            ).values_list("facet", "offer_id", "linked")
        )
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for facet, pk, code in parts[0].union(*parts[1:], all=True).order_by():
        found[pk][facet].append(code)
    return {pk: {facet: tuple(codes) for facet, codes in one.items()} for pk, one in found.items()}


def _as_text(code: str) -> Any:
    # A union needs one type for the column, and territories are linked by number.
    return Cast(code, CharField(max_length=40)) if code.endswith("_id") else F(code)


def read_vocabulary() -> Vocabulary:
    """Every label and every mapping of needs, in two statements."""
    models = {
        "besoin": Need, "phase": Phase, "structure": StructureType, "secteur": Sector, "objet": FundedObject,
        "accompagnement": AccompanimentType,
    }  # fmt: skip
    blank = Value("", output_field=CharField())
    columns = (
        "vocabulary", "code", "label", "help_text", "order", "plural", "calls", "family", "employing",
    )  # fmt: skip
    parts: list[QuerySet[Any, Any]] = [
        FundingType.objects.annotate(
            vocabulary=Value("financement", output_field=CharField()),
            plural=F("plural_label"),
            calls=Value(False),
            family=blank,
            employing=blank,
        ).order_by().values_list(*columns)
    ]  # fmt: skip
    for name, model in models.items():
        calls: Any = F("includes_calls") if model is Need else Value(False)
        parts.append(
            model._default_manager.annotate(
                vocabulary=Value(name, output_field=CharField()),
                plural=F("short_label") if model is Phase else blank,
                calls=calls,
                family=F("group") if model is StructureType else blank,
                employing=_EMPLOYING if model is StructureType else blank,
            )
            .order_by()
            .values_list(*columns)
        )
    vocabulary = Vocabulary({name: {} for name in ("financement", *models)})
    with_calls: set[str] = set()
    rows = parts[0].union(*parts[1:], all=True)
    for name, code, label, help_text, order, plural, calls, family, employing in sorted(
        rows, key=lambda row: (row[4], row[2])
    ):
        employs = None if employing == "" else employing == "oui"
        short = plural if name == "phase" else ""
        word = Word(code, label, help_text, order, "" if short else plural, family, employs, short)
        vocabulary.words[name][code] = word
        if calls:
            with_calls.add(code)
    vocabulary.needs = _read_needs(vocabulary.words["besoin"], with_calls)
    return vocabulary


def _read_needs(needs: dict[str, Word], with_calls: set[str]) -> dict[str, NeedMapping]:
    sources = {
        "funding_types": "fundingtype__code",
        "accompaniment_types": "accompanimenttype__code",
        "objects_funded": "fundedobject__code",
    }
    parts = [
        getattr(Need, name)
        .through.objects.annotate(source=Value(name, output_field=CharField()), target=F(code))
        .values_list("source", "need__code", "target")
        for name, code in sources.items()
    ]
    found: dict[str, dict[str, set[str]]] = {
        code: {name: set() for name in sources} for code in needs
    }
    for source, need, target in parts[0].union(*parts[1:], all=True):
        found[need][source].add(target)
    return {
        code: NeedMapping(
            frozenset(one["funding_types"]),
            frozenset(one["accompaniment_types"]),
            frozenset(one["objects_funded"]),
            code in with_calls,
        )
        for code, one in found.items()
    }


def read_territory_names() -> dict[int, str]:
    """Names of the territories that some offer names."""
    used = Offer.territories.through.objects.values("territory_id").distinct()
    return dict(Territory.objects.filter(pk__in=used).order_by("pk").values_list("pk", "name"))


def typologies(entry: Entry) -> tuple[str, ...]:
    """Codes of the typology facet that an offer answers to."""
    if entry.kind == Kind.CALL:
        return ("appel_a_projets",)
    if entry.kind == Kind.FUNDING:
        return (entry.funding_type,)
    return ("accompagnement", *entry.links.get("accompaniment_types", ()))
