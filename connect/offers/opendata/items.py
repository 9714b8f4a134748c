"""The JSON files: a head that says what was asked and under which terms, then one item a line."""

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from connect.offers.opendata import publishing
from connect.offers.opendata.lines import VOCABULARY_OF, Line
from connect.offers.selectors import call_state

TOGETHER = 200
CODED = tuple(name for name in VOCABULARY_OF if name != "accompaniment_types")
PLAIN = (
    "summary", "conditions", "how_to_apply", "amount_min", "amount_max", "rate_max", "cost", "reach",
    "all_sectors", "opens_on", "verified_on", "link", "email", "phone",
)  # fmt: skip


def offer_item(line: Line) -> dict[str, Any]:
    """An offer under the names that the API gives its fields, and a few more."""
    offer = line.offer
    return {
        "external_id": offer.reference,
        "kind": offer.kind,
        "title": offer.title,
        "type": ", ".join(word.label for word in line.types()),
        "types": [word.code for word in line.types()],
        "url": line.url,
        "structure": offer.structure.name,
        "structure_external_id": offer.structure.reference,
        "entity": offer.structure.entity.name,
        "closes_on": offer.closes_on,
        "state": str(call_state(offer, line.day) or ""),
        **{name: getattr(offer, name) for name in PLAIN},
        **{name: [word.code for word in line.words(name)] for name in CODED},
        "territories": [place.code for place in line.territories()],
        "is_individual": offer.is_individual,
        "is_collective": offer.is_collective,
        "origin": offer.origin,
        "recorded_on": offer.recorded_on,
    }


def head(
    title: str,
    day: datetime.date,
    page_url: str,
    criteria: Mapping[str, Any],
    count: int,
    notices: list[str],
) -> dict[str, Any]:
    """What a file says before its items.

    Args:
        title: what the list holds.
        day: the day it was made.
        page_url: absolute address of the same list, for people.
        criteria: what was understood of the address.
        count: how many things were found.
        notices: what was left aside, in sentences.
    """
    return {
        "title": f"{title} – {publishing.site_name()}",
        "licence": {"name": publishing.LICENCE_NAME, "url": publishing.LICENCE_URL},
        "date": day,
        "url": page_url,
        "criteria": criteria,
        "count": count,
        "notices": notices,
    }


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_day)


def _day(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a file")


def json_text(said: Mapping[str, Any], items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A JSON file by chunks, one item a line.

    Args:
        said: the head.
        items: what goes under `items`.
    """
    kept = [f'{_written(said)[:-1]}, "items": [']
    between = "\n"
    for item in items:
        kept.append(between + _written(item))
        between = ",\n"
        if len(kept) > TOGETHER:
            yield "".join(kept)
            kept.clear()
    yield "".join([*kept, "\n]}\n"])
