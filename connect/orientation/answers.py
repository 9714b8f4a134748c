"""What a person answered: read from an address, a form or the API, written back, checked for sense."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Protocol
from urllib.parse import urlencode

from connect.common.sanitising import plain_text
from connect.offers.catalogue.reading import Vocabulary, Word
from connect.orientation.enums import Asked, Employees
from connect.taxonomy.enums import TargetGroup

LONGEST_PLACE = 80
MOST_MONEY = 1_000_000_000
_AMOUNT = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?(k|m)?(?:€|euros?|eur)?", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u202f']")


class Values(Protocol):
    """An address or a form: several values under one name."""

    def getlist(self, key: str) -> list[Any]:
        """Every value of a name."""


@dataclass(frozen=True)
class Answers:
    """Answers as codes of the vocabulary; what was skipped is empty. Nothing here names a person."""

    needs: tuple[str, ...] = ()
    phase: str = ""
    family: str = ""
    form: str = ""
    employees: str = ""
    place: str = ""
    sectors: tuple[str, ...] = ()
    amount: int | None = None
    objects: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether every question was skipped."""
        return self == Answers()

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values for an address or hidden fields, always in the same order."""
        found: list[tuple[str, str]] = []
        for asked, name in FIELD_OF.items():
            value = getattr(self, name)
            values = value if isinstance(value, tuple) else () if value in {"", None} else (value,)
            found += [(asked.value, str(one)) for one in values]
        return found

    def query(self) -> str:
        """The address of these answers, without its path."""
        return urlencode(self.pairs())

    def values(self, asked: Asked) -> tuple[str, ...]:
        """What was answered to one question, as texts."""
        return tuple(value for name, value in self.pairs() if name == asked.value)

    def without(self, asked: Asked) -> "Answers":
        """The same answers, one question skipped."""
        return replace(self, **{FIELD_OF[asked]: getattr(_NOTHING, FIELD_OF[asked])})

    def types(self, vocabulary: Vocabulary) -> frozenset[str]:
        """Codes of the kinds of organisation that these answers may mean; none when nothing was said."""
        words = vocabulary.words["structure"]
        if self.form:
            return frozenset({self.form})
        found = [word for word in words.values() if self.family in {"", word.family}]
        if self.employees:
            employs = self.employees != Employees.NONE
            found = [word for word in found if word.employs in {None, employs}]
        if not self.family and not self.employees:
            return frozenset()
        return frozenset(word.code for word in found)


_NOTHING = Answers()
FIELD_OF: Mapping[Asked, str] = dict(
    zip(Asked, (field.name for field in fields(Answers)), strict=True)
)


def read(values: Values, vocabulary: Vocabulary) -> tuple[Answers, list[str]]:
    """Read an address or a form; what makes no sense is left aside with a sentence, never refused.

    Args:
        values: the parameters, by the names of `Asked`.
        vocabulary: the words that exist today.

    Returns:
        The answers understood, and the sentences to show.
    """
    notices: list[str] = []

    def many(asked: Asked, words: Mapping[str, Any]) -> tuple[str, ...]:
        given = [str(one) for one in dict.fromkeys(values.getlist(asked.value)) if one]
        known = tuple(one for one in given if one in words)
        if len(known) < len(given):
            notices.append(
                f"Une réponse sur « {asked.label} » n’existe pas ou plus ; nous l’avons laissée de côté."
            )
        return known

    def one(asked: Asked, words: Mapping[str, Any]) -> str:
        known = many(asked, words)
        if len(known) > 1:
            notices.append(
                f"Une seule réponse est possible sur « {asked.label} » ; nous avons gardé la première."
            )
        return known[0] if known else ""

    words = vocabulary.words
    amount, sentence = read_amount(_text(values, Asked.AMOUNT))
    if sentence:
        notices.append(sentence)
    answers = Answers(
        needs=many(Asked.NEEDS, words["besoin"]),
        phase=one(Asked.PHASE, words["phase"]),
        family=one(Asked.FAMILY, dict(TargetGroup.choices)),
        form=one(Asked.FORM, words["structure"]),
        employees=one(Asked.EMPLOYEES, dict(Employees.choices)),
        place=_text(values, Asked.PLACE)[:LONGEST_PLACE],
        sectors=many(Asked.SECTORS, words["secteur"]),
        amount=amount,
        objects=many(Asked.OBJECTS, words["objet"]),
    )
    return _in_agreement(answers, words["structure"], notices), list(dict.fromkeys(notices))


def _text(values: Values, asked: Asked) -> str:
    given: Iterable[Any] = values.getlist(asked.value)
    return next((text for text in (plain_text(str(one)) for one in given) if text), "")


def read_amount(text: str) -> tuple[int | None, str]:
    """Read an amount as people type it: « 10 000 », « 10000 € », « 12,5 k€ ».

    Returns:
        Whole euros or nothing, and a sentence when the text was not understood.
    """
    if not text:
        return None, ""
    found = _AMOUNT.fullmatch(_SPACES.sub("", text))
    if found is None:
        return None, (
            "Nous n’avons pas compris le montant ; nous l’avons laissé de côté. Écrivez-le en chiffres, par exemple"
            " 10 000."
        )
    scale = {"": 1, "k": 1_000, "m": 1_000_000}[(found.group(3) or "").lower()]
    value = round(float(f"{found.group(1)}.{found.group(2) or 0}") * scale)
    if not 0 < value <= MOST_MONEY:
        return None, "Ce montant n’est pas possible ; nous l’avons laissé de côté."
    return value, ""


def _in_agreement(answers: Answers, forms: Mapping[str, Word], notices: list[str]) -> Answers:
    """Leave aside the less precise of two answers that contradict each other, and say so."""
    form = forms.get(answers.form)
    if form is not None and answers.family and form.family != answers.family:
        notices.append(
            f"« {form.label} » ne va pas avec votre réponse sur « {Asked.FAMILY.label} » ; nous avons gardé cette"
            " dernière. Précisez de nouveau le statut si besoin."
        )
        answers, form = replace(answers, form=""), None
    employs = answers.employees != Employees.NONE
    if form is not None and answers.employees and form.employs not in {None, employs}:
        notices.append(
            f"« {form.label} » et votre réponse sur les salariés ne vont pas ensemble ; nous avons gardé le statut."
        )
        answers = replace(answers, employees="")
    if answers.family and answers.employees and not form:
        family = [word for word in forms.values() if word.family == answers.family]
        if family and all(word.employs not in {None, employs} for word in family):
            notices.append(
                f"« {TargetGroup(answers.family).label} » et votre réponse sur les salariés ne vont pas ensemble ;"
                " nous avons laissé les salariés de côté."
            )
            answers = replace(answers, employees="")
    return answers
