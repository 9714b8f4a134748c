"""Reads the table: makes its small catalogue, judges a profile, writes verdicts as the table writes them."""

import datetime
from pathlib import Path
from typing import Any

import yaml
from django.http import QueryDict

from connect.common.clock import today
from connect.offers.catalogue.index import CatalogueIndex, current
from connect.offers.catalogue.places import locate
from connect.offers.enums import HiddenMotive, Kind, Status
from connect.orientation import answers as answering
from connect.orientation.enums import Criterion, Verdict
from connect.orientation.first import first_scheme
from connect.orientation.judging.judgement import Judgement, judge
from connect.orientation.judging.reasons import reasons_of
from connect.orientation.scheme import Scheme
from connect.taxonomy import models as words
from connect.taxonomy import vocabularies
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory
from tests.offers.factories import OfferFactory
from tests.taxonomy.factories import PostcodeFactory, TerritoryFactory

FOLDER = Path(__file__).parent
KINDS = {"financement": Kind.FUNDING, "accompagnement": Kind.ACCOMPANIMENT, "appel": Kind.CALL}
NAMES = {
    Criterion.STRUCTURE: "organisation",
    Criterion.PHASE: "étape",
    Criterion.SECTORS: "secteur",
    Criterion.TERRITORY: "territoire",
    Criterion.AMOUNT: "montant",
    Criterion.OBJECTS: "dépense",
    Criterion.DEADLINE: "calendrier",
    Criterion.RULE: "règle",
}
VERDICTS = {
    Verdict.ELIGIBLE: "éligible",
    Verdict.TO_CHECK: "à vérifier",
    Verdict.EXCLUDED: "exclu",
}


def read(name: str) -> Any:
    """A file of the table."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def lay_out() -> None:
    """Make the vocabularies, a few places and the offers of the table."""
    vocabularies.load(vocabularies.read(vocabularies.DEFAULT_FILE))
    places = _places()
    for reference, row in read("offres.yaml").items():
        _offer(reference, row, places)


def _places() -> dict[str, Territory]:
    found = {f"{one.level}:{one.code}": one for one in Territory.objects.order_by("pk")}
    mayenne, loire = found["departement:53"], found["departement:44"]
    laval = TerritoryFactory(
        level=Level.EPCI, code="200083392", name="Laval Agglomération", parent=mayenne
    )
    nantes = TerritoryFactory(
        level=Level.EPCI, code="244400404", name="Nantes Métropole", parent=loire
    )
    for code, name, parent, epci, posts in (
        ("53130", "Laval", mayenne, laval, ["53000"]),
        ("53084", "Craon", mayenne, None, ["53400"]),
        ("44109", "Nantes", loire, nantes, ["44000", "44100"]),
        ("44036", "Châteaubriant", loire, None, ["44110"]),
        # A postcode on both sides of a border of departments does not exist here: this one is made up.
        ("44999", "Bourg-la-Limite", loire, None, ["53940"]),
        ("53999", "Limite-le-Bourg", mayenne, None, ["53940"]),
    ):
        commune = TerritoryFactory(code=code, name=name, parent=parent, epci=epci)
        for post in posts:
            PostcodeFactory(code=post, commune=commune)
    return {**found, "epci:laval": laval}


def _offer(reference: str, row: dict[str, Any], places: dict[str, Territory]) -> None:
    def chosen(model: Any, codes: list[str]) -> list[Any]:
        return list(model.objects.filter(code__in=codes).order_by("pk"))

    sectors = row.get("secteurs", [])
    low, high = row.get("montants", (None, None))
    opens, closes = row.get("jours", (None, None))
    OfferFactory(
        reference=reference,
        kind=KINDS[row["nature"]],
        title=row["titre"],
        funding_type=words.FundingType.objects.get(code=row["type"]) if "type" in row else None,
        accompaniment_types=chosen(words.AccompanimentType, row.get("types", [])),
        structure_types=chosen(words.StructureType, row.get("pour", [])),
        phases=chosen(words.Phase, row.get("etapes", [])),
        all_sectors=sectors == "tous",
        sectors=[] if sectors == "tous" else chosen(words.Sector, sectors),
        territories=[places[one] for one in row.get("territoires", [])],
        objects_funded=chosen(words.FundedObject, row.get("paie", [])),
        reach=row.get("portee", ""),
        amount_min=low,
        amount_max=high,
        opens_on=None if opens is None else today() + datetime.timedelta(days=opens),
        closes_on=None if closes is None else today() + datetime.timedelta(days=closes),
        status=Status.HIDDEN if row.get("masquee") else Status.VISIBLE,
        hidden_motive=HiddenMotive.STOPPED if row.get("masquee") else "",
    )


def answered(values: dict[str, Any], index: CatalogueIndex) -> answering.Answers:
    """The answers of a profile; the table holds none that the questionnaire would set aside."""
    query = QueryDict(mutable=True)
    for name, value in values.items():
        query.setlist(name, [str(one) for one in (value if isinstance(value, list) else [value])])
    found, notices = answering.read(query, index.vocabulary)
    assert not notices, notices
    return found


def judged(
    answers: answering.Answers, index: CatalogueIndex | None = None, scheme: Scheme | None = None
) -> Judgement:
    """The judgement of some answers on today's catalogue, by the shipped rules unless others are given."""
    locality, sentence = locate(answers.place)
    assert locality is not None or not answers.place, sentence
    return judge(answers, index or current(), scheme or first_scheme(), locality, today())


def verdicts(judgement: Judgement) -> dict[str, str]:
    """Every offer of the three lists by reference: « exclu (montant), à vérifier (étape) »."""
    found = {}
    for pk in judgement.index.all:
        verdict = judgement.verdict(pk)
        if verdict is not None:
            found[judgement.index.entries[pk].reference] = _written(judgement, pk, verdict)
    return found


def _written(judgement: Judgement, pk: int, verdict: Verdict) -> str:
    parts = []
    for one in (Verdict.EXCLUDED, Verdict.TO_CHECK):
        named = [
            NAMES[reason.criterion] for reason in reasons_of(judgement, pk) if reason.verdict == one
        ]
        if named:
            parts.append(f"{VERDICTS[one]} ({', '.join(sorted(named))})")
    assert bool(parts) == (verdict != Verdict.ELIGIBLE), (judgement.index.entries[pk], parts)
    return ", ".join(parts) or VERDICTS[Verdict.ELIGIBLE]
