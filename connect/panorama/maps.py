"""The two maps of the panorama, who is based where and who offers where, with the figures of both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from pyroaring import BitMap

from connect.common import french
from connect.offers.catalogue.index import CatalogueIndex
from connect.panorama.ground import Ground, Seat, Site
from connect.panorama.scopes import Scope
from connect.panorama.shapes import Drawing, drawing_of
from connect.panorama.wording import percent

LEVELS = 5


@dataclass(frozen=True)
class DepartmentRow:
    """The figures of a department.

    Attributes:
        structures: public structures based there.
        entities: the same, services merged into the entity they belong to.
        held: offers of these structures, wherever they are proposed.
        offered: offers proposed there, whoever holds them.
        near: among those proposed there, the ones held there.
    """

    name: str
    code: str
    structures: int
    entities: int
    held: int
    offered: int
    near: int
    structures_url: str
    offers_url: str

    @property
    def far_share(self) -> str:
        """Share of the offers proposed here that structures based elsewhere hold."""
        return percent(self.offered - self.near, self.offered)


@dataclass(frozen=True)
class MapPart:
    """A department on a map: how it is drawn, what it says, where it leads."""

    code: str
    name: str
    value: int
    level: int
    x: int
    y: int
    url: str
    title: str


@dataclass(frozen=True)
class LegendStep:
    """A class of the legend: « 27 à 36 »."""

    level: int
    words: str


@dataclass(frozen=True)
class ShadedMap:
    """One map: a shaded outline for each department, and what stands off it."""

    key: str
    title: str
    unit: str
    parts: tuple[MapPart, ...]
    legend: tuple[LegendStep, ...]
    outside: int
    outside_words: str


@dataclass(frozen=True)
class EpciRow:
    """The figures of an intercommunalité; `width` is the length of its bar, in per cent of the longest."""

    name: str
    structures: int
    offered: int
    own: int
    width: str
    url: str


@dataclass(frozen=True)
class Atlas:
    """Everything that the page says of places."""

    rows: tuple[DepartmentRow, ...]
    total: DepartmentRow
    drawing: Drawing | None
    based: ShadedMap
    offered: ShadedMap
    telling: DepartmentRow | None
    telling_seats: str
    epcis: tuple[EpciRow, ...]
    structures_without_epci: int
    held_outside: int
    silent: int


def levels_of(values: Sequence[int]) -> list[int]:
    """The class of each value, 1 to 5, by quantiles; equal values share a class, nothing at all is class 0."""
    found = []
    for value in values:
        below = sum(other < value for other in values)
        found.append(1 + LEVELS * below // len(values) if value else 0)
    return found


def structures_within(scope: Scope, ground: Ground, found: BitMap) -> list[Seat]:
    """The structures that a choice is about."""
    if scope.code == "appels":
        holders = {ground.holders[pk] for pk in found if pk in ground.holders}
        return [seat for seat in ground.seats.values() if seat.pk in holders]
    seats = ground.seats.values()
    if scope.role == "finance":
        return [seat for seat in seats if seat.is_funder]
    if scope.role == "accompagne":
        return [seat for seat in seats if seat.is_accompanier]
    return list(seats)


def seats_in_words(scope: Scope, count: int) -> str:
    """How many structures have their seat in a place: « 4 structures qui financent y ont leur siège »."""
    verb = "y a son siège" if count < 2 else "y ont leur siège"
    return f"{french.plural(count, *scope.holders)} {verb}"


def offers_address(scope: Scope, site: Site) -> str:
    """The catalogue, for this choice and this place."""
    return replace(scope.criteria, place=site.label).url(reverse("catalogue"))


def _structures_address(scope: Scope, site: Site) -> str:
    asked = {"role": scope.role} if scope.role else {}
    return f"{reverse('structures')}?{urlencode({**asked, 'departement': site.code})}"


def atlas(scope: Scope, index: CatalogueIndex, found: BitMap, ground: Ground) -> Atlas:
    """Count by place, without any statement.

    Args:
        scope: what is counted.
        index: the catalogue.
        found: the offers that the catalogue gives for this choice.
        ground: the sites and the seats.
    """
    seats = structures_within(scope, ground, found)
    held = _held(ground, found)
    rows, proposed = [], BitMap()
    for site in ground.departments:
        offered = found & index.offered_in(site.reached_from)
        proposed |= offered
        own = held.get(site.pk, BitMap())
        based = [seat for seat in seats if seat.department == site.pk]
        rows.append(_row(scope, site, based, own, offered))
    mapped = {site.pk for site in ground.departments}
    outside = [seat for seat in seats if seat.department not in mapped]
    total = DepartmentRow(
        "Ensemble", "", len(seats), len({seat.entity for seat in seats}), len(found),
        len(proposed), 0, "", "",
    )  # fmt: skip
    drawing = drawing_of([row.code for row in rows])
    telling = max(
        (row for row in rows if row.offered > row.structures),
        key=lambda row: (row.offered / max(row.structures, 1), row.code),
        default=None,
    )
    return Atlas(
        tuple(rows),
        total,
        drawing,
        _based_map(scope, rows, drawing, len(outside)),
        _offered_map(scope, rows, drawing, len(found) - len(proposed)),
        telling,
        seats_in_words(scope, telling.structures) if telling else "",
        _epcis(scope, index, found, ground, seats),
        sum(seat.epci is None for seat in seats),
        len(found) - sum(row.held for row in rows),
        len(found & index.unknown["lieu"]),
    )


def _held(ground: Ground, found: BitMap) -> dict[int, BitMap]:
    held: dict[int, BitMap] = {}
    for pk in found:
        seat = ground.seats.get(ground.holders.get(pk, 0))
        if seat is not None and seat.department is not None:
            held.setdefault(seat.department, BitMap()).add(pk)
    return held


def _row(
    scope: Scope, site: Site, based: Sequence[Seat], own: BitMap, offered: BitMap
) -> DepartmentRow:
    return DepartmentRow(
        site.name,
        site.code,
        len(based),
        len({seat.entity for seat in based}),
        len(own),
        len(offered),
        own.intersection_cardinality(offered),
        _structures_address(scope, site),
        offers_address(scope, site),
    )


def _parts(
    rows: Sequence[DepartmentRow],
    drawing: Drawing | None,
    value: Callable[[DepartmentRow], int],
    url: Callable[[DepartmentRow], str],
    title: Callable[[DepartmentRow], str],
) -> tuple[MapPart, ...]:
    if drawing is None:
        return ()
    levels = levels_of([value(row) for row in rows])
    return tuple(
        MapPart(
            row.code, row.name, value(row), level, drawing.shapes[row.code].x,
            drawing.shapes[row.code].y, url(row), title(row),
        )
        for row, level in zip(rows, levels, strict=True)
    )  # fmt: skip


def _legend(parts: Sequence[MapPart]) -> tuple[LegendStep, ...]:
    steps = []
    for level in range(LEVELS + 1):
        values = [part.value for part in parts if part.level == level]
        if values:
            low, high = min(values), max(values)
            words = french.number(low)
            steps.append(
                LegendStep(level, words if low == high else f"{words} à {french.number(high)}")
            )
    return tuple(steps)


def _based_map(
    scope: Scope, rows: Sequence[DepartmentRow], drawing: Drawing | None, outside: int
) -> ShadedMap:
    where = "Voir les structures du département"
    parts = _parts(
        rows,
        drawing,
        lambda row: row.structures,
        lambda row: row.structures_url,
        lambda row: (
            f"{row.name}, {french.number(row.structures)}\u00a0: "
            f"{french.plural(row.structures, *scope.holders)}. {where}"
        ),
    )
    return ShadedMap(
        "sieges",
        "Qui a son siège où",
        scope.holders[1],
        parts,
        _legend(parts),
        outside,
        "siège ailleurs ou inconnu",
    )


def _offered_map(
    scope: Scope, rows: Sequence[DepartmentRow], drawing: Drawing | None, outside: int
) -> ShadedMap:
    parts = _parts(
        rows,
        drawing,
        lambda row: row.offered,
        lambda row: row.offers_url,
        lambda row: (
            f"{row.name}, {french.number(row.offered)}\u00a0: "
            f"{french.plural(row.offered, scope.one, scope.several)} à portée. Voir la liste"
        ),
    )
    return ShadedMap(
        "offres",
        "Ce qui est proposé où",
        scope.several,
        parts,
        _legend(parts),
        outside,
        "hors de la région seulement",
    )


def _epcis(
    scope: Scope, index: CatalogueIndex, found: BitMap, ground: Ground, seats: Sequence[Seat]
) -> tuple[EpciRow, ...]:
    based: dict[int, int] = {}
    for seat in seats:
        if seat.epci is not None:
            based[seat.epci] = based.get(seat.epci, 0) + 1
    longest = max(based.values(), default=1)
    rows = []
    for site in ground.epcis:
        count = based.get(site.pk, 0)
        own = found & index.territory[site.pk] if site.pk in index.territory else BitMap()
        rows.append(
            EpciRow(
                site.name,
                count,
                found.intersection_cardinality(index.offered_in(site.reached_from)),
                len(own),
                f"{100 * count / longest:.1f}%",
                offers_address(scope, site),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.structures, -row.offered, row.name)))
