"""Offers that do not say for whom they are, and offers that nobody sees."""

import datetime
from collections.abc import Iterator

from connect.offers.enums import Kind, Status
from connect.offers.quality.faults import Fault, Severity
from connect.offers.quality.snapshot import Snapshot

FOR_WHOM = "pour_qui"
PRIVATE_STRUCTURE = "structure_non_publique"
LABELS = {
    "phases": "les étapes du projet",
    "structure_types": "les structures visées",
    "sectors": "les secteurs",
}


def silent_on_audience(offer: Snapshot, today: datetime.date) -> Iterator[Fault]:
    """Phases, kinds of structures or sectors left empty: the offer answers to everybody, « à vérifier » each time.

    Calls are most often open to every kind of structure and do not say so: that alone is no fault of theirs.
    """
    if offer.kind == Kind.CALL and (offer.closes_on is None or offer.closes_on < today):
        return
    missing = tuple(name for name in LABELS if not getattr(offer, name))
    if offer.all_sectors:
        missing = tuple(name for name in missing if name != "sectors")
    if offer.kind == Kind.CALL and missing == ("structure_types",):
        return
    if not missing:
        return
    words = [LABELS[name] for name in missing]
    said = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} ni {words[-1]}"
    yield Fault(
        code=FOR_WHOM,
        sentence=f"La fiche ne dit pas {said}.",
        severity=Severity.MINOR,
        judged=missing,
        fields=missing,
    )


def shown_by_nobody(offer: Snapshot) -> Iterator[Fault]:
    """A visible offer whose structure is not public: the team believes it is shown, the public never sees it."""
    if offer.status != Status.VISIBLE or offer.is_public:
        return
    yield Fault(
        code=PRIVATE_STRUCTURE,
        sentence="L’offre est dite visible, mais sa structure ne l’est pas : le public ne voit ni l’une ni l’autre.",
        severity=Severity.MISLEADING,
        judged=(offer.status, offer.is_public),
        fields=("hidden_motive",),
    )
