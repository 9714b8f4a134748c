"""History of who changed what, field by field, kept in Wagtail's own log."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from wagtail.log_actions import log


@dataclass(frozen=True)
class Change:
    """One field before and after, as words a person can read."""

    field: str
    label: str
    before: str
    after: str


Links = Mapping[str, Collection[models.Model]]


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value)


def _shown(instance: models.Model, field: "models.Field[Any, Any]") -> str:
    if field.choices:
        return str(getattr(instance, f"get_{field.name}_display")() or "")
    if field.is_relation:
        return _words(getattr(instance, field.name))
    return _words(field.value_from_object(instance))


def changes_of(
    instance: models.Model,
    stored: models.Model | None,
    links: Links,
    *,
    ignored: Collection[str] = (),
) -> list[Change]:
    """What saving `instance` with `links` would change.

    Args:
        instance: the object as it will be saved.
        stored: the same row as it stands in the database, or `None` for a new one.
        links: the many-to-many fields that will be set, by name.
        ignored: fields that are bookkeeping and not part of the history.
    """
    found: list[Change] = []
    for field in instance._meta.concrete_fields:
        if field.primary_key or field.name in ignored or getattr(field, "auto_now", False):
            continue
        before = "" if stored is None else _shown(stored, field)
        after = _shown(instance, field)
        if before != after:
            found.append(Change(field.name, str(field.verbose_name), before, after))
    for name, targets in links.items():
        label = str(instance._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a many-to-many field
        before = (
            "" if stored is None else ", ".join(sorted(str(t) for t in getattr(stored, name).all()))
        )
        after = ", ".join(sorted(str(target) for target in targets))
        if before != after:
            found.append(Change(name, label, before, after))
    return found


def record(
    instance: models.Model, action: str, changes: Collection[Change], by: AbstractBaseUser | None
) -> None:
    """Write one line of history: the action, its author and each field before and after."""
    log(
        instance=instance,
        action=action,
        user=by,
        data={"changes": [change.__dict__ for change in changes]},
        content_changed=bool(changes),
    )
