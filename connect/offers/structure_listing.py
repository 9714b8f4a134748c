"""The list of structures: what its address asks, and the structures that answer, for the page and for files."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.http import QueryDict

from connect.common.clock import today
from connect.common.sanitising import plain_text
from connect.offers.enums import Kind, Status
from connect.offers.selectors import Reader
from connect.search import selectors as search
from connect.structures.models import Structure
from connect.structures.selectors import visible_to
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory

ROLES = {"finance": "is_funder", "accompagne": "is_accompanier", "oriente": "is_orienter"}
LONGEST_TEXT = 120


@dataclass(frozen=True)
class StructureFilters:
    """What is asked of the list.

    Attributes:
        text: words of the name or of the activity.
        role: a key of `ROLES`, or nothing.
        department: the code of a department, or nothing.
    """

    text: str = ""
    role: str = ""
    department: str = ""

    def query(self) -> str:
        """The address of this state, without its path, always in the same order."""
        pairs = (("q", self.text), ("role", self.role), ("departement", self.department))
        return urlencode([(key, value) for key, value in pairs if value])


def departments() -> list[Territory]:
    """The departments that can be chosen, by code."""
    return list(Territory.objects.filter(level=Level.DEPARTMENT).order_by("code"))


def read(query: QueryDict, choices: list[Territory]) -> tuple[StructureFilters, list[str]]:
    """Read the address; what makes no sense is left aside with a sentence.

    Args:
        query: the parameters of the address.
        choices: the departments that can be chosen.

    Returns:
        The filters understood, and the sentences to show.
    """
    notices: list[str] = []
    role = query.get("role", "")
    if role and role not in ROLES:
        notices.append("Ce rôle n’existe pas ; nous l’avons laissé de côté.")
        role = ""
    department = query.get("departement", "")
    if department and department not in {one.code for one in choices}:
        notices.append("Ce département n’est pas dans le catalogue ; nous l’avons laissé de côté.")
        department = ""
    text = plain_text(query.get("q", ""))[:LONGEST_TEXT]
    return StructureFilters(text, role, department), notices


def listed(filters: StructureFilters, reader: Reader) -> tuple[QuerySet[Structure], list[str]]:
    """The structures that answer, by name, each with `offer_count`, its offers that are not past.

    Args:
        filters: what is asked.
        reader: who reads.

    Returns:
        The structures, and the sentences of the search.
    """
    shown = Q(offers__status=Status.VISIBLE)
    current_offer = shown & (~Q(offers__kind=Kind.CALL) | Q(offers__closes_on__gte=today()))
    structures = (
        visible_to(reader)
        .select_related("entity", "department")
        .annotate(offer_count=Count("offers", filter=current_offer))
        .order_by(Lower("name"), "reference")
    )
    if filters.role:
        structures = structures.filter(**{ROLES[filters.role]: True})
    if filters.department:
        structures = structures.filter(
            department__code=filters.department, department__level=Level.DEPARTMENT
        )
    if not filters.text:
        return structures, []
    ranked = search.matching_ids(filters.text, "structure")
    found = structures if ranked.blank else structures.filter(pk__in=ranked.ids)
    return found, list(ranked.notices)
