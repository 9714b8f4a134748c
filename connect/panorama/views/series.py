"""The open series of the indicators: `/donnees/indicateurs.json` and `.csv`."""

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from connect.common.clock import today
from connect.offers.opendata import sending
from connect.offers.opendata.columns import Column, csv_text
from connect.offers.opendata.items import json_text
from connect.offers.opendata.publishing import LICENCE_NAME, LICENCE_URL, site_name
from connect.panorama import indicators
from connect.panorama.indicators import Indicator
from connect.panorama.selectors import open_series

CSV = "text/csv; charset=utf-8"
JSON = "application/json; charset=utf-8"
Point = tuple[datetime.date, Indicator, Decimal, bool, bool]
COLUMNS: tuple[Column[Point], ...] = (
    Column("jour", lambda point: point[0]),
    Column("indicateur", lambda point: point[1].key),
    Column("libellé", lambda point: point[1].label),
    Column("valeur", lambda point: point[2].normalize().__format__("f")),
    Column("unité", lambda point: point[1].unit.value),
    Column("nature", lambda point: point[1].nature.value),
    Column("provisoire", lambda point: point[3]),
    Column("recalculée", lambda point: point[4]),
)


def points_of(chosen: Iterable[Indicator]) -> Iterator[Point]:
    """The history of some indicators, day by day."""
    by_key = {one.key: one for one in chosen}
    for day, key, value, provisional, rebuilt in open_series(list(by_key)):
        yield day, by_key[key], value, provisional, rebuilt


@require_safe
def series_csv(request: HttpRequest) -> HttpResponseBase:
    """The history of the public indicators, as a table for spreadsheets."""

    def make() -> HttpResponseBase:
        text = csv_text(COLUMNS, points_of(indicators.public()))
        return sending.file_answer(request, text, CSV, f"essor-indicateurs-{today()}.csv")

    return sending.answer(request, "", make)


def _described(one: Indicator) -> dict[str, Any]:
    return {
        "key": one.key,
        "label": one.label,
        "help": one.help,
        "unit": one.unit.value,
        "nature": one.nature.value,
        "better": one.better.value,
    }


@require_safe
def series_json(request: HttpRequest) -> HttpResponseBase:
    """The history of the public indicators, for programs: what each is, then one value a line."""

    def make() -> HttpResponseBase:
        said = {
            "title": f"Indicateurs – {site_name()}",
            "licence": {"name": LICENCE_NAME, "url": LICENCE_URL},
            "date": today(),
            "url": request.build_absolute_uri(reverse("panorama")),
            "indicators": [_described(one) for one in indicators.public()],
        }
        lines = (
            {
                "day": day,
                "key": one.key,
                "value": float(value),
                "provisional": provisional,
                "rebuilt": rebuilt,
            }
            for day, one, value, provisional, rebuilt in points_of(indicators.public())
        )
        text = json_text(said, lines)
        return sending.file_answer(request, text, JSON, f"essor-indicateurs-{today()}.json")

    return sending.answer(request, "", make)
