"""Orientation for machines: the same engine, the same sentences as the page."""

from collections.abc import Iterable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.errors import HttpError
from pyroaring import BitMap

from connect.common.clock import today
from connect.common.visitor_forms import sent_too_often
from connect.offers.catalogue.index import CatalogueIndex
from connect.offers.catalogue.index import current as current_index
from connect.offers.catalogue.places import Locality
from connect.offers.selectors import visible_to
from connect.orientation import publishing
from connect.orientation.answers import MOST_MONEY, Answers
from connect.orientation.enums import Employees
from connect.orientation.judging.judgement import Judgement, judge
from connect.orientation.judging.reasons import reasons_of
from connect.orientation.places import locality_of_codes

router = Router(tags=["Orientation"])

MOST_CODES = 50
# One site that asks for all its visitors stays under it; a loop without end does not.
MOST_ASKED = 600
ASKED_WITHIN = 600
Code = Annotated[str, Field(max_length=40)]
Codes = Annotated[list[Code] | None, Field(max_length=MOST_CODES)]


class Asked(Schema):
    """Answers, all optional, as codes of the vocabularies; a question left out is a question skipped."""

    needs: Codes = Field(None, description="Codes of needs; one is enough.")
    phase: Code | None = Field(None, description="Code of the phase of the project.")
    structure_type: Code | None = Field(None, description="Code of the kind of organisation.")
    sectors: Codes = Field(None, description="Codes of sectors.")
    commune: Code | None = Field(None, description="INSEE code of the commune.")
    postcode: Code | None = Field(None, description="Postcode, which may hold several communes.")
    amount: int | None = Field(None, ge=1, le=MOST_MONEY, description="Euros looked for.")
    objects: Codes = Field(None, description="Codes of what the money pays for.")
    employees: Code | None = Field(None, description=f"One of {', '.join(Employees.values)}.")


class Why(Schema):
    """One criterion and what it says of an offer."""

    criterion: str = Field(
        description="needs, structure_type, phase, sectors, territory, amount, objects, deadline or rule."
    )
    verdict: str = Field(description="eligible, to_check or excluded.")
    text: str = Field(description="One short sentence in French.")
    ask: str = Field("", description="What to ask the funder, when something must be checked.")


class Judged(Schema):
    """An offer, and why it stands in its list."""

    external_id: str
    kind: str
    title: str
    url: str
    reasons: list[Why]


class Lists(Schema):
    """The three lists, each best first."""

    eligible: list[Judged]
    to_check: list[Judged] = Field(description="Nothing excludes them; something is not known.")
    excluded: list[Judged] = Field(description="Exactly one criterion excludes them.")


@router.post("/orientation", response=Lists, summary="Offers that fit, and why")
def orientate(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """Judge the visible catalogue; nothing is recorded.

    Unknown codes and places answer 422 with a sentence; more than `MOST_ASKED` questions in ten minutes, 429.
    """
    if sent_too_often(request, "api-orientation", most=MOST_ASKED, seconds=ASKED_WITHIN):
        raise HttpError(429, "Trop de questions à la suite : reprenez dans quelques minutes.")
    index = current_index()
    answers = _answers(asked, index)
    locality = _locality(asked)
    judgement = judge(answers, index, publishing.current(), locality, today())
    lists = {verdict.value: found for verdict, found in judgement.lists.items()}
    shown = _shown(request, [pk for found in lists.values() for pk in found])
    return {name: list(_items(request, judgement, found, shown)) for name, found in lists.items()}


def _answers(asked: Asked, index: CatalogueIndex) -> Answers:
    words = index.vocabulary.words
    needs, sectors, objects = asked.needs or [], asked.sectors or [], asked.objects or []
    phase, form = asked.phase or "", asked.structure_type or ""
    employees = asked.employees or ""
    given: list[tuple[str, Iterable[str], Iterable[str]]] = [
        ("needs", needs, words["besoin"]),
        ("phase", [phase], words["phase"]),
        ("structure_type", [form], words["structure"]),
        ("sectors", sectors, words["secteur"]),
        ("objects", objects, words["objet"]),
        ("employees", [employees], Employees.values),
    ]
    wrong = [
        f"{name} : {code}"
        for name, codes, known in given
        for code in codes
        if code and code not in known
    ]
    if wrong:
        raise HttpError(422, f"Codes inconnus : {' ; '.join(wrong[:5])}.")
    word = words["structure"].get(form)
    employs = employees != Employees.NONE
    if word is not None and employees and word.employs not in {None, employs}:
        raise HttpError(422, "structure_type et employees se contredisent.")
    return Answers(
        needs=tuple(dict.fromkeys(one for one in needs if one)),
        phase=phase,
        form=form,
        employees=employees,
        sectors=tuple(dict.fromkeys(one for one in sectors if one)),
        amount=asked.amount,
        objects=tuple(dict.fromkeys(one for one in objects if one)),
    )


def _locality(asked: Asked) -> Locality | None:
    commune, postcode = asked.commune or "", asked.postcode or ""
    if not commune and not postcode:
        return None
    locality = locality_of_codes(commune, postcode)
    if locality is None:
        raise HttpError(
            422,
            "Cette commune ou ce code postal n’est pas dans le territoire, ou les deux se contredisent.",
        )
    return locality


def _shown(request: HttpRequest, pks: list[int]) -> dict[int, tuple[str, str, str, str]]:
    """Reference, kind, title and address of these offers, as this reader may see them; one statement."""
    offers = visible_to(request.user).order_by("pk").only("reference", "kind", "title", "slug")
    if len(pks) < MANY:
        offers = offers.filter(pk__in=pks)
    return {
        one.pk: (one.reference, one.kind, one.title, one.get_absolute_url())
        for one in offers.iterator()
    }


# Beyond this many offers, reading them all costs less than naming each in the statement.
MANY = 2_000


def _items(
    request: HttpRequest,
    judgement: Judgement,
    found: BitMap,
    shown: dict[int, tuple[str, str, str, str]],
) -> Iterable[dict[str, Any]]:
    base = request.build_absolute_uri("/")[:-1]
    for pk in sorted(found, key=judgement.order):
        if pk not in shown:
            # Hidden since the index was read.
            continue
        reference, kind, title, path = shown[pk]
        yield {
            "external_id": reference,
            "kind": kind,
            "title": title,
            "url": f"{base}{path}",
            "reasons": [
                {
                    "criterion": one.criterion.value,
                    "verdict": one.verdict.value,
                    "text": one.text,
                    "ask": one.ask,
                }
                for one in reasons_of(judgement, pk)
            ],
        }
