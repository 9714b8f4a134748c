"""The questionnaire: one question a page, everything carried in the address, nothing kept in the browser."""

import re
import uuid
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from connect.common.clock import today
from connect.common.visitor_forms import sent_too_often
from connect.offers.catalogue.index import CatalogueIndex, current
from connect.orientation import publishing
from connect.orientation.asking import Route, depends_on
from connect.orientation.checking import (
    PROPOSED,
    Fault,
    Given,
    chosen_in,
    fault_of,
    place_named,
    read_given,
)
from connect.orientation.choices import SEVERAL, WRITTEN, OptionGroup, groups_of
from connect.orientation.enums import Asked
from connect.orientation.judging.judgement import judge
from connect.orientation.models import Orientation
from connect.orientation.places import locate
from connect.orientation.recording import record
from connect.orientation.scheme import AskedQuestion
from connect.orientation.wording import in_words

# The value of `question` that shows the recap.
END = "fin"
_NONCE = re.compile(r"[0-9a-f]{32}")
# A welcome desk may answer for many people from one address; beyond this, results are shown and not recorded.
MOST_RECORDED = 60
RECORDED_WITHIN = 600
# What a wrong answer sends back to its question: more than any list holds, never a header without end.
MOST_VALUES = 40
LONGEST_VALUE = 100


@dataclass(frozen=True)
class Visit:
    """One request of the questionnaire, understood.

    Attributes:
        given: the answers carried.
        route: the questions asked, given these answers.
        nonce: what makes two sendings of the same questionnaire one record.
        returning: whether the person came from the recap to change one answer.
    """

    given: Given
    route: Route
    nonce: str
    returning: bool

    def address(self, question: str, *, without: Asked | None = None, back: bool = False) -> str:
        """The address of a question with these answers, or of the welcome for an empty one."""
        pairs = [(name, value) for name, value in self.given.pairs() if name != without]
        if question:
            pairs += [("question", question), ("suivi", self.nonce)]
        if back:
            pairs.append(("retour", "1"))
        path = reverse("orientation")
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def onward(self, asks: Asked, *, without: Asked | None = None) -> str:
        """The address of what comes after a question: the next one, or the recap."""
        route = self.route
        if without is not None:
            route = replace(route, answers=route.answers.without(without))
        if self.returning:
            opened = route.opened_by(asks)
            return self.address(opened or END, without=without, back=opened is not None)
        return self.address(route.after(asks) or END, without=without)


# There is no session and no cookie to misuse: another site that sent this form would record codes of its own
# choosing, as it could by asking this page itself. `sent_too_often` bounds how many.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: HttpRequest) -> HttpResponseBase:
    """Show the welcome, a question or the recap; a POST records the orientation and leads to its results."""
    index = current()
    values = request.POST if request.method == "POST" else request.GET
    given = read_given(values, index.vocabulary)
    route = Route(publishing.current(), index.vocabulary, given.answers)
    nonce = values.get("suivi", "")
    if not _NONCE.fullmatch(nonce):
        nonce = uuid.uuid4().hex
    visit = Visit(given, route, nonce, values.get("retour") == "1")
    if request.method == "POST":
        return _finish(request, visit, index)
    answered = values.get("repondu", "")
    if answered in Asked.values:
        return _answer(request, visit, Asked(answered))
    shown = values.get("question", "")
    if shown == END:
        return _recap(request, visit)
    question = route.question(shown)
    if question is not None:
        return _question(request, visit, question, None)
    if shown in Asked.values:
        # Needless since another answer changed.
        return redirect(visit.address(route.after(Asked(shown)) or END))
    return _welcome(request, visit)


def _welcome(request: HttpRequest, visit: Visit) -> HttpResponse:
    questions = visit.route.scheme.questions
    always = sum(1 for one in questions if not depends_on(one))
    first = visit.route.after(None) or END
    context = {
        "scheme": visit.route.scheme,
        "stops": [(one.asks.label, bool(depends_on(one))) for one in questions],
        "fewest": always,
        "most": len(questions),
        "pairs": [*visit.given.pairs(), ("question", first), ("suivi", visit.nonce)],
        "notices": visit.given.notices,
        "query": visit.given.answers.query(),
    }
    return render(request, "orientation/welcome.html", context)


