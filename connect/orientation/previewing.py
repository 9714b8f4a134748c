"""What a change of the questionnaire moves, for every saved profile, before it is published."""

from dataclasses import dataclass

from django.http import QueryDict

from connect.common.clock import today
from connect.offers.catalogue.index import CatalogueIndex, current
from connect.offers.models import Offer
from connect.orientation.answers import Answers, read
from connect.orientation.enums import Verdict
from connect.orientation.judging.judgement import Judgement, judge
from connect.orientation.judging.reasons import reasons_of
from connect.orientation.models import Profile, Questionnaire
from connect.orientation.places import locate
from connect.orientation.publishing import current as published
from connect.orientation.publishing import scheme_of
from connect.orientation.refusing import faults_of
from connect.orientation.scheme import Scheme

MOST_SHOWN = 12


@dataclass(frozen=True)
class Move:
    """An offer that would change lists.

    Attributes:
        offer: reference and title.
        before: the list where it stands, empty for none.
        after: the list where it would stand, empty for none.
        why: the sentence that explains it.
    """

    reference: str
    title: str
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class Tried:
    """One profile before and after.

    Attributes:
        before: how many offers stand in each list today.
        after: how many would.
        moves: the first offers that move.
        more: how many others move.
        notices: what the profile says that no longer exists.
    """

    profile: Profile
    before: tuple[int, int, int]
    after: tuple[int, int, int]
    moves: list[Move]
    more: int
    notices: list[str]

    @property
    def is_still(self) -> bool:
        """Whether nothing moves."""
        return not self.moves


@dataclass(frozen=True)
class Comparison:
    """Every profile, and what would prevent publication."""

    tried: list[Tried]
    faults: list[str]
    questions_changed: bool

    @property
    def moving(self) -> int:
        """How many profiles see something move."""
        return sum(not one.is_still for one in self.tried)


def compare(questionnaire: Questionnaire) -> Comparison:
    """Judge every profile by the questionnaire in force and by the one being written.

    Args:
        questionnaire: as it stands in the form, saved or not.
    """
    index, before, after = current(), published(), scheme_of(questionnaire)
    profiles = list(Profile.objects.all())
    pairs = [(one, *_both(one, index, before, after)) for one in profiles]
    moved = {one.pk: _moved(old, new) for one, old, new, _ in pairs}
    titles = _titles({pk for pks in moved.values() for pk in pks[:MOST_SHOWN]})
    tried = [
        Tried(
            profile,
            _counts(old),
            _counts(new),
            [_move(pk, old, new, titles) for pk in moved[profile.pk][:MOST_SHOWN] if pk in titles],
            max(0, len(moved[profile.pk]) - MOST_SHOWN),
            notices,
        )
        for profile, old, new, notices in pairs
    ]
    return Comparison(
        sorted(tried, key=lambda one: (one.is_still, one.profile.name)),
        faults_of(after, index),
        before.questions != after.questions,
    )


def answers_of(profile: Profile, index: CatalogueIndex) -> tuple[Answers, list[str]]:
    """The answers of a profile, by the words that exist today."""
    query = QueryDict(mutable=True)
    for name, values in profile.answers.items():
        query.setlist(name, [str(one) for one in values])
    return read(query, index.vocabulary)


def _both(
    profile: Profile, index: CatalogueIndex, before: Scheme, after: Scheme
) -> tuple[Judgement, Judgement, list[str]]:
    answers, notices = answers_of(profile, index)
    locality, sentence = locate(answers.place)
    day = today()
    return (
        judge(answers, index, before, locality, day),
        judge(answers, index, after, locality, day),
        [*notices, sentence] if sentence else notices,
    )


def _counts(judgement: Judgement) -> tuple[int, int, int]:
    eligible, to_check, near = (len(found) for found in judgement.lists.values())
    return eligible, to_check, near


def _moved(before: Judgement, after: Judgement) -> list[int]:
    """Offers that change lists, the best first."""
    found = before.eligible ^ after.eligible
    for verdict in (Verdict.TO_CHECK, Verdict.EXCLUDED):
        found |= before.lists[verdict] ^ after.lists[verdict]
    return sorted(found, key=after.order)


def _titles(pks: set[int]) -> dict[int, tuple[str, str]]:
    rows = Offer.objects.filter(pk__in=pks).order_by("pk").values_list("pk", "reference", "title")
    return {pk: (reference, title) for pk, reference, title in rows}


def _move(pk: int, before: Judgement, after: Judgement, titles: dict[int, tuple[str, str]]) -> Move:
    old, new = before.verdict(pk), after.verdict(pk)
    told = reasons_of(after if new is not None else before, pk)[0]
    reference, title = titles[pk]
    return Move(
        reference,
        title,
        str(old.label) if old else "nulle part",
        str(new.label) if new else "nulle part",
        told.text,
    )
