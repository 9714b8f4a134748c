"""A reach without the territory it calls for.

Where the structure has its seat is no matter: an offer held in Loire-Atlantique may be proposed in Mayenne.
"""

from collections.abc import Iterator

from connect.offers.quality.faults import Fault, Fix, Severity
from connect.offers.quality.snapshot import Snapshot
from connect.taxonomy.enums import Level, Reach

WITHOUT_TERRITORY = "portee_sans_territoire"
# Levels that make a reach true; for the widest two, any territory will do.
LEVELS: dict[str, frozenset[str]] = {
    Reach.INTERCOMMUNAL: frozenset({Level.EPCI, Level.COMMUNE}),
    Reach.DEPARTMENTAL: frozenset({Level.DEPARTMENT}),
    Reach.REGIONAL: frozenset({Level.REGION, Level.DEPARTMENT}),
    Reach.NATIONAL: frozenset(Level.values),
    Reach.EUROPEAN: frozenset(Level.values),
}
# The reach that the territories of an offer amount to, by the widest of their levels.
AMOUNTS_TO: tuple[tuple[Level, Reach], ...] = (
    (Level.EUROPE, Reach.EUROPEAN),
    (Level.COUNTRY, Reach.NATIONAL),
    (Level.REGION, Reach.REGIONAL),
    (Level.DEPARTMENT, Reach.DEPARTMENTAL),
    (Level.EPCI, Reach.INTERCOMMUNAL),
    (Level.COMMUNE, Reach.INTERCOMMUNAL),
)
LACKING: dict[str, str] = {
    Reach.INTERCOMMUNAL: "aucune intercommunalité n’est cochée",
    Reach.DEPARTMENTAL: "aucun département n’est coché",
    Reach.REGIONAL: "ni la région ni un département n’est coché",
    Reach.NATIONAL: "aucun territoire n’est coché",
    Reach.EUROPEAN: "aucun territoire n’est coché",
}


def reach_without_territory(offer: Snapshot) -> Iterator[Fault]:
    """« Départemental » without a department, « intercommunal » without an intercommunality."""
    if not offer.reach:
        return
    levels = {place.level for place in offer.territories}
    if levels & LEVELS[offer.reach]:
        return
    label = Reach(offer.reach).label.lower()
    sentence = (
        f"La portée est « {label} », mais {LACKING[offer.reach]} : la recherche par lieu l’oublie."
    )
    fix = None
    for level, reach in AMOUNTS_TO:
        if level in levels:
            names = ", ".join(place.name for place in offer.territories[:3])
            sentence = f"La portée est « {label} », mais les territoires cochés sont d’un autre niveau ({names})."
            fix = Fix(
                label=f"Passer en portée {reach.label.lower()}", values={"reach": reach.value}
            )
            break
    yield Fault(
        code=WITHOUT_TERRITORY,
        sentence=sentence,
        severity=Severity.BLOCKING if not levels else Severity.MISLEADING,
        judged=(offer.reach, tuple(place.key for place in offer.territories)),
        fix=fix,
        fields=("territories",),
    )
