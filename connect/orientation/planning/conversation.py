"""One state of « Pour quelqu’un »: what was answered, what was ticked, what it gives."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from connect.common.clock import today
from connect.common.sanitising import plain_text
from connect.offers.catalogue.index import current
from connect.offers.catalogue.places import Choice, locate
from connect.orientation import publishing
from connect.orientation.answers import LONGEST_PLACE, Answers, read
from connect.orientation.choices import WRITTEN
from connect.orientation.enums import Asked
from connect.orientation.judging.judgement import Judgement, judge
from connect.orientation.planning.forms import MOST_READ

# The button of one of several places that the words may mean.
PRECISE_PLACE = "lieu_precis"
_REFERENCE = re.compile(r"[A-Za-z]{2,8}-[0-9]{1,9}")


@dataclass(frozen=True)
class Conversation:
    """Everything that an address of the page says.

    Attributes:
        answers: what was understood.
        typed: what was typed in the fields of text, understood or not.
        ticked: references of the offers ticked, in the order of the page.
        notices: sentences about what was not understood.
        places: the places to choose from, when the words mean several.
    """

    answers: Answers
    typed: dict[Asked, str]
    ticked: tuple[str, ...]
    notices: list[str]
    places: Sequence[Choice]
    judgement: Judgement

    def address(self, *extra: tuple[str, str]) -> str:
        """The address of « Pour quelqu’un » in this state."""
        pairs = [*self.answers.pairs(), *(("offre", one) for one in self.ticked), *extra]
        return f"{reverse('orientation-for-someone')}?{urlencode(pairs)}"


def converse(given: QueryDict) -> Conversation:
    """Understand an address or a form, in five statements at most.

    Args:
        given: answers by the names of `Asked`, and `offre` for each offer ticked.
    """
    index, scheme = current(), publishing.current()
    answers, notices = read(given, index.vocabulary)
    precise = plain_text(str(given.get(PRECISE_PLACE, "")))[:LONGEST_PLACE]
    typed = {one: str(given.get(one.value, "")) for one in WRITTEN}
    if precise:
        answers, typed[Asked.PLACE] = replace(answers, place=precise), precise
    locality, sentence = locate(answers.place)
    ticked = [one.upper() for one in map(str, given.getlist("offre")) if _REFERENCE.fullmatch(one)]
    return Conversation(
        answers=answers,
        typed=typed,
        ticked=tuple(dict.fromkeys(ticked))[:MOST_READ],
        notices=[*notices, sentence] if sentence else notices,
        places=locality.choices if locality else (),
        judgement=judge(answers, index, scheme, locality, today()),
    )
