"""The document of a structure's year: one to three pages of A4, sober, with its figures in tables."""

from connect.common.clock import today
from connect.common.french import NBSP, day_long, number, plural, quoted
from connect.offers.opendata.publishing import site_name
from connect.panorama.year.figures import ByMonth, OfferYear, YearFigures
from connect.panorama.year.paper import ACTION, INK, MARGIN, PALE, SOFT, WASH, Paper
from connect.panorama.year.wording import (
    METHOD,
    MISSED,
    MONTHS,
    SHORT_MONTHS,
    cell,
    compared,
    corrections_words,
    figure,
    freshness_words,
    history_words,
    orientations_words,
    period_words,
    visits_known,
)

# Beyond this many lines the document would be a list: the file beside it has them all.
MOST_LINES = 24
TITLE_WIDTH, MONTH_WIDTH, TOTAL_WIDTH, BEFORE_WIDTH = 64.0, 7.0, 12.0, 14.0
SIDES = "L" + "C" * 12 + "RR"


def draw(figures: YearFigures) -> Paper:
    """Draw the document.

    Args:
        figures: what it says.
    """
    year, name = figures.period.year, figures.structure.name
    title = f"L’année {year}{NBSP}: {name}"
    paper = Paper(f"{site_name()} · {title} · établi le {day_long(figures.made_on)}")
    paper.set_title(title)
    paper.set_author(site_name())
    paper.set_subject(f"Visites, orientations et corrections {period_words(figures.period)}")
    paper.set_creator(site_name())
    paper.add_page()
    _head(paper, figures)
    _keys(paper, figures)
    _months(paper, figures)
    _offers(paper, figures)
    _orientations(paper, figures)
    _near_misses(paper, figures)
    _sentences(paper, "Ce qui a été corrigé", corrections_words(figures))
    fresh = f"Ce qui est à jour, le {day_long(figures.made_on)}"
    _sentences(paper, fresh, freshness_words(figures))
    _sentences(paper, "Comment lire ces chiffres", METHOD, size=8.5, soft=True)
    return paper


def _head(paper: Paper, figures: YearFigures) -> None:
    paper.pen(9, SOFT)
    paper.cell(0, 5, paper.said(f"{site_name()} · L’année de votre structure"))
    paper.ln(9)
    paper.pen(23, INK, family="title")
    paper.multi_cell(
        0, 10, paper.said(figures.structure.name), align="L", new_x="LMARGIN", new_y="NEXT"
    )
    paper.ln(1)
    paper.pen(11.5, ACTION, bold=True)
    whole = "" if figures.period.is_whole else ", année en cours"
    paper.cell(
        0, 6, paper.said(f"Année {figures.period.year}, {period_words(figures.period)}{whole}")
    )
    paper.ln(9)
    for text in (visits_known(figures), history_words(figures)):
        if text:
            paper.paragraph(text, size=9, colour=SOFT)


def _keys(paper: Paper, figures: YearFigures) -> None:
    """The four figures that a funder reads first, each with the year before."""
    before = figures.period.year - 1
    missed = figures.orientations.missed
    known = figures.orientations.conducted is not None
    keys = (
        ("Visites de vos offres", figures.offers_total,
         compared(figures.offers_total, figures.offers_before, before)),
        ("Visites de votre page", figures.sheet_total,
         compared(figures.sheet_total, figures.sheet_before, before)),
        ("Plans qui citent une offre", figures.orientations.plans if known else None, "plans encore conservés"),
        ("À un critère près", None if missed is None else sum(missed.values()), "offres manquées de peu"),
    )  # fmt: skip
    gap = 3.0
    width, top, height = (paper.epw - 3 * gap) / 4, paper.get_y() + 1, 25.0
    for place, (label, value, note) in enumerate(keys):
        x = MARGIN + place * (width + gap)
        paper.set_fill_color(*WASH)
        paper.rect(x, top, width, height, style="F")
        paper.set_fill_color(*ACTION)
        paper.rect(x, top, width, 0.8, style="F")
        paper.set_xy(x + 3, top + 3)
        paper.pen(8, SOFT)
        paper.cell(width - 6, 4, paper.fitted(label, width - 6))
        paper.set_xy(x + 3, top + 8)
        paper.pen(12 if value is None else 19, SOFT if value is None else INK, family="title")
        paper.cell(width - 6, 8, paper.said(figure(value)))
        paper.set_xy(x + 3, top + 17)
        paper.pen(7, SOFT)
        paper.multi_cell(width - 6, 3.2, paper.said(note if value is not None else ""), align="L")
    paper.set_xy(MARGIN, top + height + 1)


def _months(paper: Paper, figures: YearFigures) -> None:
    """Bars of the twelve months, over the table of the same figures."""
    paper.heading("Les visites, mois par mois", room=60)
    label, total = 34.0, 16.0
    wide = (paper.epw - label - total) / 12
    known = [one or 0 for one in figures.offer_visits]
    if any(known):
        box = (MARGIN + label, paper.get_y(), wide * 12, 20.0)
        paper.bars(figures.offer_visits, box, top=max(known), gap=0.35)
        paper.set_y(paper.get_y() + 22)
    widths = [label, *[wide] * 12, total]
    sides = "L" + "C" * 12 + "R"
    paper.row(["", *MONTHS, "Total"], widths, size=7.5, colour=SOFT, aligns=sides)
    paper.line_across()
    for name, months, year in (
        ("Vos offres", figures.offer_visits, figures.offers_total),
        ("Votre page", figures.sheet_visits, figures.sheet_total),
    ):
        paper.row([name, *[cell(one) for one in months], cell(year)], widths, aligns=sides)
        paper.line_across()


