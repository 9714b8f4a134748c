"""Two rows of one structure become one: what belongs to the first follows into the second, its address too."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from connect.common import history
from connect.common.events import announce
from connect.structures.models import Structure
from connect.structures.services import StructureChanged, save_structure

# What the kept sheet takes from the other when it has nothing itself.
FILLED = (
    "nature", "description", "website", "email", "phone", "commune_name", "commune", "epci", "department",
    "local_network",
)  # fmt: skip
ROLES = ("is_funder", "is_accompanier", "is_orienter", "is_cress_member")


@dataclass(frozen=True)
class StructuresMerged:
    """Announced inside the transaction: what points to the source must now point to the target.

    Attributes:
        source_id: the structure that is closed; its row stays, private.
        target_id: the one that is kept.
        by: who merged.
    """

    source_id: int
    target_id: int
    by: AbstractBaseUser | None


@dataclass(frozen=True)
class Moved:
    """What a merge would move, in words: « 12 offres »."""

    order: int
    sentence: str


_counters: list[Callable[[Structure, Structure], list[Moved]]] = []


def count_with(counter: Callable[[Structure, Structure], list[Moved]]) -> None:
    """Have an application say what a merge of (source, target) moves of its own; a few statements at most."""
    if counter not in _counters:
        _counters.append(counter)


def what_moves(source: Structure, target: Structure) -> list[str]:
    """The sentences that the page shows before the merge."""
    found = [line for counter in _counters for line in counter(source, target)]
    return [line.sentence for line in sorted(found, key=lambda line: (line.order, line.sentence))]


def _held(source_id: int, target_id: int) -> tuple[Structure, Structure]:
    """Both structures, held in one order: two merges that cross wait for each other."""
    rows = Structure.objects.select_for_update(of=("self",)).filter(pk__in=(source_id, target_id))
    found = {one.pk: one for one in rows.order_by("pk")}
    return found[source_id], found[target_id]


@transaction.atomic
def merge(source: Structure, into: Structure, *, by: AbstractBaseUser | None) -> Structure:
    """Merge a structure into another; the source stays as a private row that leads to the target.

    Args:
        source: the one that is closed.
        into: the one that is kept.
        by: who decides.

    Returns:
        The target, as it now stands.

    Raises:
        ValidationError: when they are one, or either was merged before.
    """
    if source.pk == into.pk:
        raise ValidationError("Choisissez deux structures différentes.")
    closed, kept = _held(source.pk, into.pk)
    for one in (closed, kept):
        if one.merged_into_id is not None:
            raise ValidationError(f"« {one.name} » a déjà été fusionnée dans une autre structure.")
    _fill(kept, closed, by)
    announce(StructuresMerged(closed.pk, kept.pk, by))
    # What the source had taken in leads to the target in one step.
    Structure.objects.filter(merged_into=closed).update(merged_into=kept)
    closed.merged_into, closed.is_public = kept, False
    save_structure(closed, by=by)
    announce(StructureChanged(kept.pk, frozenset({"name"})))
    return kept


def _fill(kept: Structure, closed: Structure, by: AbstractBaseUser | None) -> list[history.Change]:
    for name in FILLED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(closed, name))
    for name in ROLES:
        setattr(kept, name, getattr(kept, name) or getattr(closed, name))
    # Between the two, the earlier date of referencing is the true one.
    days = [one.referenced_on for one in (kept, closed) if one.referenced_on]
    kept.referenced_on = min(days) if days else None
    return save_structure(kept, by=by)
