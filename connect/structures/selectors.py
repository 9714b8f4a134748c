"""Reads of structures and entities."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet

from connect.structures.models import Entity, Structure

Reader = AbstractBaseUser | AnonymousUser | None


def visible_to(reader: Reader) -> QuerySet[Structure]:
    """Structures that this reader may see: the public ones, for everybody."""
    return Structure.objects.filter(is_public=True)


def entities_visible_to(reader: Reader) -> QuerySet[Entity]:
    """Entities that have at least one structure this reader may see."""
    return Entity.objects.filter(Exists(visible_to(reader).filter(entity=OuterRef("pk"))))


def moved_to(slug: str, reader: Reader) -> Structure | None:
    """The structure that an address led to before a merge leads to now, if this reader may see it."""
    return visible_to(reader).filter(merged__slug=slug).order_by("pk").first()
