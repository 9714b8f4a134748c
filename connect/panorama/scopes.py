"""What the maps and the figures are about: everything, or one kind of offer."""

from dataclasses import dataclass

from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.facets import ACCOMPANIMENT
from connect.taxonomy.enums import FundingCode

UNKNOWN = "Ce choix n’existe pas ; voici toutes les offres."


@dataclass(frozen=True)
class Scope:
    """One choice of the page.

    Attributes:
        code: its value in the address.
        label: the words of the choice.
        criteria: what the catalogue is asked for the same offers.
        one: what one of these offers is called.
        several: what several are called.
        role: the role that the list of structures filters by, empty for none.
        holders: what the structures counted are called.
    """

    code: str
    label: str
    criteria: Criteria
    one: str
    several: str
    role: str
    holders: tuple[str, str]


SCOPES = (
    Scope("", "Toutes les offres", Criteria(), "offre", "offres", "", ("structure", "structures")),
    Scope(
        "financement",
        "Financements",
        Criteria(values={"typologie": tuple(FundingCode.values)}),
        "financement",
        "financements",
        "finance",
        ("structure qui finance", "structures qui financent"),
    ),
    Scope(
        "accompagnement",
        "Accompagnements",
        Criteria(values={"typologie": (ACCOMPANIMENT,)}),
        "accompagnement",
        "accompagnements",
        "accompagne",
        ("structure qui accompagne", "structures qui accompagnent"),
    ),
    Scope(
        "appels",
        "Appels ouverts",
        Criteria(only_open=True),
        "appel ouvert",
        "appels ouverts",
        "",
        ("structure qui porte un appel ouvert", "structures qui portent un appel ouvert"),
    ),
)
BY_CODE = {scope.code: scope for scope in SCOPES}


def read_scope(raw: str) -> tuple[Scope, str]:
    """The choice of the address, and a sentence when it means nothing."""
    if raw in BY_CODE:
        return BY_CODE[raw], ""
    return BY_CODE[""], UNKNOWN
