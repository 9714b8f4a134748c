"""Verb that renames a territory; its code and its place in the tree come from the official lists."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from connect.common import history
from connect.common.events import announce
from connect.taxonomy.models import Territory
from connect.taxonomy.places import fold


@dataclass(frozen=True)
class TerritoryRenamed:
    """Announced when the name of a territory changed; what shows it reads it again."""

    territory_id: int


@transaction.atomic
def rename_territory(
    territory: Territory, *, by: AbstractBaseUser | None = None
) -> list[history.Change]:
    """Save the new name of a territory, keep its history and tell who shows it.

    Raises:
        ValidationError: when the name is wrong.
    """
    stored = Territory.objects.select_for_update(of=("self",)).get(pk=territory.pk)
    territory.folded_name = fold(territory.name)
    territory.full_clean()
    changes = history.changes_of(territory, stored, {}, ignored=("folded_name",))
    if not changes:
        return []
    territory.save()
    history.record(territory, "wagtail.edit", changes, by)
    announce(TerritoryRenamed(territory.pk))
    return changes
