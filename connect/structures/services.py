"""Verbs that change structures."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from connect.common import history
from connect.common.clock import today
from connect.common.events import announce
from connect.structures.models import Structure

BOOKKEEPING = ("imported_values",)


@dataclass(frozen=True)
class StructureChanged:
    """Announced when a structure was created or edited; its offers and the search follow."""

    structure_id: int
    changed_fields: frozenset[str]


@transaction.atomic
def save_structure(
    structure: Structure, *, by: AbstractBaseUser | None = None, tell: bool = True
) -> list[history.Change]:
    """Save a structure, keep its history and tell the layers above.

    Args:
        structure: new or edited.
        by: the person who edits, `None` for an import.
        tell: `False` for a bulk import, which refreshes what shows structures itself.

    Raises:
        ValidationError: when a field is wrong.
    """
    stored = None
    if structure.pk:
        stored = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    structure.full_clean()
    changes = history.changes_of(structure, stored, {}, ignored=BOOKKEEPING)
    structure.save()
    if changes:
        history.record(
            structure, "wagtail.create" if stored is None else "wagtail.edit", changes, by
        )
        if tell:
            fields = frozenset(change.field for change in changes)
            announce(StructureChanged(structure.pk, fields))
    return changes


@transaction.atomic
def confirm_exact(
    structure: Structure, *, by: AbstractBaseUser | None = None, how: str = ""
) -> bool:
    """Date the verification of the sheet of a structure; nothing else of it changes.

    Args:
        structure: the structure, brought up to date.
        by: the person who confirms, `None` for somebody without account.
        how: how it was confirmed, for the history.

    Returns:
        Whether the structure is still shown to the public, and was therefore dated; the same day twice counts once.
    """
    locked = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if not locked.is_public:
        return False
    day = today()
    if locked.verified_on != day:
        before = "" if locked.verified_on is None else str(locked.verified_on)
        changes = [history.Change("verified_on", "vérifiée le", before, str(day))]
        if how:
            changes.append(history.Change("verified_on", "vérification", "", how))
        locked.verified_on = day
        locked.save(update_fields=["verified_on"])
        history.record(locked, "wagtail.edit", changes, by)
        announce(StructureChanged(locked.pk, frozenset({"verified_on"})))
    structure.verified_on = day
    return True
