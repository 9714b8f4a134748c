"""The place a person typed, understood as territories."""

from dataclasses import dataclass

from connect.taxonomy import selectors as taxonomy


@dataclass(frozen=True)
class Choice:
    """One of the places that the words typed may mean."""

    label: str
    value: str


@dataclass(frozen=True)
class Locality:
    """A place understood.

    Attributes:
        label: how to name it in a sentence.
        covering: territories whose offers are proposed there.
        choices: the communes to choose from when the words are not enough.
    """

    label: str
    covering: frozenset[int]
    choices: tuple[Choice, ...] = ()


def locate(text: str) -> tuple[Locality | None, str]:
    """Understand a commune, a postcode, an EPCI or a department.

    Args:
        text: what was typed; empty gives nothing.

    Returns:
        The place, and a sentence when it was not found or needs a choice.
    """
    if not text:
        return None, ""
    places = taxonomy.find_places(text)
    if not places:
        return None, (
            f"Nous n’avons pas trouvé le lieu «\u00a0{text}\u00a0». Essayez un code postal ou le nom d’une commune ;"
            " en attendant, voici les offres de tout le territoire."
        )
    covering: frozenset[int] = frozenset()
    for place in places:
        covering |= place.covering
    if len(places) == 1:
        return Locality(places[0].label, covering), ""
    choices = tuple(Choice(place.label, place.label) for place in places)
    sentence = f"«\u00a0{text}\u00a0» désigne {len(places)} communes. Choisissez la vôtre pour une réponse exacte."
    return Locality(f"«\u00a0{text}\u00a0»", covering, choices), sentence
