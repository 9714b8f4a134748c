"""What the document says in words, each figure with how it is counted and what it does not say."""

from connect.common.french import NBSP, day_long, number, plural, quoted
from connect.orientation.enums import Criterion
from connect.panorama.year.figures import YearFigures
from connect.panorama.year.period import Period

ABSENT = "non connu"
DASH = "–"
MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
SHORT_MONTHS = ("J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D")

MISSED = {
    Criterion.STRUCTURE: "L’offre ne s’adresse pas à ce type d’organisation",
    Criterion.PHASE: "L’offre vise une autre étape du projet",
    Criterion.SECTORS: "L’offre vise un autre secteur d’activité",
    Criterion.TERRITORY: "L’offre ne couvre pas ce territoire",
    Criterion.AMOUNT: "Le montant cherché n’est pas celui de l’offre",
    Criterion.OBJECTS: "L’offre ne paie pas cette dépense",
    Criterion.DEADLINE: "L’appel à projets était clos ou pas encore ouvert",
    Criterion.RULE: "Une règle particulière de l’offre n’était pas remplie",
}


def period_words(period: Period) -> str:
    """« du 1er janvier au 23 novembre 2026 »."""
    return f"du 1er{NBSP}janvier au {day_long(period.until)}"


def figure(value: int | None) -> str:
    """A figure, or that it is not known."""
    return ABSENT if value is None else number(value)


def cell(value: int | None) -> str:
    """A figure in a column."""
    return DASH if value is None else number(value)


def compared(value: int | None, before: int | None, year: int) -> str:
    """How a figure stands beside the year before, in words and without any percentage of small numbers."""
    if value is None:
        return ""
    if before is None:
        return f"année {year} non connue"
    gap = value - before
    if not gap:
        return f"comme en {year}"
    more = "de plus" if gap > 0 else "de moins"
    return f"{number(abs(gap))} {more} qu’en {year} ({number(before)})"


def visits_known(figures: YearFigures) -> str:
    """From when visits are counted, when that changes how they read."""
    since, period = figures.counted_since, figures.period
    if since is None:
        return "Aucune visite n’a encore été comptée sur ce site."
    if since > period.until:
        return (
            f"Les visites ne sont comptées que depuis le {day_long(since)}{NBSP}: celles de"
            f" {period.year} ne sont pas connues."
        )
    if since > period.since:
        return (
            f"Les visites sont comptées depuis le {day_long(since)}{NBSP}: les mois d’avant ne sont pas connus,"
            " et les totaux ne valent pas pour toute l’année."
        )
    return ""


def history_words(figures: YearFigures) -> str:
    """What the former site had counted, as history only."""
    if not figures.history:
        return ""
    counted = plural(figures.history, "visite", "visites")
    return (
        f"Avant cela, l’ancien site avait compté {counted} de vos fiches. Ce nombre vient de l’import du catalogue"
        " et n’est pas comparable aux autres."
    )


def orientations_words(figures: YearFigures) -> list[str]:
    """What orientations tell, and what they do not."""
    known = figures.orientations
    if known.conducted is None:
        return [
            f"Aucune orientation n’était enregistrée sur le site en {figures.period.year}{NBSP}: ces chiffres ne"
            " sont pas connus."
        ]
    said = [
        f"{plural(known.plans, 'plan remis', 'plans remis')} à une personne cite"
        f"{'nt' if known.plans > 1 else ''} au moins une de vos offres."
        if known.plans
        else "Aucun plan encore conservé ne cite une de vos offres.",
        f"Sur tout le site, {plural(known.conducted, 'orientation a été menée', 'orientations ont été menées')}"
        " pendant la période.",
    ]
    if known.known_since and known.known_since > figures.period.since:
        said.append(f"Elles sont enregistrées depuis le {day_long(known.known_since)}.")
    return said


def corrections_words(figures: YearFigures) -> list[str]:
    """What was corrected, and thanks to whom."""
    found = figures.corrections
    if found is None:
        return [
            f"L’historique du site commence après {figures.period.year}{NBSP}: les corrections ne sont pas connues."
        ]
    if not found.edits:
        said = ["Aucune modification de vos fiches n’a été enregistrée pendant la période."]
    else:
        sheets = plural(found.sheets, "fiche", "fiches")
        said = [
            f"{plural(found.edits, 'modification enregistrée', 'modifications enregistrées')} sur {sheets}, dont "
            f"{number(found.by_structure)} par des personnes de votre structure."
        ]
    if found.fields:
        most = ", ".join(f"{label} ({number(count)})" for label, count in found.fields)
        said.append(f"Ce qui a le plus changé{NBSP}: {most}.")
    if not found.reported:
        said.append("Personne n’a signalé d’erreur sur vos fiches.")
    else:
        reported = plural(found.reported, "erreur signalée", "erreurs signalées")
        said.append(
            f"{reported} par des lecteurs{NBSP}: {number(found.corrected)} corrigée{_s(found.corrected)},"
            f" {number(found.dismissed)} sans suite, {number(found.waiting)} en attente."
        )
    return said


def _s(count: int) -> str:
    return "s" if count > 1 else ""


def freshness_words(figures: YearFigures) -> list[str]:
    """How sure the sheets are on the day of the document."""
    found = figures.freshness
    if not found.shown:
        return ["Aucune de vos offres n’est visible du public aujourd’hui."]
    said = [
        f"{plural(found.shown, 'offre visible', 'offres visibles')}, dont {number(found.fresh)}"
        f" vérifiée{_s(found.fresh)} depuis moins d’un an."
    ]
    if found.undated:
        said.append(
            f"La date de vérification n’est pas connue pour {plural(found.undated, 'offre', 'offres')}."
        )
    if found.oldest:
        said.append(f"La vérification la plus ancienne date du {day_long(found.oldest)}.")
    return said


METHOD = (
    f"Visites{NBSP}: une page montrée à une personne, une fois par jour et par visiteur, sans cookie. Les robots,"
    " l’équipe de la CRESS et les personnes de votre structure ne sont pas comptés. Deux personnes qui partagent un"
    " accès à internet et ont le même navigateur comptent pour une. Une visite ne dit pas qu’une demande a suivi.",
    f"Plans{NBSP}: préparés par un accompagnateur pour une personne. Ils sont effacés un mois après leur fin{NBSP}:"
    " le nombre baisse donc avec le temps. Le questionnaire en ligne garde combien d’offres convenaient, et non"
    " lesquelles.",
    f"À un critère près{NBSP}: orientations où un seul critère écartait une de vos offres. Une même orientation peut"
    " compter pour plusieurs offres. Rien ne dit que la personne aurait fait une demande.",
    f"Corrections{NBSP}: chaque enregistrement qui change une fiche, imports compris. Un signalement compte à la date"
    " où il a été envoyé.",
    f"Un tiret ou {quoted(ABSENT)} veut dire que rien n’était compté. Zéro veut dire que l’on comptait, et que rien"
    " n’est venu.",
)
