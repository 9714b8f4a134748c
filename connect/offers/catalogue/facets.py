"""The facets of the catalogue: their name in the address, their title, what fills them."""

from dataclasses import dataclass

CALLS = "appel_a_projets"
ACCOMPANIMENT = "accompagnement"


@dataclass(frozen=True)
class Facet:
    """One facet.

    Attributes:
        key: the parameter in the address.
        title: what people read above the list.
        help: one sentence that explains it.
        tolerant: whether offers that do not say (unknown) stay in the results.
    """

    key: str
    title: str
    help: str
    tolerant: bool = True


NEED = Facet("besoin", "Ce que vous cherchez", "Votre besoin, avec vos mots.", tolerant=False)
TYPOLOGY = Facet(
    "typologie", "Type d’offre", "Argent, accompagnement ou appel à projets.", tolerant=False
)
PHASE = Facet("phase", "Étape de votre projet", "Là où vous en êtes aujourd’hui.")
STRUCTURE = Facet(
    "structure",
    "Qui vous êtes",
    "Le type de votre structure, ou vous-même si elle n’existe pas encore.",
)
SECTOR = Facet(
    "secteur", "Secteur d’activité", "Les offres ouvertes à tous les secteurs restent affichées."
)
OBJECT = Facet("objet", "Ce que l’argent paie", "Un projet, du matériel, un poste…")

FACETS: tuple[Facet, ...] = (NEED, TYPOLOGY, PHASE, STRUCTURE, SECTOR, OBJECT)
BY_KEY = {facet.key: facet for facet in FACETS}
