"""Names of persons in the log of what the staff changed: taken out when the person is erased."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import ModelLogEntry

from connect.accounts.models import User

ERASED = "Compte effacé"


@dataclass(frozen=True)
class Named:
    """Rows of one model that point to a person, and have lines in the log.

    Attributes:
        model: the model.
        field: its field that points to the person.
        keys: primary keys of the rows.
    """

    model: type[models.Model]
    field: str
    keys: tuple[Any, ...]


def rows_naming(user: User) -> list[Named]:
    """Which logged rows point to a person; asked before the erasure cuts what points to them."""
    logged = set(ModelLogEntry.objects.order_by().values_list("content_type", flat=True).distinct())
    found = [Named(User, "", (user.pk,))]
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model, field = relation.related_model, relation.field.name
        if ContentType.objects.get_for_model(model).pk in logged:
            rows = model._default_manager.filter(**{field: user}).order_by("pk")
            found.append(Named(model, field, tuple(rows.values_list("pk", flat=True))))
    return [one for one in found if one.keys]


def take_out(named: Sequence[Named], words: Sequence[str]) -> None:
    """Write the log again without the person.

    Args:
        named: what `rows_naming` found before the erasure.
        words: the name and the address that the person had.
    """
    for one in named:
        rows = {str(row.pk): row for row in one.model._default_manager.filter(pk__in=one.keys)}
        for entry in _entries(one):
            entry.label = _label(entry.label, rows.get(entry.object_id), words)
            for change in entry.data.get("changes") or ():
                _blank(change, one.field, words)
            entry.save(update_fields=["label", "data"])


def _entries(named: Named) -> Iterator[ModelLogEntry]:
    kind = ContentType.objects.get_for_model(named.model)
    keys = [str(key) for key in named.keys]
    found = ModelLogEntry.objects.filter(content_type=kind, object_id__in=keys)
    yield from found.order_by("pk").iterator(500)


def _label(label: str, row: models.Model | None, words: Sequence[str]) -> str:
    now = ERASED if row is None else str(row)
    # A title that the person is not in stays as it was on the day.
    return now if ERASED in now or any(word in label for word in words) else label


def _blank(change: dict[str, str], field: str, words: Sequence[str]) -> None:
    for side in ("before", "after"):
        if change[side] in words or (change["field"] == field and side == "after" and change[side]):
            change[side] = ERASED
