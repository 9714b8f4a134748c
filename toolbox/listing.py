"""The list of sheets: what its address asks, how many answer each choice, the sheets of one page.

Choices are counted in memory, from four statements, each without its own answer: a facet shows what it would give.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict

from connect.common.sanitising import plain_text
from connect.groups.selectors import groups_of
from connect.search import selectors as search
from connect.taxonomy.models import Theme
from toolbox.enums import Audience
from toolbox.models import SheetAudience, SheetPage, SheetTag
from toolbox.models.index import SLUG
from toolbox.search import KIND
from toolbox.selectors import visible_to

PER_PAGE = 20
LONGEST_TEXT = 120
MOST_TAGS = 16
TITLES = {
    "theme": "Thème",
    "public": "Utile pour",
    "territoire": "Territoire",
    "mot": "Mot-clé",
}
URL = f"/{SLUG}/"


@dataclass(frozen=True)
class Asked:
    """What an address asks.

    Attributes:
        text: words.
        values: codes chosen, by facet.
        page: number of the page.
    """

    text: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1

    def url(self, **changes: Any) -> str:
        """The address of this state with something changed, always in the same order.

        Args:
            changes: `text`, `page`, or the codes of a facet.
        """
        pairs = [("q", changes.get("text", self.text))]
        for key in TITLES:
            pairs += [(key, code) for code in changes.get(key, self.values.get(key, ()))]
        pairs.append(("page", str(page) if (page := changes.get("page", 1)) > 1 else ""))
        query = urlencode([(key, value) for key, value in pairs if value])
        return f"{URL}?{query}" if query else URL


@dataclass(frozen=True)
class Option:
    """One choice of a facet, with how many sheets it would give."""

    code: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    """One question of the list."""

    key: str
    title: str
    options: tuple[Option, ...]

    @property
    def active(self) -> int:
        """How many choices are on."""
        return sum(option.checked for option in self.options)


@dataclass(frozen=True)
class Chip:
    """A choice that is on; its link takes it off."""

    label: str
    remove_url: str


@dataclass
class Choices:
    """The values of one facet among the sheets shown.

    Attributes:
        labels: by code, in the order to show.
        sheets: keys of the sheets of each code.
        main: the codes offered first, where there are two levels.
    """

    labels: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, set[int]] = field(default_factory=dict)
    main: set[str] = field(default_factory=set)

    def add(self, code: str, label: str, sheet: int) -> None:
        """Note that a sheet has a value."""
        self.labels.setdefault(code, label)
        self.sheets.setdefault(code, set()).add(sheet)


def context_of(request: HttpRequest) -> dict[str, Any]:
    """Everything that the template of the list shows.

    Args:
        request: of the reader.
    """
    everything, choices = _everything()
    asked, notices = read(request.GET, choices)
    ranked: tuple[int, ...] | None = None
    corrections: tuple[Any, ...] = ()
    if asked.text:
        found = search.matching_ids(asked.text, KIND)
        notices += found.notices
        corrections = found.corrected
        ranked = None if found.blank else found.ids
    words = everything if ranked is None else everything & set(ranked)
    pools = {key: _chosen(choices[key], asked.values.get(key, ())) for key in TITLES}
    answer = _common(words, pools.values())
    pages = Paginator(_ordered(answer, ranked), PER_PAGE)
    page = pages.get_page(asked.page)
    return {
        "asked": asked,
        "total": len(answer),
        "facets": _facets(words, pools, choices, asked),
        "chips": _chips(asked, choices),
        "notices": notices,
        "corrections": corrections,
        "sheets": _lines(page),
        "list_page": page,
        "previous_url": asked.url(page=page.number - 1) if page.has_previous() else "",
        "next_url": asked.url(page=page.number + 1) if page.has_next() else "",
        "is_filtered": bool(asked.text or any(asked.values.values())),
        "may_begin": _may_begin(request.user),
    }


def _may_begin(user: Any) -> bool:
    return bool(groups_of(user).filter(archived_at__isnull=True).exists())


def read(query: QueryDict, choices: Mapping[str, Choices]) -> tuple[Asked, list[str]]:
    """Read the address; what makes no sense is left aside with a sentence.

    Args:
        query: the parameters of the address.
        choices: the values that exist, by facet.
    """
    values, notices = {}, []
    for key, title in TITLES.items():
        given = dict.fromkeys(query.getlist(key))
        kept = tuple(code for code in given if code in choices[key].labels)
        if len(kept) < len([code for code in given if code]):
            notices.append(
                f"«\u00a0{title}\u00a0»\u00a0: aucune fiche n’a cette réponse\u00a0; nous l’avons laissée de côté."
            )
        if kept:
            values[key] = kept
    number = query.get("page", "")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    return Asked(plain_text(query.get("q", ""))[:LONGEST_TEXT], values, page), notices


def _everything() -> tuple[set[int], dict[str, Choices]]:
    """Every visible sheet, and the values that they have; four statements."""
    shown = visible_to(None).order_by()
    choices = {key: Choices() for key in TITLES}
    places = shown.values_list("pk", "territory__code", "territory__name")
    everything = set()
    for pk, code, name in sorted(places, key=lambda row: (row[2] or "", row[0])):
        everything.add(pk)
        if code:
            choices["territoire"].add(code, name, pk)
    inside = shown.values("pk")
    themed = Theme.objects.filter(sheets__in=inside).order_by("order", "label", "pk")
    for pk, code, label, parent, parent_label in themed.values_list(
        "sheets__pk", "code", "label", "parent__code", "parent__label"
    ):
        if pk in everything:
            if parent:
                # Who asks for a theme wants what stands under it too.
                choices["theme"].add(parent, parent_label, pk)
            choices["theme"].add(code, label, pk)
            choices["theme"].main.add(parent or code)
    audiences = SheetAudience.objects.filter(page__in=inside).order_by("pk")
    by_audience = list(audiences.values_list("page_id", "audience"))
    for code, label in Audience.choices:
        for pk, audience in by_audience:
            if audience == code:
                choices["public"].add(code, label, pk)
    tagged = SheetTag.objects.filter(content_object__in=inside)
    for pk, slug, name in tagged.order_by("tag__name", "pk").values_list(
        "content_object_id", "tag__slug", "tag__name"
    ):
        choices["mot"].add(slug, name, pk)
    return everything, choices


def _chosen(choices: Choices, codes: Iterable[str]) -> set[int] | None:
    """The sheets of the values chosen; `None` when nothing is asked."""
    sets = [choices.sheets[code] for code in codes]
    return set().union(*sets) if sets else None


def _common(words: set[int], pools: Iterable[set[int] | None]) -> set[int]:
    found = set(words)
    for pool in pools:
        if pool is not None:
            found &= pool
    return found


def _facets(
    words: set[int],
    pools: Mapping[str, set[int] | None],
    choices: Mapping[str, Choices],
    asked: Asked,
) -> list[Facet]:
    facets = []
    for key, title in TITLES.items():
        others = _common(words, (pool for name, pool in pools.items() if name != key))
        checked = asked.values.get(key, ())
        options = [
            Option(code, label, len(choices[key].sheets[code] & others), code in checked)
            for code, label in choices[key].labels.items()
        ]
        if key == "theme":
            # The main themes; the finer ones are reached from the sheets, and stay while they are on.
            options = [one for one in options if one.checked or one.code in choices[key].main]
        if key == "mot":
            # The words most used; those that are on stay whatever their number.
            options.sort(key=lambda one: (not one.checked, -one.count, one.label.lower()))
            options = options[: max(MOST_TAGS, len(checked))]
        if options:
            facets.append(Facet(key, title, tuple(options)))
    return facets


def _chips(asked: Asked, choices: Mapping[str, Choices]) -> list[Chip]:
    chips = []
    if asked.text:
        chips.append(Chip(f"«\u00a0{asked.text}\u00a0»", asked.url(text="")))
    for key, codes in asked.values.items():
        for code in codes:
            left = tuple(one for one in codes if one != code)
            chips.append(Chip(choices[key].labels[code], asked.url(**{key: left})))
    return chips


def _ordered(answer: set[int], ranked: tuple[int, ...] | None) -> list[int]:
    """By rank when words are asked, else the latest published first; one statement."""
    if ranked is not None:
        return [pk for pk in ranked if pk in answer]
    dated = visible_to(None).order_by("-last_published_at", "pk").values_list("pk", flat=True)
    return [pk for pk in dated if pk in answer]


def _lines(page: PageOfList[int]) -> list[SheetPage]:
    """The sheets of a page of the list, in its order; two statements."""
    pks = list(page.object_list)
    found = visible_to(None).filter(pk__in=pks).select_related("territory")
    by_pk = {sheet.pk: sheet for sheet in found.prefetch_related("themes").order_by("pk")}
    return [by_pk[pk] for pk in pks if pk in by_pk]
