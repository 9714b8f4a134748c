"""Verbs that change entities and local networks, and what a new structure is given."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, models, transaction
from django.utils.text import slugify

from connect.common import history
from connect.common.events import announce
from connect.structures.models import Entity, LocalNetwork, Structure
from connect.structures.services import StructureChanged, save_structure

ADDING = "connect.structures.add"


def free_slug(model: type[models.Model], name: str) -> str:
    """An address for a name that no row of the model has."""
    longest = model._meta.get_field("slug").max_length or 50  # type: ignore[union-attr]  # a slug field
    stem = slugify(name)[: longest - 5].strip("-") or "sans-nom"
    slug, number = stem, 2
    while model._default_manager.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug


def next_reference() -> str:
    """The next free reference of a structure: STR-270."""
    taken = Structure.objects.filter(reference__startswith="STR-").values_list(
        "reference", flat=True
    )
    numbers = [int(tail) for tail in (one[4:] for one in taken) if tail.isdigit()]
    return f"STR-{max(numbers, default=0) + 1:03d}"


@transaction.atomic
def add_structure(structure: Structure, *, by: AbstractBaseUser | None = None) -> Structure:
    """Add a structure that has neither reference nor address yet; alone of its kind, it is its own entity.

    Two additions at once wait for each other, so that each has its own reference.

    Raises:
        ValidationError: when a field is wrong.
    """
    if connection.vendor == "postgresql":
        # SQLite has one writer at a time anyway.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [ADDING])
    structure.reference = next_reference()
    structure.slug = free_slug(Structure, structure.name)
    if structure.entity_id is None:
        structure.entity = _entity_named(structure.name, by)
    save_structure(structure, by=by)
    return structure


def _entity_named(name: str, by: AbstractBaseUser | None) -> Entity:
    name = name[:160]
    found = Entity.objects.filter(name=name).first()
    if found is None:
        found = Entity(name=name, slug=free_slug(Entity, name))
        save_entity(found, by=by)
    return found


@transaction.atomic
def save_entity(entity: Entity, *, by: AbstractBaseUser | None = None) -> list[history.Change]:
    """Save an entity, keep its history and have what shows its structures follow its name.

    Raises:
        ValidationError: when a field is wrong.
    """
    stored = Entity.objects.filter(pk=entity.pk).first() if entity.pk else None
    entity.full_clean()
    changes = history.changes_of(entity, stored, {})
    entity.save()
    if changes:
        history.record(entity, "wagtail.create" if stored is None else "wagtail.edit", changes, by)
        for pk in entity.structures.order_by("pk").values_list("pk", flat=True):
            announce(StructureChanged(pk, frozenset({"entity"})))
    return changes


@transaction.atomic
def save_local_network(
    network: LocalNetwork, *, by: AbstractBaseUser | None = None
) -> list[history.Change]:
    """Save a local network and keep its history.

    Raises:
        ValidationError: when a field is wrong.
    """
    stored = LocalNetwork.objects.filter(pk=network.pk).first() if network.pk else None
    network.full_clean()
    changes = history.changes_of(network, stored, {})
    network.save()
    if changes:
        history.record(network, "wagtail.create" if stored is None else "wagtail.edit", changes, by)
    return changes
