"""What is asked on each sheet, in the order of its public page."""

from dataclasses import dataclass
from enum import StrEnum

from connect.contributions.enums import Subject

LONGEST_TEXT = 20_000
ALL = "*"
"""The answer « tous les secteurs »."""


class Shape(StrEnum):
    """How a question is asked and how its value is kept."""

    LINE = "line"
    TEXT = "text"
    WEB = "web"
    EMAIL = "email"
    PHONE = "phone"
    AMOUNT = "amount"
    RATE = "rate"
    DAY = "day"
    CODE = "code"
    CODES = "codes"
    FLAG = "flag"
    YES_NO = "yes_no"
    PLACES = "places"
    SEAT = "seat"


MANY = frozenset({Shape.CODES, Shape.PLACES})
"""Shapes whose value is a list."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of a sheet.

    Attributes:
        name: the field of the offer or of the structure.
        label: what is asked.
        shape: how.
        help: one sentence under the label.
        required: whether it must be answered to propose; a draft asks nothing.
        longest: how many characters at most, for texts.
    """

    name: str
    label: str
    shape: Shape
    help: str = ""
    required: bool = False
    longest: int = LONGEST_TEXT

    @property
    def is_long(self) -> bool:
        """Whether its value is a text of several sentences."""
        return self.shape == Shape.TEXT

    @property
    def is_worded(self) -> bool:
        """Whether two values are compared word by word."""
        return self.shape in {Shape.TEXT, Shape.LINE}


@dataclass(frozen=True, kw_only=True)
class Part:
    """Questions under one heading of the public page."""

    key: str
    title: str
    questions: tuple[Question, ...]
    help: str = ""


def _q(name: str, label: str, shape: Shape, help: str = "", **more: object) -> Question:
    return Question(name=name, label=label, shape=shape, help=help, **more)  # type: ignore[arg-type]  # checked by the data class


