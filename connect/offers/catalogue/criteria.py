"""What a person asks of the catalogue, read from the address and written back to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from connect.common.sanitising import plain_text
from connect.offers.catalogue.facets import BY_KEY, FACETS
from connect.offers.catalogue.index import CatalogueIndex

LONGEST_TEXT = 200
ORDER_OF_KEYS = ("q", "lieu", *(facet.key for facet in FACETS), "ouverts", "clos", "page")


@dataclass(frozen=True)
class Criteria:
    """A state of the catalogue page; two equal addresses give two equal criteria."""

    q: str = ""
    place: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only_open: bool = False
    with_closed: bool = False
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not (self.q or self.place or self.values or self.only_open)

    def query(self) -> str:
        """The address of this state, without its path, always written in the same order."""
        pairs: list[tuple[str, str]] = []
        for key in ORDER_OF_KEYS:
            if key in BY_KEY:
                pairs += [(key, code) for code in self.values.get(key, ())]
            elif key == "q" and self.q:
                pairs.append((key, self.q))
            elif key == "lieu" and self.place:
                pairs.append((key, self.place))
            elif (key == "ouverts" and self.only_open) or (key == "clos" and self.with_closed):
                pairs.append((key, "1"))
            elif key == "page" and self.page > 1:
                pairs.append((key, str(self.page)))
        return urlencode(pairs)

    def url(self, path: str = "/offres/") -> str:
        """The whole address of this state."""
        query = self.query()
        return f"{path}?{query}" if query else path

    def with_only(self, key: str, code: str) -> "Criteria":
        """The same state, with this one value for a facet, on its first page."""
        return replace(self, values={**self.values, key: (code,)}, page=1)

    def without(self, key: str, code: str = "") -> "Criteria":
        """The same state without one value, one text or one flag, on its first page."""
        if key == "q":
            return replace(self, q="", page=1)
        if key == "lieu":
            return replace(self, place="", page=1)
        if key == "ouverts":
            return replace(self, only_open=False, page=1)
        left = tuple(value for value in self.values.get(key, ()) if value != code)
        values = {name: codes for name, codes in self.values.items() if name != key}
        return replace(self, values={**values, key: left} if left else values, page=1)

    def on_page(self, page: int) -> "Criteria":
        """The same state on another page."""
        return replace(self, page=page)


def _flag(query: QueryDict, key: str, notices: list[str]) -> bool:
    raw = query.get(key, "")
    if raw not in {"", "0", "1"}:
        notices.append(
            "Une case de votre adresse n’a pas été comprise ; nous l’avons laissée de côté."
        )
    return raw == "1"


def _page(query: QueryDict, notices: list[str]) -> int:
    raw = query.get("page", "")
    if not raw:
        return 1
    if raw.isascii() and raw.isdigit() and 0 < len(raw) < 7 and int(raw) > 0:
        return int(raw)
    notices.append("Ce numéro de page n’existe pas ; voici la première page.")
    return 1


def read(query: QueryDict, index: CatalogueIndex) -> tuple[Criteria, list[str]]:
    """Read the address; what makes no sense is left aside with a sentence, never refused.

    Args:
        query: the parameters of the address.
        index: the catalogue, whose vocabulary says which codes exist.

    Returns:
        The criteria understood, and the sentences to show.
    """
    notices: list[str] = []
    values: dict[str, tuple[str, ...]] = {}
    for facet in FACETS:
        asked = dict.fromkeys(query.getlist(facet.key))
        known = [code for code in asked if code in codes_of(facet.key, index)]
        if len(known) < len([code for code in asked if code]):
            notices.append(
                f"Un choix de « {facet.title} » n’existe pas ou plus ; nous l’avons laissé de côté."
            )
        if known:
            values[facet.key] = tuple(known)
    text = plain_text(query.get("q", ""))
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT].rsplit(" ", 1)[0]
        notices.append("Votre recherche était très longue ; nous n’en avons gardé que le début.")
    place = plain_text(query.get("lieu", ""))[:80]
    criteria = Criteria(
        q=text,
        place=place,
        values=values,
        only_open=_flag(query, "ouverts", notices),
        with_closed=_flag(query, "clos", notices),
        page=_page(query, notices),
    )
    return criteria, list(dict.fromkeys(notices))


def codes_of(key: str, index: CatalogueIndex) -> Mapping[str, object]:
    """The codes that a facet accepts."""
    words = index.vocabulary.words
    if key == "typologie":
        return {
            **words["financement"],
            **words["accompagnement"],
            "accompagnement": None,
            "appel_a_projets": None,
        }
    return words[key]
