"""Finding structures by their name however it is typed, and those that a new one would double."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.db.models import QuerySet
from rapidfuzz import fuzz

from connect.common.sanitising import plain_text
from connect.structures.models import Structure
from connect.taxonomy.models import Territory
from connect.taxonomy.places import fold

LONGEST = 120
CLOSE_ENOUGH = 84
# Words that every other structure has: alone, they find nothing.
_COMMON = frozenset("association cooperative d de des du en et la le les l pour sur".split())

folded = lru_cache(maxsize=50_000)(fold)


@dataclass(frozen=True)
class Resemblance:
    """A structure that is probably the one being described, and why."""

    structure: Structure
    why: str


@dataclass(frozen=True)
class _Row:
    pk: int
    name: str
    commune_id: int | None
    commune_name: str
    website: str


def _rows(structures: QuerySet[Structure]) -> Iterable[_Row]:
    fields = ("pk", "name", "commune_id", "commune_name", "website")
    return (_Row(*row) for row in structures.order_by("name", "pk").values_list(*fields))


def _read(structures: QuerySet[Structure], pks: list[int]) -> list[Structure]:
    """The structures of these keys, in this order; one statement."""
    found = {one.pk: one for one in structures.filter(pk__in=pks).select_related("department")}
    return [found[pk] for pk in pks if pk in found]


def _score(asked: str, words: list[str], row: _Row) -> float:
    """How well a name answers, 0 when it does not."""
    name = folded(row.name)
    if name == asked:
        return 200.0
    have = f" {name} {folded(row.commune_name)}"
    if all(f" {word}" in have for word in words):
        return (170.0 if name.startswith(asked) else 150.0) - min(len(name), 100) / 10
    close = fuzz.token_set_ratio(asked, name) if len(asked) > 3 else 0
    return close if close >= CLOSE_ENOUGH else 0.0


def find_by_name(text: str, structures: QuerySet[Structure], limit: int = 12) -> list[Structure]:
    """The structures that a name means, the likeliest first; two statements.

    Args:
        text: what was typed, its accents and capitals set aside.
        structures: among which, such as those that the reader may see.
        limit: how many at most.
    """
    asked = folded(plain_text(text)[:LONGEST])
    words = [word for word in asked.split() if word not in _COMMON]
    if not words:
        return []
    scored = [(_score(asked, words, row), row.pk) for row in _rows(structures)]
    best = sorted(((score, -pk) for score, pk in scored if score), reverse=True)[:limit]
    return _read(structures, [-pk for _, pk in best])


def host_of(address: str) -> str:
    """The host of a web address without its `www.`, empty when it has none."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")


def resembling(
    name: str,
    commune: Territory | None,
    website: str,
    structures: Iterable[Structure],
    limit: int = 5,
) -> list[Resemblance]:
    """The structures that a description would double: same name in the same place, or same website.

    Args:
        name: as it was typed.
        commune: its seat, `None` when unknown: every place then fits.
        website: its address, may be empty.
        structures: among which, in the order in which to give them.
        limit: how many at most.
    """
    asked, host = folded(name), host_of(website)
    named: list[Resemblance] = []
    hosted: list[Resemblance] = []
    for one in structures:
        if asked and folded(one.name) == asked and _same_place(one, commune):
            named.append(Resemblance(one, "même nom, même commune" if commune else "même nom"))
        elif host and host_of(one.website) == host:
            hosted.append(Resemblance(one, "même site internet"))
    return [*named, *hosted][:limit]


def _same_place(row: Structure, commune: Territory | None) -> bool:
    if commune is None or (row.commune_id is None and not row.commune_name):
        return True
    return row.commune_id == commune.pk or folded(row.commune_name) == commune.folded_name


def same_structure(name: str, commune: Territory | None) -> Structure | None:
    """The structure that already has this very name in this very place, public or not; one statement."""
    standing = Structure.objects.filter(merged_into__isnull=True).order_by("pk")
    found = resembling(name, commune, "", standing, limit=1)
    return found[0].structure if found else None
