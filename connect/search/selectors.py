"""Reads of the index; nothing a person types can make them fail."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils.safestring import SafeString

from connect.search import backends, registry, vocabulary
from connect.search.highlight import highlighted, snippet
from connect.search.models import SearchEntry
from connect.search.planning import Correction, Plan, plan
from connect.search.query import Query
from connect.search.registry import ID_BITS, MAX_OBJECT_ID, SearchSource

MAX_LIMIT = 100
"""Hits of one page, at most."""
PKS_PER_CALL = 5_000
"""Primary keys given at once to a source, well under what a statement accepts."""

_TITLED = "SELECT id FROM search_entry WHERE title_key = %s AND id BETWEEN %s AND %s ORDER BY id"
_EVERYTHING = (0, (1 << 62) - 1)


@dataclass(frozen=True)
class RankedIds:
    """Objects of one kind that match, best first. What the reader may see is not checked here.

    `terms` is for `highlighted`; `blank` says that the text held no word to search.
    """

    ids: tuple[int, ...] = ()
    scores: tuple[float, ...] = ()
    corrected: tuple[Correction, ...] = ()
    notices: tuple[str, ...] = ()
    terms: frozenset[str] = frozenset()
    blank: bool = False


@dataclass(frozen=True)
class Hit:
    """One result; `title_html` and `snippet_html` hold escaped text and `<mark>` only.

    `line` says what the thing is, in plain text; `with_lines` fills it.
    """

    kind: str
    object_id: int
    score: float
    title: str
    url: str
    title_html: SafeString
    snippet_html: SafeString
    line: str = ""


@dataclass(frozen=True)
class Results:
    """One page of results; `total` and `kinds` count what the reader may see, all pages."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    kinds: tuple[tuple[str, str, int], ...] = ()
    corrected: tuple[Correction, ...] = ()
    notices: tuple[str, ...] = ()
    terms: frozenset[str] = frozenset()
    blank: bool = False


def search(
    text: str,
    *,
    kinds: Collection[str] | None = None,
    user: Any = None,
    limit: int = 20,
    offset: int = 0,
) -> Results:
    """Search what the reader may see.

    Args:
        text: anything a person typed.
        kinds: the kinds wanted (all by default); unknown ones are ignored.
        user: the reader, None for a visitor.
        limit: hits wanted, at most `MAX_LIMIT`.
        offset: hits to pass over.
    """
    sources = registry.sources()
    if kinds is not None:
        sources = {kind: source for kind, source in sources.items() if kind in set(kinds)}
    low, high = _range(next(iter(sources))) if len(sources) == 1 else _EVERYTHING
    made, rows, notices = _ranked(text, low, high)
    seen = _seen(rows, sources, user)
    visible = (row for row in rows if row[0] & MAX_OBJECT_ID in seen.get(row[0] >> ID_BITS, ()))
    start = max(offset, 0)
    shown = list(islice(visible, start, start + max(0, min(limit, MAX_LIMIT))))
    counts = [
        (kind, s.label, len(seen.get(registry.kind_number(kind), ())))
        for kind, s in sources.items()
    ]
    terms = made.terms()
    return Results(
        hits=tuple(_hits(shown, terms)),
        total=sum(count for _, _, count in counts),
        kinds=tuple(counted for counted in counts if counted[2]),
        corrected=tuple(made.corrections),
        notices=notices,
        terms=terms,
        blank=not made.title_key,
    )


def matching_ids(text: str, kind: str) -> RankedIds:
    """The ids of one kind that match, for facets: three statements, whatever the hits.

    The caller keeps those the reader may see: the index may be late.

    Raises:
        LookupError: when nothing registered the kind.
    """
    registry.get(kind)
    made, rows, notices = _ranked(text, *_range(kind))
    return RankedIds(
        ids=tuple([key & MAX_OBJECT_ID for key, _ in rows]),
        scores=tuple([score for _, score in rows]),
        corrected=tuple(made.corrections),
        notices=notices,
        terms=made.terms(),
        blank=not made.title_key,
    )


def load(hits: Sequence[Hit], user: Any = None) -> dict[tuple[str, int], Any]:
    """The objects of a page of hits by kind and id, one call per kind."""
    return {
        (kind, pk): found
        for kind, pks in _by_kind(hits).items()
        for pk, found in registry.get(kind).load(user, pks).items()
    }


