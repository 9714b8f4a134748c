"""Sorts the catalogue by one criterion at a time: what answers, what does not say, what says otherwise."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from pyroaring import BitMap

from connect.offers.catalogue.index import CatalogueIndex
from connect.offers.catalogue.places import Locality
from connect.offers.enums import Kind
from connect.orientation.answers import Answers
from connect.orientation.enums import Criterion, OnMiss, RuleEffect, Setting
from connect.orientation.scheme import Scheme, SpecialRule, by_prefix
from connect.taxonomy.enums import Reach

# A call that closed longer ago says nothing to act upon.
RECENTLY_CLOSED = datetime.timedelta(days=90)
EVERYWHERE = frozenset({Reach.NATIONAL.value, Reach.EUROPEAN.value})


@dataclass(frozen=True)
class Sorting:
    """What one criterion says of the catalogue.

    Attributes:
        criterion: what is judged.
        setting: the choice of staff behind it, when there is one.
        met: offers that answer.
        unknown: offers that do not say.
        missed: offers that say otherwise.
        on_miss: what that does to them.
        rule: the special rule, when it is one.
    """

    criterion: Criterion
    setting: Setting | None
    met: BitMap
    unknown: BitMap
    missed: BitMap
    on_miss: OnMiss = OnMiss.EXCLUDED
    rule: SpecialRule | None = None

    @property
    def excludes(self) -> BitMap:
        """Offers that this criterion sets aside."""
        return self.missed if self.on_miss == OnMiss.EXCLUDED else BitMap()

    @property
    def doubts(self) -> BitMap:
        """Offers that this criterion leaves to check."""
        return self.unknown | self.missed if self.on_miss == OnMiss.TO_CHECK else self.unknown


def sort_all(
    answers: Answers,
    index: CatalogueIndex,
    scheme: Scheme,
    locality: Locality | None,
    day: datetime.date,
) -> list[Sorting]:
    """Every criterion that the answers call for, and the calendar of calls; in a fixed order."""
    found = [
        _linked(
            index, scheme, Criterion.STRUCTURE, Setting.STRUCTURE, "structure",
            answers.types(index.vocabulary),
        ),
        _linked(
            index, scheme, Criterion.PHASE, Setting.PHASE, "phase",
            {answers.phase} if answers.phase else (),
        ),
        _linked(index, scheme, Criterion.SECTORS, Setting.SECTORS, "secteur", answers.sectors),
        _territory(index, scheme, locality),
        *_amounts(answers, index, scheme),
        _objects(answers, index, scheme),
        _deadline(index, day),
        *(_rule(rule, answers, index) for rule in scheme.rules),
    ]  # fmt: skip
    return [one for one in found if one is not None and one.on_miss != OnMiss.IGNORED]


def _union(bitmaps: Iterable[BitMap]) -> BitMap:
    found = BitMap()
    for bitmap in bitmaps:
        found |= bitmap
    return found


def _linked(
    index: CatalogueIndex,
    scheme: Scheme,
    criterion: Criterion,
    setting: Setting,
    facet: str,
    codes: Iterable[str],
) -> Sorting | None:
    codes = list(codes)
    if not codes:
        return None
    met = _union(index.exact[facet][code] for code in codes if code in index.exact[facet])
    unknown = index.unknown[facet].copy()
    missed = index.all - met - unknown
    return Sorting(criterion, setting, met, unknown, missed, scheme.effect(setting))


def _territory(index: CatalogueIndex, scheme: Scheme, locality: Locality | None) -> Sorting | None:
    if locality is None or not locality.covering:
        return None
    met = _union(index.territory[pk] for pk in locality.covering if pk in index.territory)
    silent = index.unknown["lieu"]
    met |= BitMap(pk for pk in silent if index.entries[pk].reach in EVERYWHERE)
    unknown = silent - met
    missed = index.all - met - unknown
    effect = scheme.effect(Setting.TERRITORY)
    return Sorting(Criterion.TERRITORY, Setting.TERRITORY, met, unknown, missed, effect)


def _amounts(answers: Answers, index: CatalogueIndex, scheme: Scheme) -> list[Sorting]:
    """The two ends of an amount are sorted apart: staff may treat them differently."""
    amount = answers.amount
    if amount is None:
        return []
    met, unknown, below, above = BitMap(), BitMap(), BitMap(), BitMap()
    for pk in index.by_kind[Kind.FUNDING] | index.by_kind[Kind.CALL]:
        entry = index.entries[pk]
        if entry.amount_min is not None and amount < entry.amount_min:
            below.add(pk)
        elif entry.amount_max is not None and amount > entry.amount_max:
            above.add(pk)
        elif entry.amount_min is None and entry.amount_max is None:
            unknown.add(pk)
        else:
            met.add(pk)
    under, over = Setting.AMOUNT_BELOW, Setting.AMOUNT_ABOVE
    return [
        Sorting(Criterion.AMOUNT, under, met, unknown, below, scheme.effect(under)),
        Sorting(Criterion.AMOUNT, over, BitMap(), BitMap(), above, scheme.effect(over)),
    ]


def _objects(answers: Answers, index: CatalogueIndex, scheme: Scheme) -> Sorting | None:
    if not answers.objects:
        return None
    facet = index.exact["objet"]
    funding = index.by_kind[Kind.FUNDING]
    met = _union(facet[code] for code in answers.objects if code in facet) & funding
    unknown = index.unknown["objet"] & funding
    missed = funding - met - unknown
    effect = scheme.effect(Setting.OBJECTS)
    return Sorting(Criterion.OBJECTS, Setting.OBJECTS, met, unknown, missed, effect)


def _deadline(index: CatalogueIndex, day: datetime.date) -> Sorting:
    opened, upcoming, closed = index.calls(day)
    return Sorting(Criterion.DEADLINE, None, opened | upcoming, BitMap(), closed)


def long_closed(index: CatalogueIndex, day: datetime.date) -> BitMap:
    """Calls closed too long ago to be worth naming."""
    limit = day - RECENTLY_CLOSED
    found = BitMap()
    for pk in index.by_kind[Kind.CALL]:
        closes = index.entries[pk].closes_on
        if closes is not None and closes < limit:
            found.add(pk)
    return found


def _rule(rule: SpecialRule, answers: Answers, index: CatalogueIndex) -> Sorting | None:
    given = {f"{name}:{value}" for name, value in answers.pairs()}
    for prefix, values in by_prefix(rule.when).items():
        if not any(f"{prefix}:{value}" in given for value in values):
            return None
    concerned = concerned_by(rule, index)
    effect, nothing = rule.effect, BitMap()
    if effect == RuleEffect.NOTE:
        return Sorting(Criterion.RULE, None, concerned, nothing, nothing, rule=rule)
    on_miss = OnMiss.EXCLUDED if effect == RuleEffect.EXCLUDED else OnMiss.TO_CHECK
    return Sorting(Criterion.RULE, None, nothing, nothing, concerned, on_miss, rule)


def concerned_by(rule: SpecialRule, index: CatalogueIndex) -> BitMap:
    """The offers that a special rule is about."""
    found = index.all.copy()
    for facet, values in by_prefix(rule.offers).items():
        found &= _union(index.exact[facet].get(value, BitMap()) for value in values)
    return found
