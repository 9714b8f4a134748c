"""Who reads a structure's year."""

from connect.memberships.permissions import is_staff, may_contribute
from connect.memberships.selectors import Reader
from connect.structures.models import Structure


def may_read_year(user: Reader, structure: Structure) -> bool:
    """Whether the person writes for the structure, or edits the catalogue for the chamber."""
    return may_contribute(user, structure) or is_staff(user)