_PHONE = _q("phone", "Téléphone", Shape.PHONE, "Par exemple 02 40 00 00 00.", longest=30)
_EMAIL = _q("email", "Courriel", Shape.EMAIL, "Une adresse que quelqu’un lit.", longest=254)
TITLE = Part(
    key="titre",
    title="L’intitulé",
    questions=(
        _q(
            "title",
            "Intitulé",
            Shape.LINE,
            "Court et clair\u00a0: ce que l’on peut obtenir, en quelques mots.",
            required=True,
            longest=200,
        ),
    ),
)
FOR_WHOM = Part(
    key="pour-qui",
    title="Est-ce pour vous\u00a0?",
    help="Ne cochez que ce dont vous êtes sûr\u00a0: rien de coché veut dire «\u00a0non précisé\u00a0».",
    questions=(
        _q("structure_types", "Structures visées", Shape.CODES),
        _q("sectors", "Secteurs d’activité", Shape.CODES),
        _q("phases", "Étapes du projet", Shape.CODES),
        _q("territories", "Territoires concernés", Shape.PLACES),
        _q("reach", "Portée", Shape.CODE, "Jusqu’où va votre offre."),
        _q("conditions", "Conditions", Shape.TEXT, "Qui peut en bénéficier, à quelles conditions."),
    ),
)
_SUMMARY = _q(
    "summary", "Résumé", Shape.TEXT, "À quoi sert l’offre, en quelques phrases simples, sans sigle."
)
_AMOUNTS = (
    _q(
        "amount_min",
        "Montant minimum",
        Shape.AMOUNT,
        "En euros, par exemple 10 000\u00a0€. Vide s’il n’y en a pas.",
    ),
    _q(
        "amount_max",
        "Montant maximum",
        Shape.AMOUNT,
        "En euros, par exemple 40 000\u00a0€. Vide s’il n’y en a pas.",
    ),
    _q(
        "rate_max",
        "Taux maximum",
        Shape.RATE,
        "Part du projet payée au plus, par exemple 80\u00a0%.",
    ),
)
_OBJECTS = _q("objects_funded", "Ce que l’argent paie", Shape.CODES)
_ORIGIN = _q(
    "origin",
    "Origine du dispositif",
    Shape.CODE,
    "Fait pour l’économie sociale et solidaire, ou ouvert à tous.",
)
GAIN: dict[str, Part] = {
    Subject.FUNDING: Part(
        key="obtenir",
        title="Ce que vous obtenez",
        questions=(
            _SUMMARY,
            _q("funding_type", "Type de financement", Shape.CODE, required=True),
            *_AMOUNTS,
            _OBJECTS,
            _ORIGIN,
        ),
    ),
    Subject.ACCOMPANIMENT: Part(
        key="obtenir",
        title="Ce que vous recevez",
        questions=(
            _SUMMARY,
            _q("accompaniment_types", "Types d’accompagnement", Shape.CODES),
            _q("cost", "Coût pour la personne", Shape.CODE),
            _q("is_individual", "En individuel", Shape.YES_NO),
            _q("is_collective", "En groupe", Shape.YES_NO),
            _ORIGIN,
        ),
    ),
    Subject.CALL: Part(
        key="obtenir",
        title="Ce que vous obtenez",
        questions=(_SUMMARY, *_AMOUNTS, _OBJECTS, _ORIGIN),
    ),
}
DATES = Part(
    key="dates",
    title="Les dates",
    questions=(
        _q("opens_on", "Ouverture", Shape.DAY, "Vide si l’appel est déjà ouvert."),
        _q(
            "closes_on",
            "Clôture",
            Shape.DAY,
            "L’appel reste ouvert jusqu’à 23 h 59 ce jour-là.",
            required=True,
        ),
    ),
)
HOW = Part(
    key="demander",
    title="Comment le demander",
    questions=(
        _q("how_to_apply", "Démarche", Shape.TEXT, "Comment faire la demande, étape par étape."),
        _q(
            "link",
            "Page de l’offre sur votre site",
            Shape.WEB,
            "Une adresse complète, qui commence par https://.",
            longest=300,
        ),
    ),
)
CONTACT = Part(
    key="joindre",
    title="Qui appeler",
    help="Vides, la fiche montre les coordonnées de votre structure.",
    questions=(_PHONE, _EMAIL),
)
STRUCTURE = (
    Part(
        key="structure",
        title="Qui vous êtes",
        questions=(
            _q("name", "Nom de la structure", Shape.LINE, required=True, longest=200),
            _q("is_funder", "Nous finançons", Shape.FLAG),
            _q("is_accompanier", "Nous accompagnons", Shape.FLAG),
            _q("is_orienter", "Nous accueillons et orientons", Shape.FLAG),
            _q(
                "description",
                "Présentation",
                Shape.TEXT,
                "Ce que vous faites, pour qui, en quelques phrases.",
            ),
            _q("nature", "Nature", Shape.CODE),
            _q(
                "commune",
                "Commune du siège",
                Shape.SEAT,
                "Par son nom, avec son code postal si plusieurs portent ce nom\u00a0: Laval (53000).",
                longest=120,
            ),
        ),
    ),
    Part(
        key="joindre",
        title="Comment vous joindre",
        questions=(
            _PHONE,
            _EMAIL,
            _q(
                "website",
                "Site internet",
                Shape.WEB,
                "Une adresse complète, qui commence par https://.",
                longest=300,
            ),
        ),
    ),
)


def parts_of(subject: str) -> tuple[Part, ...]:
    """The parts of the sheet of a subject, in the order of its public page."""
    if subject == Subject.STRUCTURE:
        return STRUCTURE
    dates = (DATES,) if subject == Subject.CALL else ()
    return (TITLE, *dates, FOR_WHOM, GAIN[subject], HOW, CONTACT)


def questions_of(subject: str) -> tuple[Question, ...]:
    """Every question of a subject, in order."""
    return tuple(question for part in parts_of(subject) for question in part.questions)