def _answer(request: HttpRequest, visit: Visit, asks: Asked) -> HttpResponseBase:
    """Lead to the next question, to the one before, or back to this one with what is wrong."""
    backward = request.GET.get("vers") == "precedente"
    fault = fault_of(asks, request.GET, visit.given, visit.route.vocabulary)
    question = visit.route.question(asks)
    if fault is not None and not backward and question is not None:
        return _question(request, visit, question, fault)
    if fault is None and asks == Asked.PLACE and visit.given.answers.place:
        answers = replace(visit.given.answers, place=place_named(visit.given.answers))
        given = replace(visit.given, answers=answers)
        visit = replace(visit, given=given, route=replace(visit.route, answers=answers))
    if backward:
        previous = END if visit.returning else visit.route.before(asks) or ""
        return redirect(visit.address(previous))
    return redirect(visit.onward(asks))


def _question(
    request: HttpRequest, visit: Visit, question: AskedQuestion, fault: Fault | None
) -> HttpResponse:
    asks, given = question.asks, visit.given
    chosen = chosen_in(request.GET, asks) if fault else given.answers.values(asks)
    groups = groups_of(asks, given.answers, visit.route.vocabulary, chosen)
    typed = given.amount_typed if asks == Asked.AMOUNT else ""
    hidden = [pair for pair in given.pairs() if pair[0] != asks]
    hidden += [("repondu", asks.value), ("suivi", visit.nonce)]
    if visit.returning:
        hidden.append(("retour", "1"))
    if fault and fault.choices:
        proposed = request.GET.get(PROPOSED, "") if fault.unchosen else given.answers.place
        hidden.append((PROPOSED, proposed))
    field = f"q-{asks.value}"
    context = {
        "question": question,
        "groups": groups,
        "several": asks in SEVERAL,
        "written": asks in WRITTEN,
        "value": typed or (given.answers.values(asks) or ("",))[0],
        "field": field,
        "fault": fault,
        "errors": _errors(field, groups, fault),
        "progress": visit.route.progress(asks),
        "hidden": hidden,
        "skip_url": visit.onward(asks, without=asks),
        "again_url": visit.address(asks.value, back=visit.returning),
        "first": visit.route.before(asks) is None,
        "returning": visit.returning,
        "notices": given.notices if fault is None else (),
    }
    return render(request, "orientation/question.html", context)


def _errors(field: str, groups: list[OptionGroup], fault: Fault | None) -> list[dict[str, str]]:
    """The summary of errors and where it leads; asking which place is meant is no error."""
    if fault is None or (fault.choices and not fault.unchosen):
        return []
    if fault.choices:
        field = f"{field}-1"
    elif groups and groups[0].options:
        field = f"{field}-{groups[0].options[0].code}"
    return [{"text": fault.text, "id": field}]


def _recap(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything answered, each answer with the way to change it."""
    kept, vocabulary = visit.route.kept(), visit.route.vocabulary
    lines = [
        {
            "label": one.asks.label,
            "title": one.title,
            "values": [in_words(one.asks, [value], vocabulary) for value in kept.values(one.asks)],
            "url": visit.address(one.asks.value, back=True),
        }
        for one in visit.route.asked
    ]
    asked = visit.route.asked
    context = {
        "lines": lines,
        "pairs": [*kept.pairs(), ("suivi", visit.nonce)],
        "is_empty": kept.is_empty,
        "previous_url": visit.address(asked[-1].asks.value) if asked else visit.address(""),
        "notices": visit.given.notices,
    }
    return render(request, "orientation/recap.html", context)


def _finish(request: HttpRequest, visit: Visit, index: CatalogueIndex) -> HttpResponseBase:
    """Record and lead to the results, whose address holds no nonce: sharing it never changes a record."""
    route = visit.route
    for question in route.asked:
        fault = fault_of(question.asks, request.POST, visit.given, route.vocabulary)
        if fault is not None:
            pairs = [
                (name, str(one)[:LONGEST_VALUE])
                for name in Asked.values
                for one in request.POST.getlist(name)[:MOST_VALUES]
            ]
            pairs += [("repondu", question.asks.value), ("suivi", visit.nonce), ("retour", "1")]
            return _see(f"{reverse('orientation')}?{urlencode(pairs)}")
    answers = route.kept()
    if not sent_too_often(request, "orientation", most=MOST_RECORDED, seconds=RECORDED_WITHIN):
        locality, _ = locate(answers.place)
        judgement = judge(answers, index, route.scheme, locality, today())
        record(judgement, nonce=visit.nonce, source=Orientation.Source.QUESTIONNAIRE)
    query = answers.query()
    path = reverse("orientation-results")
    return _see(f"{path}?{query}" if query else path)


def _see(address: str) -> HttpResponseRedirect:
    """A redirection that the browser follows with a GET."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
