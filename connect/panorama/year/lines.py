"""The same figures as a file for spreadsheets: one line for each thing, month and figure."""

from collections.abc import Iterator
from dataclasses import dataclass

from connect.offers.opendata.columns import Column
from connect.panorama.year.figures import ByMonth, YearFigures
from connect.panorama.year.wording import MISSED


@dataclass(frozen=True)
class Line:
    """One figure.

    Attributes:
        about: what it counts.
        reference: of the offer, or of the structure.
        title: its title, or the name of the structure.
        month: such as 2026-05, empty for the whole period.
        detail: the criterion of a near-miss.
        value: the figure; `None` when it is not known.
    """

    about: str
    reference: str
    title: str
    month: str
    detail: str
    value: int | None


COLUMNS: tuple[Column[Line], ...] = (
    Column("Ce qui est compté", lambda line: line.about),
    Column("Référence", lambda line: line.reference),
    Column("Intitulé", lambda line: line.title),
    Column("Mois", lambda line: line.month),
    Column("Précision", lambda line: line.detail),
    Column("Nombre", lambda line: "non connu" if line.value is None else line.value),
)


def lines_of(figures: YearFigures) -> Iterator[Line]:
    """Every figure of a year, of the structure first, then of each offer."""
    structure, before = figures.structure, figures.period.year - 1
    own = (structure.reference, structure.name)
    yield Line("Visites de la page de la structure", *own, "", "", figures.sheet_total)
    yield Line(
        f"Visites de la page de la structure, mêmes jours de {before}",
        *own,
        "",
        "",
        figures.sheet_before,
    )
    yield from _months(figures, "Visites de la page de la structure", own, figures.sheet_visits)
    yield Line("Visites des offres", *own, "", "", figures.offers_total)
    yield Line(f"Visites des offres, mêmes jours de {before}", *own, "", "", figures.offers_before)
    yield from _months(figures, "Visites des offres", own, figures.offer_visits)
    known = figures.orientations.conducted is not None
    yield Line(
        "Plans encore conservés qui citent une offre", *own, "", "",
        figures.orientations.plans if known else None,
    )  # fmt: skip
    yield from _corrected(figures, own)
    for one in figures.offers:
        about = (one.offer.reference, one.offer.title)
        yield Line("Visites de l’offre", *about, "", "", one.total)
        yield Line(f"Visites de l’offre, mêmes jours de {before}", *about, "", "", one.before)
        yield from _months(figures, "Visites de l’offre", about, one.visits)
        yield Line("Plans encore conservés", *about, "", "", one.plans if known else None)
        if one.near_misses is None:
            yield Line("À un critère près", *about, "", "", None)
            continue
        for criterion, count in sorted(one.near_misses.items()):
            detail = MISSED.get(criterion, str(criterion.label))
            yield Line("À un critère près", *about, "", detail, count)


def _months(
    figures: YearFigures, about: str, own: tuple[str, str], values: ByMonth
) -> Iterator[Line]:
    for month, value in zip(figures.period.months, values, strict=True):
        if month <= figures.period.until:
            yield Line(about, *own, f"{month:%Y-%m}", "", value)


def _corrected(figures: YearFigures, own: tuple[str, str]) -> Iterator[Line]:
    found = figures.corrections
    values = (
        (None,) * 4
        if found is None
        else (found.edits, found.by_structure, found.reported, found.corrected)
    )
    labels = (
        "Modifications des fiches",
        "Modifications par des personnes de la structure",
        "Erreurs signalées",
        "Erreurs signalées et corrigées",
    )
    for about, value in zip(labels, values, strict=True):
        yield Line(about, *own, "", "", value)