def _offers(paper: Paper, figures: YearFigures) -> None:
    paper.heading("Vos offres", room=45)
    shown = figures.offers[:MOST_LINES]
    if not shown:
        paper.paragraph("Aucune de vos offres n’a été visible pendant la période, ni consultée.")
        return
    widths = _offer_widths()
    _offer_head(paper, figures, widths)
    top = max((max((one or 0 for one in line.visits), default=0) for line in shown), default=0)
    for line in shown:
        if paper.will_page_break(9.5):
            paper.add_page()
            _offer_head(paper, figures, widths)
        _offer_line(paper, line, widths, top)
    rest = figures.offers[MOST_LINES:]
    if rest:
        counted = [one.total for one in rest if one.total is not None]
        read = f", {plural(sum(counted), 'visite', 'visites')} en tout" if counted else ""
        paper.ln(1.5)
        paper.paragraph(
            f"Et {plural(len(rest), 'autre offre', 'autres offres')}{read}. Le fichier CSV les donne toutes.",
            size=9, colour=SOFT,
        )  # fmt: skip
    if figures.left_out:
        paper.paragraph(
            f"{plural(figures.left_out, 'offre n’est pas comptée', 'offres ne sont pas comptées')}"
            " ici, faute de place.", size=9, colour=SOFT,
        )  # fmt: skip


def _offer_widths() -> list[float]:
    return [TITLE_WIDTH, *[MONTH_WIDTH] * 12, TOTAL_WIDTH, BEFORE_WIDTH]


def _offer_head(paper: Paper, figures: YearFigures, widths: list[float]) -> None:
    before = str(figures.period.year - 1)
    paper.row(
        ["Offre", *SHORT_MONTHS, "Total", before], widths, size=7.5, colour=SOFT, aligns=SIDES
    )
    paper.line_across()


def _offer_line(paper: Paper, line: OfferYear, widths: list[float], top: int) -> None:
    """The title and its figures, small bars over them, the reference under the title."""
    upper = paper.get_y()
    paper.bars(
        line.visits,
        (MARGIN + TITLE_WIDTH, upper + 0.6, MONTH_WIDTH * 12, 3.4),
        top=top,
        colour=PALE,
        gap=0.3,
    )
    paper.set_xy(MARGIN, upper + 4.2)
    _figures_of(paper, line.visits, line, widths)
    paper.set_xy(MARGIN, upper + 0.4)
    paper.pen(8.5, INK)
    paper.cell(TITLE_WIDTH - 1, 4.4, paper.fitted(line.offer.title, TITLE_WIDTH - 2))
    paper.set_xy(MARGIN, upper + 4.2)
    paper.pen(7, SOFT)
    state = "" if line.is_shown else f", {line.offer.get_status_display().lower()} aujourd’hui"
    about = f"{line.offer.reference} · {line.offer.get_kind_display().lower()}{state}"
    paper.cell(TITLE_WIDTH - 1, 4, paper.fitted(about, TITLE_WIDTH - 2))
    paper.set_xy(MARGIN, upper + 9)
    paper.line_across()


def _figures_of(paper: Paper, months: ByMonth, line: OfferYear, widths: list[float]) -> None:
    cells = ["", *[cell(one) for one in months]]
    paper.row([*cells, "", ""], widths, size=7, colour=SOFT, height=4, aligns=SIDES)
    paper.set_xy(MARGIN + TITLE_WIDTH + MONTH_WIDTH * 12, paper.get_y() - 5.2)
    paper.row([cell(line.total), cell(line.before)], [TOTAL_WIDTH, BEFORE_WIDTH], aligns="RR")


def _orientations(paper: Paper, figures: YearFigures) -> None:
    paper.heading("Les orientations qui ont mené à vos offres", room=35)
    for text in orientations_words(figures):
        paper.paragraph(text)
    named = sorted(
        (one for one in figures.offers if one.plans),
        key=lambda one: (-one.plans, one.offer.reference),
    )
    for one in named[:5]:
        plans = plural(one.plans, "plan", "plans")
        paper.paragraph(
            f"· {quoted(one.offer.title)} ({one.offer.reference}){NBSP}: {plans}", size=9, after=0.6
        )


def _near_misses(paper: Paper, figures: YearFigures) -> None:
    missed = figures.orientations.missed
    if missed is None:
        return
    paper.heading("À un critère près", room=45)
    if not missed:
        paper.paragraph("Aucune orientation n’a écarté une de vos offres par un seul critère.")
        return
    paper.paragraph(
        "Ces personnes auraient pu demander une de vos offres, n’était un seul critère."
    )
    label, count = 92.0, 16.0
    width = paper.epw - label - count
    top = max(missed.values())
    for criterion, value in missed.items():
        upper = paper.get_y()
        paper.row(
            [MISSED.get(criterion, str(criterion.label)), number(value)], [label, count], height=5.4
        )
        paper.set_fill_color(*PALE)
        paper.rect(
            MARGIN + label + count + 3,
            upper + 1.2,
            max(0.5, (width - 3) * value / top),
            3,
            style="F",
        )
        paper.line_across()


def _sentences(
    paper: Paper, title: str, sentences: list[str] | tuple[str, ...], *, size: float = 9.5, soft: bool = False
) -> None:  # fmt: skip
    paper.heading(title, room=28)
    for text in sentences:
        paper.paragraph(text, size=size, colour=SOFT if soft else INK)


def file_name(figures: YearFigures, ending: str) -> str:
    """A name for the file that the person keeps: `annee-2026-str-001.pdf`."""
    part = "" if figures.period.is_whole else f"-au-{today().isoformat()}"
    return f"annee-{figures.period.year}{part}-{figures.structure.reference.lower()}.{ending}"