def with_lines(hits: Sequence[Hit], user: Any = None) -> list[Hit]:
    """The same hits, each with the line that its source says of it, one call per kind."""
    lines = {
        (kind, pk): line
        for kind, pks in _by_kind(hits).items()
        for pk, line in registry.get(kind).lines(user, pks).items()
    }
    return [replace(hit, line=lines.get((hit.kind, hit.object_id), "")) for hit in hits]


def _by_kind(hits: Sequence[Hit]) -> dict[str, list[int]]:
    wanted: dict[str, list[int]] = {}
    for hit in hits:
        wanted.setdefault(hit.kind, []).append(hit.object_id)
    return wanted


def state() -> dict[str, Any]:
    """What the index holds: `{"backend": name, "entries": {kind: count}}`."""
    entries = dict.fromkeys(registry.sources(), 0)
    counted = SearchEntry.objects.values_list("kind").annotate(Count("id")).order_by("kind")
    entries.update(counted)
    return {"backend": backends.current().name, "entries": entries}


def _range(kind: str) -> tuple[int, int]:
    first = registry.kind_number(kind) << ID_BITS
    return first, first | MAX_OBJECT_ID


def _ranked(
    text: str, low: int, high: int
) -> tuple[Plan, list[tuple[int, float]], tuple[str, ...]]:
    """The entries that match, those whose title is the query first."""
    if not text or text.isspace():
        return Plan(), [], ()
    made = plan(text, vocabulary.current())
    if not made.title_key:
        return made, [], ()
    notices = []
    if made.too_long:
        notices.append(
            "Votre recherche est très longue : seuls ses premiers mots ont été utilisés."
        )
    if made.unknown:
        missing = ", ".join(f"« {word[:40]} »" for word in dict.fromkeys(made.unknown))
        notices.append(f"Introuvable dans le site : {missing}.")
    rows = _match(made.query(every=True), low, high)
    if not rows and len(made.clauses) > 1:
        rows = _match(made.query(every=False), low, high)
        if rows:
            notices.append(
                "Aucun résultat ne contient tous ces mots : voici ceux qui en contiennent au moins un."
            )
    if not made.clauses and not made.unknown:
        notices.append("Ces mots sont trop courants pour être cherchés seuls.")
    return made, _exact_first(rows, made.title_key, low, high), tuple(notices)


def _match(query: Query, low: int, high: int) -> list[tuple[int, float]]:
    return backends.current().match(query, low, high) if query.clauses else []


def _exact_first(
    rows: list[tuple[int, float]], title_key: str, low: int, high: int
) -> list[tuple[int, float]]:
    with connection.cursor() as cursor:
        cursor.execute(_TITLED, [title_key, low, high])
        exact = dict.fromkeys((key for (key,) in cursor.fetchall()), 0.0)
    if not exact:
        return rows
    best = rows[0][1] if rows else 0.0
    exact.update((key, score) for key, score in rows if key in exact)
    first = sorted(exact.items(), key=lambda row: -row[1])
    return [(key, best + 1.0 + score) for key, score in first] + [
        row for row in rows if row[0] not in exact
    ]


def _seen(
    rows: list[tuple[int, float]], sources: dict[str, SearchSource], user: Any
) -> dict[int, set[int]]:
    """The ids that the reader may see, by number of kind."""
    found: dict[int, list[int]] = defaultdict(list)
    for key, _ in rows:
        found[key >> ID_BITS].append(key & MAX_OBJECT_ID)
    seen: dict[int, set[int]] = {}
    for kind, source in sources.items():
        pks = found.get(registry.kind_number(kind), [])
        allowed: set[int] = set()
        for start in range(0, len(pks), PKS_PER_CALL):
            allowed.update(source.visible_to(user, pks[start : start + PKS_PER_CALL]))
        seen[registry.kind_number(kind)] = allowed.intersection(pks)
    return seen


def _hits(shown: list[tuple[int, float]], terms: frozenset[str]) -> Iterator[Hit]:
    entries = SearchEntry.objects.in_bulk([key for key, _ in shown])
    for key, score in shown:
        entry = entries.get(key)
        if entry is None:
            continue  # removed between the two statements
        yield Hit(
            kind=entry.kind,
            object_id=entry.object_id,
            score=score,
            title=entry.title,
            url=entry.url,
            title_html=highlighted(entry.title, terms),
            snippet_html=snippet(entry.body or entry.keywords, terms),
        )
