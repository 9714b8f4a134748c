"""Writing of drafts, by chunks: a chunk is a transaction, a line in it is all or nothing."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, models, transaction

from connect.offers.enums import Kind, Status
from connect.offers.importing.known import Known
from connect.offers.importing.merging import merge
from connect.offers.importing.report import Outcome
from connect.offers.importing.rows import Draft
from connect.offers.importing.slots import OFFER, STRUCTURE, Links, Slot, Values
from connect.offers.models import Offer
from connect.offers.services import refresh_catalogue, save_offer
from connect.search import services as search
from connect.structures.models import Structure
from connect.structures.services import save_structure

logger = logging.getLogger(__name__)

CHUNK = 100
ATTEMPTS = 3
IMPORT_LOCK = 0x455353_6F72
"""Key of the PostgreSQL lock that puts two imports in order; SQLite has one writer anyway."""


@dataclass(frozen=True)
class Written:
    """What became of a draft, and why when it was left out."""

    draft: Draft
    outcome: Outcome
    reasons: list[str] = field(default_factory=list)


Writer = Callable[[Sequence[Draft], Known], list[Written]]


def in_chunks(drafts: Sequence[Draft], known: Known, write: Writer) -> Iterator[list[Written]]:
    """Write every draft, a chunk at a time; a chunk that met a deadlock is tried again."""
    for start in range(0, len(drafts), CHUNK):
        yield _retried(drafts[start : start + CHUNK], known, write)


def _retried(chunk: Sequence[Draft], known: Known, write: Writer) -> list[Written]:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                _lock()
                return write(chunk, known)
        except OperationalError:
            # Inside a larger transaction nothing can be tried again: it is lost as a whole.
            if attempt == ATTEMPTS or connection.in_atomic_block:
                raise
            logger.warning("An import chunk met a lock; attempt %d of %d.", attempt + 1, ATTEMPTS)
    raise AssertionError("unreachable")


def _lock() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def write_structures(drafts: Sequence[Draft], known: Known) -> list[Written]:
    """Write a chunk of structures, then have the search and the catalogue show them."""
    stored = (
        Structure.objects.select_for_update(of=("self",))
        .select_related("entity", "department", "commune", "epci", "local_network")
        .filter(reference__in=[draft.reference for draft in drafts])
        .order_by("pk")
    )
    rows = {row.reference: row for row in stored}
    written, touched = [], []
    for draft in drafts:
        row = rows.get(draft.reference)
        row = Structure(reference=draft.reference) if row is None else row
        one = _write(draft, row, STRUCTURE, known, lambda row, links: _structure_saved(row))
        written.append(one)
        if one.outcome in {Outcome.CREATED, Outcome.UPDATED}:
            touched.append(row.pk)
    if touched:
        search.index("structure", touched)
        offers = Offer.objects.filter(structure_id__in=touched).order_by("pk")
        if pks := list(offers.values_list("pk", flat=True)):
            refresh_catalogue(pks)
    return written


def _structure_saved(row: Structure) -> None:
    save_structure(row, tell=False)


def write_offers(drafts: Sequence[Draft], known: Known) -> list[Written]:
    """Write a chunk of offers, then have every process read them again."""
    stored = (
        Offer.objects.select_for_update(of=("self",))
        .select_related("structure", "funding_type")
        .prefetch_related(
            "accompaniment_types", "structure_types", "sectors", "phases", "objects_funded"
        )
        .prefetch_related("territories")
        .filter(reference__in=[draft.reference for draft in drafts])
        .order_by("pk")
    )
    rows = {row.reference: row for row in stored}
    written, touched = [], []
    for draft in drafts:
        row = rows.get(draft.reference)
        if row is not None and row.kind != draft.kind:
            written.append(_of_another_kind(draft, row))
            continue
        if row is None:
            row = Offer(reference=draft.reference, kind=draft.kind, status=Status.VISIBLE)
        one = _write(draft, row, OFFER, known, _offer_saved)
        written.append(one)
        if one.outcome in {Outcome.CREATED, Outcome.UPDATED}:
            touched.append(row.pk)
    if touched:
        refresh_catalogue(touched)
    return written


def _of_another_kind(draft: Draft, row: Offer) -> Written:
    """A person refiled what this file once brought: that is theirs, as any value edited since; else a mistake."""
    held = Kind(row.kind).label
    if row.imported_values and draft.values.keys() <= row.imported_values.keys():
        wanted = Kind(draft.kind).label
        why = f"nature modifiée sur place (« {held} »), le fichier dit « {wanted} »"
        return Written(draft, Outcome.CONFLICT, [why])
    taken = f"la référence est déjà celle d’une offre « {held} »"
    return Written(draft, Outcome.REFUSED, [taken])


def _offer_saved(row: Offer, links: Links) -> None:
    save_offer(row, links=links, refresh=False, constraints=False)


def _write(
    draft: Draft,
    row: Any,
    slots: dict[str, Slot],
    known: Known,
    save: Callable[[Any, Links], None],
) -> Written:
    """Merge one draft into its row, in a savepoint."""
    is_new = row.pk is None
    changed = list(draft.values)
    if not is_new:
        merged = merge(slots, row, draft.values)
        if merged.conflicts:
            return Written(draft, Outcome.CONFLICT, merged.conflicts)
        changed = merged.changed
    values: Values = {**row.imported_values, **draft.values}
    if not is_new and not changed:
        if values != row.imported_values:
            type(row).objects.filter(pk=row.pk).update(imported_values=values)
        return Written(draft, Outcome.UNCHANGED)
    try:
        with transaction.atomic():
            links: Links = {}
            for key in changed:
                slots[key].write(row, links, draft.values[key], known)
            row.imported_values = values
            if is_new:
                links = {name: targets for name, targets in links.items() if targets}
            save(row, links)
    except ValidationError as error:
        return Written(draft, Outcome.REFUSED, _reasons(row, error))
    except IntegrityError:
        return Written(draft, Outcome.REFUSED, _why_refused(row))
    return Written(draft, Outcome.CREATED if is_new else Outcome.UPDATED)


def _why_refused(row: models.Model) -> list[str]:
    """In words, the rule that the database enforced."""
    try:
        row.full_clean()
    except ValidationError as error:
        return _reasons(row, error)
    return ["la base de données refuse cette ligne"]


def _reasons(row: models.Model, error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    labels = {f.name: str(f.verbose_name) for f in row._meta.concrete_fields}
    found = []
    for name, messages in error.message_dict.items():
        start = f"{labels[name]} : " if name in labels else ""
        found += [f"{start}{message}" for message in messages]
    return found
