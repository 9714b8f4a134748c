"""Double entries: two offers that are probably one, found without comparing every pair.

Offers are compared only inside small blocks: those of one entity that share a rare word of the title, those that
share an address, those of one title on one territory.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from connect.offers.enums import HiddenMotive, Kind, Status
from connect.offers.quality.completeness import completeness
from connect.offers.quality.snapshot import Snapshot
from connect.offers.quality.titles import Reader, Title, likeness
from connect.offers.quality.words import plain

NEAR = 88
"""From this likeness on, two titles of one body say the same."""
NEAR_WITH_LINK = 70
"""The same, when both offers lead to the same page."""
SAME_NAME = 90
"""From this likeness on, two structures are probably one, entered twice."""
EDITION = 45
"""Two calls that close more days apart are two editions."""
BLOCK = 60
"""A block of more offers than this is mass-produced: each is compared with its neighbours only."""
_KEY = 5
_TRACKING = re.compile(r"(?:^|&)(?:utm_[a-z]+|fbclid|gclid)=[^&]*")


@dataclass(frozen=True)
class Pair:
    """Two offers that are probably one.

    Attributes:
        first, second: the offers, the smallest key first.
        confidence: from 0 to 100.
        reasons: why, in French, as ends of a sentence.
    """

    first: Snapshot
    second: Snapshot
    confidence: int
    reasons: tuple[str, ...]

    @property
    def key(self) -> tuple[int, int]:
        """The keys of both offers."""
        return self.first.pk, self.second.pk

    @property
    def sentence(self) -> str:
        """Why the pair is shown."""
        references = f"{self.first.reference} et {self.second.reference}"
        return f"{references} sont probablement la même offre : {', '.join(self.reasons)}."

    @property
    def judged(self) -> tuple[object, ...]:
        """The values on which the pair was judged."""
        return tuple(_values(offer) for offer in (self.first, self.second))


def _values(offer: Snapshot) -> tuple[object, ...]:
    places = tuple(place.key for place in offer.territories)
    closes = str(offer.closes_on)
    return offer.kind, offer.title, offer.structure_id, offer.link, places, closes


def kept_of(pair: Pair) -> tuple[Snapshot, Snapshot]:
    """The offer to keep and the other: the one that is shown, then the most complete, then the oldest."""
    shown = (Status.VISIBLE, Status.TO_VALIDATE, Status.DRAFT)

    def rank(offer: Snapshot) -> tuple[int, int, int]:
        place = shown.index(Status(offer.status)) if offer.status in shown else len(shown)
        return place, -completeness(offer).score, offer.pk

    best, other = sorted((pair.first, pair.second), key=rank)
    return best, other


def find_duplicates(offers: Iterable[Snapshot], places: frozenset[str]) -> list[Pair]:
    """Pairs of offers that are probably one, the surest first.

    Args:
        offers: the catalogue; archived offers and settled duplicates are left aside.
        places: names of territories, which make two offers of one title.
    """
    reader = Reader(places)
    kept = [offer for offer in offers if _counts(offer)]
    titles = {offer.pk: reader.read(offer.title) for offer in kept}
    found: dict[tuple[int, int], Pair] = {}
    for block in _blocks(kept, titles):
        for first, second in _couples(block, titles):
            key = (min(first.pk, second.pk), max(first.pk, second.pk))
            if key in found or (pair := _judged(first, second, titles)) is None:
                continue
            found[key] = pair
    return sorted(found.values(), key=lambda pair: (-pair.confidence, pair.key))


def judge_pair(first: Snapshot, second: Snapshot, places: frozenset[str]) -> Pair | None:
    """The same judgement for two offers alone; `None` when they are two."""
    if not _counts(first) or not _counts(second):
        return None
    reader = Reader(places)
    return _judged(first, second, {one.pk: reader.read(one.title) for one in (first, second)})


def _counts(offer: Snapshot) -> bool:
    settled = offer.status == Status.HIDDEN and offer.hidden_motive == HiddenMotive.DUPLICATE
    return offer.status != Status.ARCHIVED and not settled


def _blocks(offers: Sequence[Snapshot], titles: dict[int, Title]) -> Iterator[list[Snapshot]]:
    frequency: dict[str, int] = defaultdict(int)
    for title in titles.values():
        for word in title.words:
            frequency[word[:_KEY]] += 1
    blocks: dict[tuple[object, ...], list[Snapshot]] = defaultdict(list)
    for offer in offers:
        title = titles[offer.pk]
        words = sorted(
            {word[:_KEY] for word in title.words}, key=lambda word: (frequency[word], word)
        )
        # Titles that share three words of five share one of the rarest three of each.
        for word in words[: len(words) - ceil(0.6 * len(words)) + 1]:
            blocks["entity", offer.entity_id, word, title.marks].append(offer)
        if link := _address(offer.link):
            blocks["link", link].append(offer)
        if len(title.words) > 1:
            places = tuple(place.key for place in offer.territories)
            blocks["title", title.text, places].append(offer)
    yield from (block for block in blocks.values() if len(block) > 1)


def _couples(
    block: list[Snapshot], titles: dict[int, Title]
) -> Iterator[tuple[Snapshot, Snapshot]]:
    if len(block) <= BLOCK:
        yield from combinations(block, 2)
        return
    ordered = sorted(
        block,
        key=lambda one: (
            titles[one.pk].text,
            one.territories and one.territories[0].key or "",
            one.pk,
        ),
    )
    yield from zip(ordered, ordered[1:], strict=False)


def _judged(first: Snapshot, second: Snapshot, titles: dict[int, Title]) -> Pair | None:
    if first.pk > second.pk:
        first, second = second, first
    if first.status == second.status == Status.HIDDEN or not _may_be_one(first, second):
        return None
    alike = likeness(titles[first.pk], titles[second.pk])
    same_link = bool(_address(first.link)) and _address(first.link) == _address(second.link)
    if alike < (NEAR_WITH_LINK if same_link else NEAR):
        return None
    body = _same_body(first, second) or (_same_terms(first, second) if alike == 100 else "")
    # The same words from two bodies that have nothing else in common are two offers: « Guichet d’information ».
    if not body and not same_link:
        return None
    if first.kind != second.kind and alike < 100:
        return None
    same = "même intitulé" if alike == 100 else f"intitulés proches à {alike}\u00a0%"
    reasons = (same, *([body] if body else []), *(["même page"] if same_link else []))
    confidence = min(99, alike - 10 + (5 if body else 0) + (5 if same_link else 0))
    if first.summary and plain(first.summary) == plain(second.summary):
        reasons, confidence = (*reasons, "même résumé"), min(99, confidence + 4)
    return Pair(first, second, confidence, reasons)


def _may_be_one(first: Snapshot, second: Snapshot) -> bool:
    here, there = ({place.key for place in one.territories} for one in (first, second))
    if here and there and here != there:
        return False
    if (first.kind == Kind.CALL) != (second.kind == Kind.CALL):
        return False
    if first.closes_on and second.closes_on:
        return abs((first.closes_on - second.closes_on).days) <= EDITION
    return True


def _same_body(first: Snapshot, second: Snapshot) -> str:
    if first.structure_id == second.structure_id:
        return "même structure"
    if first.entity_id == second.entity_id:
        return f"même entité ({first.entity_name})" if first.entity_name else "même entité"
    names = plain(first.structure_name), plain(second.structure_name)
    digits = [re.findall(r"\d+", name) for name in names]
    if all(names) and digits[0] == digits[1] and fuzz.token_sort_ratio(*names) >= SAME_NAME:
        return "structures au nom presque identique"
    return ""


def _same_terms(first: Snapshot, second: Snapshot) -> str:
    """Two bodies that give the same sums on the same territory under the same title: one scheme, told twice."""
    here, there = ((one.amount_min, one.amount_max, one.rate_max) for one in (first, second))
    known = sum(value is not None for value in here) > 1
    if known and here == there and first.territories and first.territories == second.territories:
        return "même territoire et mêmes montants"
    return ""


def _address(link: str) -> str:
    """The address of a page, comparable; empty for a home page, which says nothing of an offer."""
    if not link:
        return ""
    parts = urlsplit(link)
    path = parts.path.rstrip("/").lower()
    query = _TRACKING.sub("", parts.query).lstrip("&")
    if not path and not query:
        return ""
    return f"{parts.netloc.lower().removeprefix('www.')}{path}?{query}"
