"""The path through the questions: which one comes next, which are needless, how far a person is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from connect.offers.catalogue.reading import Vocabulary
from connect.orientation.answers import Answers
from connect.orientation.enums import Asked
from connect.orientation.scheme import AskedQuestion, Scheme

# Questions that another answer may make needless, whatever staff wrote.
_SETTLED_BY: Mapping[Asked, frozenset[Asked]] = {
    Asked.FORM: frozenset({Asked.FAMILY}),
    Asked.EMPLOYEES: frozenset({Asked.FAMILY, Asked.FORM}),
}


@dataclass(frozen=True)
class Progress:
    """How far a person is.

    Attributes:
        number: place of the question shown, from 1.
        total: how many questions there are on this path, at most.
        exact: whether no coming answer can make the path shorter.
    """

    number: int
    total: int
    exact: bool

    @property
    def text(self) -> str:
        """« Question 3 sur 8 », « Question 1 sur 9 au plus »."""
        end = "" if self.exact else " au plus"
        return f"Question {self.number} sur {self.total}{end}"

    @property
    def steps(self) -> list[str]:
        """One word a question, for the drawing: `done`, `here` or `ahead`."""
        done, ahead = self.number - 1, self.total - self.number
        return ["done"] * done + ["here"] + ["ahead"] * ahead


def depends_on(question: AskedQuestion) -> frozenset[Asked]:
    """The questions whose answers decide whether this one is asked."""
    named = {code.partition(":")[0] for code in question.shown_when}
    found = frozenset(Asked(name) for name in named if name in Asked.values)
    return found | _SETTLED_BY.get(question.asks, frozenset())


def completed(answers: Answers, vocabulary: Vocabulary) -> Answers:
    """The answers with the family that the kind of organisation tells, for those who come by a shorter link."""
    form = vocabulary.words["structure"].get(answers.form)
    if form is None or answers.family:
        return answers
    return replace(answers, family=form.family)


@dataclass(frozen=True)
class Route:
    """The questions asked of one person, given what they answered so far."""

    scheme: Scheme
    vocabulary: Vocabulary
    answers: Answers

    @cached_property
    def asked(self) -> tuple[AskedQuestion, ...]:
        """The questions asked, in order."""
        return tuple(one for one in self.scheme.questions if self._is_asked(one))

    def question(self, asks: str) -> AskedQuestion | None:
        """The question that asks this, when it is on the path."""
        return next((one for one in self.asked if one.asks == asks), None)

    def after(self, asks: Asked | None) -> Asked | None:
        """The question after this one, the first of all after nothing; `None` at the end."""
        rank = -1 if asks is None else self._rank(asks)
        return next((one.asks for one in self.asked if self._rank(one.asks) > rank), None)

    def before(self, asks: Asked) -> Asked | None:
        """The question before this one; `None` at the beginning."""
        rank = self._rank(asks)
        found = [one.asks for one in self.asked if self._rank(one.asks) < rank]
        return found[-1] if found else None

    def opened_by(self, asks: Asked) -> Asked | None:
        """A question still without an answer that the answer to this one decides, for who came back to change it."""
        rank = self._rank(asks)
        for one in self.asked:
            if self._rank(one.asks) > rank and asks in depends_on(one):
                if not self.answers.values(one.asks):
                    return one.asks
        return None

    def progress(self, asks: Asked) -> Progress:
        """How far the person is; the total never grows while they go on."""
        rank = self._rank(asks)
        number, total, exact = 0, 0, True
        for one in self.scheme.questions:
            own = self._rank(one.asks)
            certain = own <= rank or all(self._rank(other) < rank for other in depends_on(one))
            if certain and not self._is_asked(one):
                continue
            total += 1
            number += own <= rank
            exact = exact and certain
        return Progress(max(number, 1), max(total, 1), exact)

    def kept(self) -> Answers:
        """The answers to the questions of the path: those of a branch left behind no longer count."""
        answers = self.answers
        on_path = {one.asks for one in self.asked}
        for asks in Asked:
            if asks not in on_path:
                answers = answers.without(asks)
        return answers

    def _rank(self, asks: Asked) -> int:
        """Place among all questions; what is not asked at all counts as answered before."""
        ranks = [one.asks for one in self.scheme.questions]
        return ranks.index(asks) if asks in ranks else -1

    def _is_asked(self, question: AskedQuestion) -> bool:
        if question.shown_when:
            rank = self._rank(question.asks)
            given = {
                f"{name}:{value}"
                for name, value in self.answers.pairs()
                if self._rank(Asked(name)) < rank
            }
            if not question.shown_when & given:
                return False
        if question.asks == Asked.FORM:
            return len(self._kinds()) > 1
        return question.asks != Asked.EMPLOYEES or not self._employing_is_known()

    def _kinds(self) -> list[str]:
        """Kinds of the family chosen, or all of them."""
        family = self.answers.family
        words = self.vocabulary.words["structure"].values()
        return [word.code for word in words if family in {"", word.family}]

    def _employing_is_known(self) -> bool:
        """Whether what was said of the organisation tells that it employs nobody, or already tells that it employs.

        How many it employs changes nothing to what it may obtain: only whether it does counts.
        """
        answers = self.answers
        codes = [answers.form] if answers.form else self._kinds() if answers.family else []
        words = self.vocabulary.words["structure"]
        known = {words[code].employs for code in codes if code in words}
        return len(known) == 1 and known != {None}
