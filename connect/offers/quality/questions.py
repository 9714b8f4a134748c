"""What is asked of a person to mend a fault, with the lists to choose from."""

from functools import cached_property

from django.db.models import Q

from connect.offers.enums import HiddenMotive
from connect.offers.quality.answers import ALL
from connect.offers.quality.faults import Fault
from connect.offers.quality.snapshot import Snapshot
from connect.taxonomy.enums import Level, Reach
from connect.taxonomy.models import FundingType, Phase, Sector, StructureType, Term, Territory
from connect.taxonomy.selectors import vocabulary
from connect.upkeep.registry import Question

Listed = tuple[tuple[str, str], ...]
LABELS: dict[str, str] = {
    "amount_min": "Montant minimum, en euros",
    "amount_max": "Montant maximum, en euros",
    "rate_max": "Taux maximum, en %",
    "link": "Page de l’offre",
    "email": "Courriel",
    "phone": "Téléphone",
    "summary": "Résumé",
    "title": "Intitulé",
    "closes_on": "Clôture le",
    "funding_type": "Type de financement",
    "territories": "Territoire concerné",
    "phases": "Étape du projet",
    "structure_types": "Structures visées",
    "sectors": "Secteur",
    "hidden_motive": "Motif",
}
KINDS: dict[str, str] = {"link": "url", "summary": "area", "closes_on": "date"}
OPTIONAL = frozenset({"amount_min", "amount_max", "rate_max", "link", "email", "phone"})
SEVERAL = frozenset({"phases", "structure_types", "sectors"})
OF_REACH: dict[str, Level] = {
    Reach.INTERCOMMUNAL: Level.EPCI,
    Reach.DEPARTMENTAL: Level.DEPARTMENT,
    Reach.REGIONAL: Level.REGION,
    Reach.NATIONAL: Level.COUNTRY,
    Reach.EUROPEAN: Level.EUROPE,
}


class Choices:
    """Lists to choose from, each read once a page, and only when a row asks for it."""

    def of(self, name: str, offer: Snapshot) -> Listed:
        """The list of a field, empty for what is typed freely."""
        if name == "territories":
            level = OF_REACH[offer.reach]
            places = [one for one in self._places if one.level == level]
            return tuple((f"{one.level}:{one.code}", str(one)) for one in places)
        return getattr(self, name, ())

    @cached_property
    def funding_type(self) -> Listed:
        """Types of funding."""
        return self._words(FundingType)

    @cached_property
    def phases(self) -> Listed:
        """Moments of a project."""
        return ((ALL, "Toutes les étapes"), *self._words(Phase))

    @cached_property
    def sectors(self) -> Listed:
        """Sectors."""
        return ((ALL, "Tous secteurs"), *self._words(Sector))

    @cached_property
    def structure_types(self) -> Listed:
        """Kinds of structures."""
        return ((ALL, "Toutes les structures de la liste"), *self._words(StructureType))

    @property
    def hidden_motive(self) -> Listed:
        """Motives that need no precision."""
        motives = ((value, str(label)) for value, label in HiddenMotive.choices)
        return tuple(pair for pair in motives if pair[0] != HiddenMotive.OTHER)

    @cached_property
    def _places(self) -> list[Territory]:
        wide = Q(level__in=(Level.DEPARTMENT, Level.EPCI, Level.REGION), in_scope=True)
        wide |= Q(level__in=(Level.COUNTRY, Level.EUROPE))
        return list(Territory.objects.filter(wide).order_by("name", "code"))

    @staticmethod
    def _words(model: type[Term]) -> Listed:
        return tuple((word.code, word.label) for word in vocabulary(model))


def questions_of(offer: Snapshot, fault: Fault, choices: Choices) -> tuple[Question, ...]:
    """What to ask to mend a fault, filled in with what is proposed or stands."""
    return tuple(_question(name, offer, fault, choices.of(name, offer)) for name in fault.fields)


def _question(name: str, offer: Snapshot, fault: Fault, listed: Listed) -> Question:
    several = "Pour en cocher plusieurs, ouvrez la fiche." if name in SEVERAL else ""
    return Question(
        name=name,
        label=LABELS[name],
        kind="choice" if listed else KINDS.get(name, "text"),
        initial=_initial(name, offer, fault, listed),
        choices=listed,
        required=name not in OPTIONAL,
        help=several,
    )


def _initial(name: str, offer: Snapshot, fault: Fault, listed: Listed) -> str:
    fix = fault.fix
    if fix is not None and name in fix.values:
        value = fix.values[name]
    elif name == "territories":
        value = _named_place(offer, listed)
    elif listed:
        value = ""
    else:
        value = getattr(offer, name)
    return "" if value is None else str(value)


def _named_place(offer: Snapshot, listed: Listed) -> str:
    """The only place that the offer or its structure names; the seat is no clue to where it is proposed."""
    words = f"{offer.title} {offer.structure_name}".lower()
    named = [key for key, label in listed if label.partition(" (")[0].lower() in words]
    if len(listed) == 1:
        return listed[0][0]
    return named[0] if len(named) == 1 else ""
