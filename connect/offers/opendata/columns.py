"""The columns of the CSV files: French headers, a stable code beside each label."""

import csv
import datetime
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from connect.common.staff.exports import neutral
from connect.offers.opendata.lines import Line
from connect.offers.selectors import call_state

T = TypeVar("T")
BYTE_ORDER_MARK = "\ufeff"
SEPARATOR = ";"
BETWEEN = " | "
# Lines written at once: a chunk of some hundred kilobytes.
TOGETHER = 200


@dataclass(frozen=True)
class Column(Generic[T]):
    """A column: what its first line says, and what it takes from a thing."""

    header: str
    value: Callable[[T], object]


def cell(value: object) -> str:
    """What goes into a cell: ISO dates, oui and non, lists cut by a bar, nothing for unknown, no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return neutral(BETWEEN.join(str(one) for one in value))
    return neutral(str(value))


def csv_text(columns: Sequence[Column[T]], things: Iterable[T]) -> Iterator[str]:
    """A CSV file by chunks: UTF-8 with its mark, semicolons, as French spreadsheets expect.

    Args:
        columns: the columns, in order.
        things: what the lines are about.
    """
    buffer = io.StringIO()
    buffer.write(BYTE_ORDER_MARK)
    writer = csv.writer(buffer, delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writerow(column.header for column in columns)
    for number, thing in enumerate(things, start=1):
        writer.writerow(cell(column.value(thing)) for column in columns)
        if number % TOGETHER == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _linked(header: str, link: str) -> list[Column[Line]]:
    return [
        Column(f"{header} (codes)", lambda line: [word.code for word in line.words(link)]),
        Column(header, lambda line: [word.label for word in line.words(link)]),
    ]


def _state_label(line: Line) -> str:
    state = call_state(line.offer, line.day)
    return str(state.label) if state else ""


OFFER_COLUMNS: tuple[Column[Line], ...] = (
    Column("Référence", lambda line: line.offer.reference),
    Column("Nature (code)", lambda line: line.offer.kind),
    Column("Nature", lambda line: line.offer.get_kind_display()),
    Column("Intitulé", lambda line: line.offer.title),
    Column("Types (codes)", lambda line: [word.code for word in line.types()]),
    Column("Types", lambda line: [word.label for word in line.types()]),
    Column("Structure (référence)", lambda line: line.offer.structure.reference),
    Column("Structure", lambda line: line.offer.structure.name),
    Column("Entité", lambda line: line.offer.structure.entity.name),
    Column("Résumé", lambda line: line.offer.summary),
    Column("Conditions", lambda line: line.offer.conditions),
    Column("Démarche", lambda line: line.offer.how_to_apply),
    Column("Montant minimum (€)", lambda line: line.offer.amount_min),
    Column("Montant maximum (€)", lambda line: line.offer.amount_max),
    Column("Taux maximum (%)", lambda line: line.offer.rate_max),
    Column("Coût (code)", lambda line: line.offer.cost),
    Column("Coût", lambda line: line.offer.get_cost_display()),
    Column("Accompagnement individuel", lambda line: line.offer.is_individual),
    Column("Accompagnement collectif", lambda line: line.offer.is_collective),
    Column("Portée (code)", lambda line: line.offer.reach),
    Column("Portée", lambda line: line.offer.get_reach_display()),
    Column("Territoires (codes)", lambda line: [place.code for place in line.territories()]),
    Column("Territoires", lambda line: [place.name for place in line.territories()]),
    *_linked("Structures visées", "structure_types"),
    Column("Tous secteurs", lambda line: line.offer.all_sectors),
    *_linked("Secteurs", "sectors"),
    *_linked("Étapes du projet", "phases"),
    *_linked("Objets financés", "objects_funded"),
    Column("Publication", lambda line: line.offer.opens_on),
    Column("Clôture", lambda line: line.offer.closes_on),
    Column("État de l’appel (code)", lambda line: call_state(line.offer, line.day)),
    Column("État de l’appel", _state_label),
    Column("Origine (code)", lambda line: line.offer.origin),
    Column("Origine", lambda line: line.offer.get_origin_display()),
    Column("Enregistrée le", lambda line: line.offer.recorded_on),
    Column("Vérifiée le", lambda line: line.offer.verified_on),
    Column("Page de l’offre", lambda line: line.offer.link),
    Column("Courriel", lambda line: line.offer.email),
    Column("Téléphone", lambda line: line.offer.phone),
    Column("Fiche", lambda line: line.url),
)
