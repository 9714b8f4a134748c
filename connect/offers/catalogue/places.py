"""The place a person typed, understood as territories."""

from dataclasses import dataclass

from connect.common.french import quoted
from connect.taxonomy import selectors as taxonomy
from connect.taxonomy.enums import Level


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
        covering: territories whose offers are proposed there; none when it must first be chosen.
        choices: the communes to choose from when the words are not enough.
    """

    label: str
    covering: frozenset[int]
    choices: tuple[Choice, ...] = ()


def locate(text: str) -> tuple[Locality | None, str]:
    """Understand a commune, a postcode, an EPCI or a department.

    A department or an EPCI also brings the offers proposed on a part of it.

    Args:
        text: what was typed; empty gives nothing.

    Returns:
        The place, and a sentence when it was not found, was guessed or needs a choice.
    """
    if not text:
        return None, ""
    places = taxonomy.find_places(text)
    if not places:
        return None, (
            f"Nous n’avons pas trouvé le lieu {quoted(text)}. Essayez un code postal ou le nom d’une"
            " commune ; en attendant, voici les offres de tout le territoire."
        )
    choices = tuple(Choice(place.label, place.label) for place in places)
    if len(places) == 1:
        place = places[0]
        covering = place.covering
        if place.territory.level != Level.COMMUNE:
            covering |= taxonomy.inside(place.territory)
        sentence = f"Nous avons compris {quoted(place.label)}." if place.guessed else ""
        return Locality(place.label, covering), sentence
    if places[0].guessed:
        return Locality("", frozenset(), choices), (
            f"Nous n’avons pas trouvé le lieu {quoted(text)}. Choisissez parmi ces noms proches ;"
            " en attendant, voici les offres de tout le territoire."
        )
    return Locality(
        quoted(text), frozenset().union(*(place.covering for place in places)), choices
    ), (f"{quoted(text)} désigne {len(places)} lieux. Choisissez le vôtre pour une réponse exacte.")
