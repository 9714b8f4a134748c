"""Says what is wrong with the answer to one question, in a sentence that says what to do."""

from dataclasses import dataclass

from connect.common.french import NBSP, quoted
from connect.common.sanitising import plain_text
from connect.offers.catalogue.places import Choice
from connect.offers.catalogue.reading import Vocabulary
from connect.orientation.answers import LONGEST_PLACE, Answers, Values, read, read_amount
from connect.orientation.asking import completed
from connect.orientation.choices import SEVERAL
from connect.orientation.enums import Asked
from connect.orientation.places import locate
from connect.orientation.wording import labels_of

LONGEST_AMOUNT = 40


@dataclass(frozen=True)
class Given:
    """What an address or a form carries.

    Attributes:
        answers: what was understood.
        amount_typed: the amount as it was typed, when it was not understood: it comes back in its field.
        notices: what was left aside, in sentences.
    """

    answers: Answers
    amount_typed: str
    notices: tuple[str, ...]

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values to carry to the next page."""
        typed = [(Asked.AMOUNT.value, self.amount_typed)] if self.amount_typed else []
        return [*self.answers.pairs(), *typed]


def read_given(values: Values, vocabulary: Vocabulary) -> Given:
    """Read the answers carried by an address or a form."""
    answers, notices = read(values, vocabulary)
    typed = "" if answers.amount is not None else _first(values, Asked.AMOUNT)[:LONGEST_AMOUNT]
    return Given(completed(answers, vocabulary), typed, tuple(notices))


def _first(values: Values, asks: Asked) -> str:
    given = (plain_text(str(one)) for one in values.getlist(asks.value))
    return next((text for text in given if text), "")


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer.

    Attributes:
        text: one sentence.
        choices: places to choose from, when the one typed may mean several.
        unchosen: whether these choices were already shown, and none was taken.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    unchosen: bool = False


def chosen_in(values: Values, asks: Asked) -> list[str]:
    """The values sent for a question, each once."""
    return [text for text in dict.fromkeys(str(one) for one in values.getlist(asks.value)) if text]


def fault_of(asks: Asked, values: Values, given: Given, vocabulary: Vocabulary) -> Fault | None:
    """What is wrong with the answer to a question; an answer left out never is.

    Args:
        asks: the question.
        values: what was sent.
        given: the same, understood.
        vocabulary: the words that exist today.
    """
    if asks == Asked.AMOUNT:
        _, sentence = read_amount(_first(values, asks))
        return Fault(_AMOUNT) if sentence else None
    if asks == Asked.PLACE:
        return _place(values)
    chosen = chosen_in(values, asks)
    labels = labels_of(asks, vocabulary)
    if any(one not in labels for one in chosen):
        return Fault(f"Ce choix n’existe pas ou plus{NBSP}: prenez-en un de la liste.")
    if asks not in SEVERAL and len(chosen) > 1:
        return Fault(f"Une seule réponse est possible{NBSP}: gardez la plus juste.")
    if chosen and not given.answers.values(asks):
        return Fault(
            f"{quoted(labels[chosen[0]])} contredit une réponse d’avant. Choisissez autre chose, ou revenez"
            " à la question précédente pour la corriger."
        )
    return None


_AMOUNT = (
    "Nous n’avons pas compris ce montant. Écrivez une somme en euros, en chiffres, plus grande que"
    f" zéro{NBSP}: 10\u202f000 par exemple."
)
# Where the places proposed came from, so that a form sent without a choice shows them again.
PROPOSED = "lieu_propose"


def _place(values: Values) -> Fault | None:
    typed = _first(values, Asked.PLACE)[:LONGEST_PLACE]
    proposed = next((plain_text(str(one)) for one in values.getlist(PROPOSED)), "")[:LONGEST_PLACE]
    text = typed or proposed
    locality, sentence = locate(text)
    if not text or (locality is not None and not sentence and typed):
        return None
    if locality is None:
        return Fault(
            f"Nous ne trouvons pas {quoted(text)} sur notre territoire. Essayez un code postal, le nom d’une"
            " commune voisine ou celui du département."
        )
    choices = locality.choices or (Choice(locality.label, locality.label),)
    if not typed:
        return Fault(
            "Choisissez un de ces lieux, écrivez-en un autre ou passez la question.", choices, True
        )
    if locality.covering and locality.choices:
        return Fault(f"{quoted(text)} désigne plusieurs lieux. Lequel est le vôtre{NBSP}?", choices)
    return Fault(f"Nous n’avons pas trouvé {quoted(text)}. Est-ce un de ces lieux{NBSP}?", choices)


def place_named(answers: Answers) -> str:
    """The place typed, as the site names it: « 53000 » becomes « Laval (53000) »."""
    locality, _ = locate(answers.place)
    if locality is None or not locality.covering or locality.choices:
        return answers.place
    return locality.label
