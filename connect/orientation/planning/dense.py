"""Every question of the questionnaire in one dense form, for a conversation."""

from dataclasses import dataclass

from connect.offers.catalogue.reading import Vocabulary
from connect.orientation.answers import Answers
from connect.orientation.choices import SEVERAL, WRITTEN, OptionGroup, groups_of
from connect.orientation.enums import Asked
from connect.orientation.scheme import AskedQuestion, Scheme

# Long lists are folded; the needs stay in sight, for everything starts there.
FOLDED = SEVERAL - {Asked.NEEDS}


@dataclass(frozen=True)
class DenseQuestion:
    """One question as the dense form shows it.

    Attributes:
        name: its name in the address.
        title: the question.
        help: one sentence, for what is typed.
        jargon: an explanation of a word.
        shape: `boxes`, `folded`, `select` or `text`.
        groups: the answers that may be chosen.
        value: what was typed.
        chosen: how many answers are chosen.
    """

    name: str
    title: str
    help: str
    jargon: str
    shape: str
    groups: list[OptionGroup]
    value: str
    chosen: int


def questions_of(
    scheme: Scheme, answers: Answers, vocabulary: Vocabulary, typed: dict[Asked, str]
) -> list[DenseQuestion]:
    """The questions of a scheme, in its order, with what was answered.

    Args:
        scheme: the questionnaire in force.
        answers: what was understood.
        vocabulary: the words that exist today.
        typed: what was typed in the fields of text, understood or not: it comes back as it was.
    """
    return [_question(one, answers, vocabulary, typed) for one in scheme.questions]


def _question(
    question: AskedQuestion, answers: Answers, vocabulary: Vocabulary, typed: dict[Asked, str]
) -> DenseQuestion:
    asked = question.asks
    values = answers.values(asked)
    written = asked in WRITTEN
    several = "folded" if asked in FOLDED else "boxes"
    # Here every kind of organisation is offered, whatever the family: one choice less to make.
    groups = groups_of(asked, Answers(), vocabulary, values)
    return DenseQuestion(
        name=asked.value,
        title=question.title,
        help=question.help if written else "",
        jargon=question.jargon,
        shape="text" if written else several if asked in SEVERAL else "select",
        groups=groups,
        value=typed.get(asked, "") if written else "",
        chosen=len(values),
    )
