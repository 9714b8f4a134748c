"""The results page: three lists that explain themselves, and what to do when they are short."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from connect.common import french
from connect.common.clock import today
from connect.offers.catalogue.index import current
from connect.offers.catalogue.places import Locality, locate
from connect.offers.catalogue.reading import Vocabulary
from connect.offers.catalogue.results import Chip
from connect.offers.opendata.addresses import Files
from connect.orientation import publishing
from connect.orientation.answering import Focus, answer
from connect.orientation.answers import FIELD_OF, Answers, read
from connect.orientation.enums import Asked
from connect.orientation.judging.judgement import Judgement, judge, relaxations
from connect.orientation.views.questionnaire import END
from connect.orientation.welcoming import welcoming
from connect.orientation.wording import in_words

LOST_GROUP = "Ce groupe d’offres n’existe pas ou plus ; voici tous vos résultats."
LONGEST_PAGE = 6


@dataclass(frozen=True)
class Change:
    """An answer whose absence brings offers."""

    label: str
    gain: str
    url: str


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Judge the catalogue by the answers of the address. Nothing is recorded: a GET changes nothing."""
    index = current()
    answers, notices = read(request.GET, index.vocabulary)
    locality, sentence = locate(answers.place)
    if sentence:
        notices.append(sentence)
    judgement = judge(answers, index, publishing.current(), locality, today())
    address = _address(answers)
    asked = _focus(request.GET)
    blocks, pages = answer(judgement, request.user, address, asked)
    focused = asked is not None and len(blocks) == 1 and _is(asked, blocks[0].key, blocks[0].groups)
    if not focused and (asked is not None or "bloc" in request.GET):
        notices.append(LOST_GROUP)
    placed = locality is not None and bool(locality.covering)
    context = {
        "answers": answers,
        "query": answers.query(),
        "address": address,
        "chips": _chips(answers, index.vocabulary, locality),
        "refine_url": _with(reverse("orientation"), answers, question=END),
        "place_url": _with(reverse("orientation"), answers, question=Asked.PLACE.value),
        "notices": list(dict.fromkeys(notices)),
        "choices": _choices(answers, locality),
        "counts": {verdict.value: len(found) for verdict, found in judgement.lists.items()},
        "blocks": blocks,
        "focused": focused,
        "pages": pages,
        "changes": _changes(judgement) if not judgement.eligible and not focused else [],
        "placed": placed,
        "files": _files(answers) if judgement.scope else None,
        "welcomers": welcoming(locality.covering, request.user) if locality and placed else [],
    }
    return render(request, "orientation/results.html", context)


def _is(focus: Focus, block: str, groups: tuple[object, ...]) -> bool:
    return block == focus.block and [getattr(one, "key", "") for one in groups] == [focus.group]


def _address(answers: Answers) -> str:
    query = answers.query()
    path = reverse("orientation-results")
    return f"{path}?{query}" if query else path


def _files(answers: Answers) -> Files:
    query = answers.query()
    end = f"?{query}" if query else ""
    return Files(f"{reverse('orientation-csv')}{end}", f"{reverse('orientation-json')}{end}")


def _with(path: str, answers: Answers, *, question: str) -> str:
    """A step of the questionnaire with these answers.

    It carries no nonce: a refined questionnaire counts as one more. The nonce in a shared address would let
    another person's answers take the place of the first one's record.
    """
    query = answers.query()
    return f"{path}?{query}{'&' if query else ''}question={question}"


def _focus(query: QueryDict) -> Focus | None:
    block, group, page = (query.get(name, "") for name in ("bloc", "groupe", "page"))
    if not block or not group:
        return None
    sound = page.isascii() and page.isdigit() and len(page) <= LONGEST_PAGE and int(page) > 0
    return Focus(block, group, int(page) if sound else 1)


def _chips(answers: Answers, vocabulary: Vocabulary, locality: Locality | None) -> list[Chip]:
    """Each answer, and the same page without it."""
    chips = []
    for asks in Asked:
        values = answers.values(asks)
        for value in values:
            label = in_words(asks, [value], vocabulary)
            if asks == Asked.PLACE and locality is not None and locality.label:
                label = locality.label
            left = _without(answers, asks, value)
            chips.append(Chip(label, _address(left)))
    return chips


def _without(answers: Answers, asks: Asked, value: str) -> Answers:
    """The answers with one value less; who takes the family off takes its kind off too."""
    left = answers.without(asks)
    if asks == Asked.FAMILY:
        left = left.without(Asked.FORM)
    others = tuple(one for one in answers.values(asks) if one != value)
    if others:
        several: dict[str, Any] = {FIELD_OF[asks]: others}
        left = replace(left, **several)
    return left


def _choices(answers: Answers, locality: Locality | None) -> list[tuple[str, str]]:
    """The places that the words typed may mean, and the address of each."""
    if locality is None:
        return []
    return [(one.label, _address(replace(answers, place=one.value))) for one in locality.choices]


_SKIPPED = {
    Asked.NEEDS: "Sans préciser le besoin",
    Asked.PHASE: "Sans préciser l’étape",
    Asked.FAMILY: "Sans dire qui porte le projet",
    Asked.FORM: "Sans préciser le statut",
    Asked.EMPLOYEES: "Sans dire combien de personnes travaillent",
    Asked.PLACE: "Sans le territoire",
    Asked.SECTORS: "Sans préciser le secteur",
    Asked.AMOUNT: "Sans le montant",
    Asked.OBJECTS: "Sans préciser la dépense",
}


def _changes(judgement: Judgement) -> list[Change]:
    """What skipping one answer would bring; the need comes last, since it is what the person came for."""
    found = sorted(relaxations(judgement), key=lambda one: one.asked == Asked.NEEDS)
    return [
        Change(
            _SKIPPED[one.asked],
            french.plural(one.eligible, "offre éligible", "offres éligibles")
            if one.eligible
            else french.plural(
                one.to_check, "offre à vérifier de plus", "offres à vérifier de plus"
            ),
            _address(one.answers),
        )
        for one in found
    ]
