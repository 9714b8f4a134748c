"""Puts the criteria together: eligible, to check, close but excluded."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pyroaring import BitMap

from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.index import CatalogueIndex
from connect.offers.catalogue.places import Locality
from connect.offers.catalogue.selection import Order, Selection, order_of
from connect.orientation.answers import Answers
from connect.orientation.enums import Asked, Criterion, Verdict
from connect.orientation.judging.sorting import Sorting, long_closed, sort_all
from connect.orientation.scheme import Scheme, SpecialRule, by_prefix
from connect.search.selectors import RankedIds

CRITERION_OF: Mapping[str, Criterion] = {
    Asked.NEEDS.value: Criterion.NEEDS,
    Asked.PHASE.value: Criterion.PHASE,
    Asked.FAMILY.value: Criterion.STRUCTURE,
    Asked.FORM.value: Criterion.STRUCTURE,
    Asked.EMPLOYEES.value: Criterion.STRUCTURE,
    Asked.PLACE.value: Criterion.TERRITORY,
    Asked.SECTORS.value: Criterion.SECTORS,
    Asked.AMOUNT.value: Criterion.AMOUNT,
    Asked.OBJECTS.value: Criterion.OBJECTS,
}
"""What each question is about, by its name in the address."""


def _counted_as(rule: SpecialRule) -> str:
    """The criterion that a special rule is about: « sans salarié » says the same as the kind of organisation.

    An offer excluded by both is excluded by one criterion, and stays close. A rule about several
    criteria, or about none, is one of its own.
    """
    about = {CRITERION_OF[prefix].value for prefix in by_prefix(rule.when)}
    return about.pop() if len(about) == 1 else f"rule {rule.key}"


@dataclass(frozen=True)
class Judgement:
    """The three lists for some answers, on one day.

    Attributes:
        scope: offers that answer the need, whatever else they say.
        sortings: what each criterion says of the catalogue.
    """

    answers: Answers
    index: CatalogueIndex
    scheme: Scheme
    locality: Locality | None
    day: datetime.date
    scope: BitMap
    sortings: tuple[Sorting, ...]
    texts: dict[tuple[object, ...], str] = field(default_factory=dict)

    @cached_property
    def _excluded(self) -> list[BitMap]:
        """Offers set aside by one criterion at least, by two at least, and so on."""
        levels: list[BitMap] = [BitMap(), BitMap()]
        by_criterion: dict[str, BitMap] = {}
        for sorting in self.sortings:
            # The two ends of an amount are one criterion.
            key = _counted_as(sorting.rule) if sorting.rule else sorting.criterion
            by_criterion[key] = by_criterion.get(key, BitMap()) | sorting.excludes
        for excluded in by_criterion.values():
            carried = excluded & self.scope
            for rank, level in enumerate(levels):
                levels[rank], carried = level | carried, level & carried
            if carried:
                levels.append(carried)
        return levels

    @cached_property
    def _doubtful(self) -> BitMap:
        found = BitMap()
        for sorting in self.sortings:
            found |= sorting.doubts
        return found

    @cached_property
    def eligible(self) -> BitMap:
        """Offers that nothing speaks against."""
        return self.scope - self._excluded[0] - self._doubtful

    @cached_property
    def to_check(self) -> BitMap:
        """Offers that nothing excludes, and of which something is not known."""
        return (self.scope - self._excluded[0]) & self._doubtful

    @cached_property
    def near(self) -> BitMap:
        """Offers that exactly one criterion excludes."""
        return self._excluded[0] - self._excluded[1]

    @cached_property
    def farther(self) -> BitMap:
        """When the three lists are empty, the offers that the fewest criteria exclude."""
        if self.eligible or self.to_check or self.near:
            return BitMap()
        levels = [*self._excluded, BitMap()]
        exactly = (level - above for level, above in zip(levels, levels[1:], strict=False))
        return next((found for found in exactly if found), BitMap())

    @property
    def heaviest(self) -> Criterion | None:
        """The criterion that excludes the most of what answers the need."""
        weights = [(len(one.excludes & self.scope), one.criterion) for one in self.sortings]
        count, criterion = max(weights, key=lambda pair: pair[0])
        return criterion if count else None

    @property
    def lists(self) -> Mapping[Verdict, BitMap]:
        """The three lists, in the order people read them."""
        return {
            Verdict.ELIGIBLE: self.eligible,
            Verdict.TO_CHECK: self.to_check,
            Verdict.EXCLUDED: self.near,
        }

    def verdict(self, pk: int) -> Verdict | None:
        """The list in which an offer stands, `None` when it is in none."""
        return next((verdict for verdict, found in self.lists.items() if pk in found), None)

    def excluding(self, pk: int) -> Sorting | None:
        """The criterion that excludes an offer of the third list."""
        return next((one for one in self.sortings if pk in one.excludes), None)

    def missed_by_criterion(self) -> dict[Criterion, BitMap]:
        """The offers of the third list, each under the one criterion that excludes it."""
        found: dict[Criterion, BitMap] = {}
        left = self.near.copy()
        for sorting in self.sortings:
            missed = sorting.excludes & left
            if missed:
                # A rule that says the same as a criterion comes after it, and does not count again.
                found[sorting.criterion] = found.get(sorting.criterion, BitMap()) | missed
                left -= missed
        return found

    @cached_property
    def order(self) -> Order:
        """Best first, by the same order as the catalogue."""
        needs = {"besoin": self.answers.needs} if self.answers.needs else {}
        selection = Selection(self.scope, {}, {}, self.index.calls(self.day), RankedIds(), [])
        return order_of(Criteria(values=needs), self.index, selection, self.locality)


def judge(
    answers: Answers,
    index: CatalogueIndex,
    scheme: Scheme,
    locality: Locality | None,
    day: datetime.date,
) -> Judgement:
    """Judge the visible catalogue.

    An answer that was skipped is no criterion; what an offer does not say never excludes it.

    Args:
        answers: what was answered.
        index: the catalogue of this moment.
        scheme: the questionnaire with its rules.
        locality: the place answered, understood; `None` when it was skipped or not understood.
        day: the day in Paris.
    """
    scope = index.all - long_closed(index, day)
    if answers.needs:
        answering = BitMap()
        for need in answers.needs:
            answering |= index.matching("besoin", need)
        scope &= answering
    sortings = tuple(sort_all(answers, index, scheme, locality, day))
    return Judgement(answers, index, scheme, locality, day, scope, sortings)


@dataclass(frozen=True)
class Relaxation:
    """What skipping one answer would give.

    Attributes:
        asked: the question to skip.
        eligible: offers eligible without it, beyond those already found.
        to_check: the same for offers to check.
        answers: the answers without it.
    """

    asked: Asked
    eligible: int
    to_check: int
    answers: Answers


def relaxations(judgement: Judgement) -> list[Relaxation]:
    """The answers that cost the most offers, the most costly first; those that cost none are left out."""
    found = []
    for asked in Asked:
        if not judgement.answers.values(asked):
            continue
        answers = judgement.answers.without(asked)
        locality = judgement.locality if answers.place else None
        other = judge(answers, judgement.index, judgement.scheme, locality, judgement.day)
        gained = len(other.eligible - judgement.eligible)
        doubtful = len(other.to_check - judgement.to_check - judgement.eligible)
        if gained or doubtful:
            found.append(Relaxation(asked, gained, doubtful, answers))
    return sorted(found, key=lambda one: (-one.eligible, -one.to_check))
