"""How complete the page of an offer is, from 0 to 100, and what is missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connect.offers.enums import Kind
from connect.offers.quality.snapshot import Snapshot

# What each answer is worth; each kind adds up to 100. What decides whether an offer is for me (audience, place,
# nature) weighs most, then what I get, then how to ask. Nothing that a good offer may lack for ever weighs.
COMMON: dict[str, int] = {
    "summary": 12,
    "structure_types": 12,
    "sectors": 6,
    "phases": 10,
    "territories": 10,
    "contact": 10,
}
WEIGHTS: dict[str, dict[str, int]] = {
    Kind.FUNDING: {
        **COMMON,
        "amounts": 12,
        "objects_funded": 10,
        "conditions": 8,
        "how_to_apply": 6,
        "verified_on": 4,
    },
    Kind.ACCOMPANIMENT: {
        **COMMON,
        "accompaniment_types": 14,
        "cost": 10,
        "mode": 6,
        "conditions": 4,
        "how_to_apply": 2,
        "verified_on": 4,
    },
    Kind.CALL: {
        **COMMON,
        "opens_on": 6,
        "amounts": 10,
        "conditions": 10,
        "how_to_apply": 10,
        "verified_on": 4,
    },
}
LABELS: dict[str, str] = {
    "summary": "un résumé",
    "structure_types": "les structures visées",
    "sectors": "les secteurs",
    "phases": "les étapes du projet",
    "territories": "les territoires concernés",
    "contact": "une page, un courriel ou un téléphone",
    "amounts": "un montant ou un taux",
    "objects_funded": "ce que l’argent paie",
    "conditions": "les conditions",
    "how_to_apply": "la démarche",
    "verified_on": "une date de vérification",
    "accompaniment_types": "les types d’accompagnement",
    "cost": "le coût pour la personne",
    "mode": "individuel ou collectif",
    "opens_on": "la date de publication",
}
_HELD: Mapping[str, Callable[[Snapshot], bool]] = {
    "summary": lambda offer: bool(offer.summary.strip()),
    "sectors": lambda offer: offer.all_sectors or bool(offer.sectors),
    "contact": lambda offer: bool(offer.link or offer.email or offer.phone),
    "amounts": lambda offer: (
        (offer.amount_min, offer.amount_max, offer.rate_max) != (None, None, None)
    ),
    "mode": lambda offer: offer.is_individual is not None or offer.is_collective is not None,
}


@dataclass(frozen=True)
class Completeness:
    """How complete an offer is.

    Attributes:
        score: from 0 to 100.
        missing: fields and their French labels, what weighs most first.
    """

    score: int
    missing: tuple[tuple[str, str], ...]


def completeness(offer: Snapshot) -> Completeness:
    """How complete an offer is, and what to ask its contributor first."""
    weights = WEIGHTS[offer.kind]
    missing = [name for name in weights if not _holds(offer, name)]
    missing.sort(key=lambda name: -weights[name])
    score = 100 - sum(weights[name] for name in missing)
    return Completeness(score, tuple((name, LABELS[name]) for name in missing))


def _holds(offer: Snapshot, name: str) -> bool:
    held = _HELD.get(name)
    return held(offer) if held else bool(getattr(offer, name))
