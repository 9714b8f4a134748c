"""Import of the communes, EPCI and postcodes of a region from a pair of CSV files."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from connect.common.events import announce
from connect.common.sanitising import has_markup, is_formula, plain_text
from connect.taxonomy.enums import Level
from connect.taxonomy.frame import ensure
from connect.taxonomy.models import Postcode, Territory
from connect.taxonomy.places import fold
from connect.taxonomy.refusals import TerritoriesRefused

COMMUNES = ("insee", "nom", "departement", "codes_postaux", "epci", "population")
EPCI = ("code", "nom", "departement", "population_municipale")
INSEE = re.compile(r"[0-9][0-9AB][0-9]{3}")
SIREN = re.compile(r"[0-9]{9}")
POSTCODE = re.compile(r"[0-9]{5}")
BATCH = 500

Row = Mapping[str, str]


@dataclass
class Imported:
    """What an import of territories did."""

    epci: int = 0
    communes: int = 0
    postcodes: int = 0
    created: int = 0
    updated: int = 0


@dataclass(frozen=True)
class TerritoriesChanged:
    """Announced when territories were created or moved; what keeps the tree in memory reads it again."""


def read_csv(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a CSV file that has at least these columns.

    Raises:
        TerritoriesRefused: when the file cannot be read, is not UTF-8, lacks a column or has a crooked line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TerritoriesRefused(f"{path.name} ne peut pas être lu ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise TerritoriesRefused(f"{path.name} n’est pas en UTF-8.") from None
    if "\0" in text:
        raise TerritoriesRefused(f"{path.name} contient des octets nuls.")
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        header = reader.fieldnames or []
        missing = [name for name in columns if name not in header]
        if missing:
            raise TerritoriesRefused(f"{path.name} : colonnes manquantes : {', '.join(missing)}.")
        rows: list[Row] = []
        for row in reader:
            if None in row or None in row.values():
                raise TerritoriesRefused(
                    f"{path.name}, ligne {reader.line_num} : le nombre de cellules ne suit pas l’en-tête."
                )
            rows.append(row)
    except csv.Error:
        raise TerritoriesRefused(
            f"{path.name}, ligne {reader.line_num} : guillemets mal fermés."
        ) from None
    return rows


def _checked_name(row: Row, place: str) -> str:
    name = plain_text(row["nom"])
    if not name or len(name) > 120 or has_markup(name) or is_formula(name):
        raise TerritoriesRefused(f"{place} : le nom « {name[:40]} » n’est pas acceptable.")
    return name


def _number(value: str, place: str) -> int | None:
    if value and not (value.isascii() and value.isdigit() and len(value) < 10):
        raise TerritoriesRefused(f"{place} : la population « {value[:20]} » n’est pas un nombre.")
    return int(value) if value else None


def _once(code: str, pattern: re.Pattern[str], seen: Mapping[str, Any], place: str) -> str:
    if not pattern.fullmatch(code):
        raise TerritoriesRefused(f"{place} : le code « {code[:20]} » n’est pas correct.")
    if code in seen:
        raise TerritoriesRefused(f"{place} : le code {code} est écrit deux fois.")
    return code


def _numbered(path: Path, columns: Sequence[str]) -> list[tuple[str, Row]]:
    rows = read_csv(path, columns)
    return [(f"{path.name}, entrée {number}", row) for number, row in enumerate(rows, 1)]


@transaction.atomic
def import_region(
    region: str, communes: Path, epci: Path, *, name: str = "", departments: Path | None = None
) -> Imported:
    """Bring the EPCI, communes and postcodes of a region in line with the files.

    Territories that the files no longer name are kept: offers or structures may point to them.

    Args:
        region: the INSEE code of the region.
        communes: CSV with the columns `COMMUNES`.
        epci: CSV with the columns `EPCI`; other columns are ignored.
        name: the name of the region, needed when it is not in the tree yet.
        departments: CSV `code,nom`, needed when the departments are not in the tree yet.

    Raises:
        TerritoriesRefused: with one sentence; nothing is kept then.
    """
    parents = _departments(region, name, departments)
    done = Imported()
    groups = _save(_epci_rows(epci, parents), Level.EPCI, done)
    done.epci = len(groups)
    rows = _commune_rows(communes, parents, groups)
    places = _save({code: values for code, (values, _) in rows.items()}, Level.COMMUNE, done)
    done.communes = len(places)
    done.postcodes = _save_postcodes({places[code].pk: posts for code, (_, posts) in rows.items()})
    if done.created or done.updated:
        announce(TerritoriesChanged())
    return done


def _departments(region: str, name: str, path: Path | None) -> dict[str, Territory]:
    place = Territory.objects.filter(level=Level.REGION, code=region).first()
    if place is None:
        if not name:
            raise TerritoriesRefused(
                f"la région « {region} » est inconnue : chargez le vocabulaire qui la nomme,"
                " ou donnez --region-name et --departments."
            )
        europe = ensure(Level.EUROPE, "EU", "Europe", None)[0]
        country = ensure(Level.COUNTRY, "FR", "France", europe)[0]
        place = ensure(Level.REGION, region, name, country)[0]
    for where, row in _numbered(path, ("code", "nom")) if path else []:
        department, new = ensure(Level.DEPARTMENT, row["code"], _checked_name(row, where), place)
        if not new and department.parent_id != place.pk:
            department.parent, department.in_scope = place, True
            department.save()
    found = Territory.objects.filter(level=Level.DEPARTMENT, parent=place)
    if not found:
        raise TerritoriesRefused(
            f"la région {place.name} n’a aucun département : donnez --departments FICHIER (code,nom)."
        )
    return {department.code: department for department in found}


def _department(row: Row, parents: Mapping[str, Territory], place: str) -> Territory:
    if row["departement"] not in parents:
        raise TerritoriesRefused(
            f"{place} : le département « {row['departement'][:20]} » n’est pas de cette région."
        )
    return parents[row["departement"]]


def _epci_rows(path: Path, parents: Mapping[str, Territory]) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for place, row in _numbered(path, EPCI):
        rows[_once(row["code"], SIREN, rows, place)] = {
            "name": _checked_name(row, place),
            "parent": _department(row, parents, place),
            "epci": None,
            "population": _number(row["population_municipale"], place),
        }
    return rows


def _commune_rows(
    path: Path, parents: Mapping[str, Territory], groups: Mapping[str, Territory]
) -> dict[str, tuple[dict[str, Any], set[str]]]:
    rows: dict[str, tuple[dict[str, Any], set[str]]] = {}
    for place, row in _numbered(path, COMMUNES):
        code = _once(row["insee"], INSEE, rows, place)
        posts = {post for post in row["codes_postaux"].split("|") if post}
        wrong = sorted(post for post in posts if not POSTCODE.fullmatch(post))
        if wrong:
            raise TerritoriesRefused(
                f"{place} : le code postal « {wrong[0][:20]} » n’est pas correct."
            )
        if row["epci"] and row["epci"] not in groups:
            raise TerritoriesRefused(f"{place} : l’EPCI « {row['epci'][:20]} » est inconnu.")
        values = {
            "name": _checked_name(row, place),
            "parent": _department(row, parents, place),
            "epci": groups.get(row["epci"]),
            "population": _number(row["population"], place),
        }
        rows[code] = (values, posts)
    return rows


def _save(rows: Mapping[str, dict[str, Any]], level: Level, done: Imported) -> dict[str, Territory]:
    stored = {place.code: place for place in Territory.objects.filter(level=level)}
    fresh, moved = [], []
    for code, values in rows.items():
        values = {**values, "folded_name": fold(values["name"]), "in_scope": True}
        place = stored.get(code)
        if place is None:
            fresh.append(Territory(level=level, code=code, **values))
        elif any(getattr(place, key) != value for key, value in values.items()):
            for key, value in values.items():
                setattr(place, key, value)
            moved.append(place)
    Territory.objects.bulk_create(fresh, batch_size=BATCH)
    fields = ["name", "folded_name", "parent", "epci", "population", "in_scope"]
    Territory.objects.bulk_update(moved, fields, batch_size=BATCH)
    done.created += len(fresh)
    done.updated += len(moved)
    return {
        place.code: place for place in Territory.objects.filter(level=level, code__in=list(rows))
    }


def _save_postcodes(wanted: Mapping[int, set[str]]) -> int:
    pairs = {(post, pk) for pk, posts in wanted.items() for post in posts}
    stored: dict[tuple[str, int], int] = {
        (post, commune): pk
        for pk, post, commune in Postcode.objects.values_list("pk", "code", "commune_id")
        if commune in wanted
    }
    gone = [pk for pair, pk in stored.items() if pair not in pairs]
    _in_batches(gone, lambda part: Postcode.objects.filter(pk__in=part).delete())
    fresh = sorted(pairs - stored.keys())
    Postcode.objects.bulk_create(
        (Postcode(code=post, commune_id=commune) for post, commune in fresh), batch_size=BATCH
    )
    return len(pairs)


def _in_batches(pks: Sequence[int], act: Callable[[Sequence[int]], object]) -> None:
    for start in range(0, len(pks), BATCH):
        act(pks[start : start + BATCH])
