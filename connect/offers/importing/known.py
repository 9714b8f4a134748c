"""What the catalogue knows already, read once before the lines."""

from collections import defaultdict
from dataclasses import dataclass, field

from connect.structures.models import LocalNetwork, Structure
from connect.taxonomy import models as taxonomy
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Term, Territory

Terms = dict[str, Term]


def _terms(model: type[Term]) -> Terms:
    return {term.code: term for term in model._default_manager.all()}


def key_of(territory: Territory) -> str:
    """A territory as it is written in the imported values: « departement:44 »."""
    return f"{territory.level}:{territory.code}"


@dataclass
class Known:
    """Vocabularies, territories and structures by the codes that the files use."""

    funding_types: Terms = field(default_factory=lambda: _terms(taxonomy.FundingType))
    accompaniment_types: Terms = field(default_factory=lambda: _terms(taxonomy.AccompanimentType))
    structure_types: Terms = field(default_factory=lambda: _terms(taxonomy.StructureType))
    sectors: Terms = field(default_factory=lambda: _terms(taxonomy.Sector))
    phases: Terms = field(default_factory=lambda: _terms(taxonomy.Phase))
    objects_funded: Terms = field(default_factory=lambda: _terms(taxonomy.FundedObject))
    networks: dict[str, LocalNetwork] = field(
        default_factory=lambda: {network.code: network for network in LocalNetwork.objects.all()}
    )
    territories: dict[str, Territory] = field(default_factory=dict)
    structures: dict[str, Structure] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_key: dict[int, Territory] = {}
        self._communes: dict[tuple[int | None, str], list[Territory]] = defaultdict(list)
        self._departments_of: dict[int, set[str]] = defaultdict(set)
        self._by_level: dict[str, dict[str, Territory]] = defaultdict(dict)
        for place in Territory.objects.all():
            self.territories[key_of(place)] = place
            self._by_key[place.pk] = place
            self._by_level[place.level][place.code] = place
        for place in self._by_key.values():
            if place.level == Level.COMMUNE:
                self._communes[(place.parent_id, place.folded_name)].append(place)
                if place.epci_id is not None and place.parent_id is not None:
                    self._departments_of[place.epci_id].add(self._by_key[place.parent_id].code)
        self.read_structures()

    def read_structures(self) -> None:
        """Read the structures again, once those of the file are in."""
        structures = Structure.objects.select_related("entity")
        self.structures = {structure.reference: structure for structure in structures}

    def codes_of(self, level: Level) -> dict[str, Territory]:
        """The territories of a level by code."""
        return self._by_level[level]

    def parent(self, place: Territory) -> Territory | None:
        """The territory above, without a statement."""
        return self._by_key.get(place.parent_id or 0)

    def commune(self, department: str, folded: str) -> Territory | None:
        """The commune of this name in a department, when there is exactly one."""
        parent = self.territories.get(f"{Level.DEPARTMENT}:{department}")
        found = self._communes.get((parent.pk, folded), []) if parent else []
        return found[0] if len(found) == 1 else None

    def departments_of(self, epci: Territory) -> set[str]:
        """Codes of the departments where an EPCI has a commune, its main one included."""
        main = self.parent(epci)
        return self._departments_of[epci.pk] | ({main.code} if main else set())

    def departments_in(self, region: Territory) -> set[str]:
        """Codes of the departments of a region."""
        departments = self._by_level[Level.DEPARTMENT].values()
        return {place.code for place in departments if place.parent_id == region.pk}
