"""The pages that every public site needs, as they are first written: texts in `data/pages.yaml`.

They say what this version of the product does with data, accessibility and downloads. What only the
installation knows is a fact without a value, which the page shows as « À compléter ».
"""

import copy
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from connect.common.french import NBSP

TEXTS = Path(__file__).parent / "data" / "pages.yaml"
Blanks = Mapping[str, str]


@dataclass(frozen=True)
class StartingPage:
    """A page to write when the site has none at this address.

    Attributes:
        slug: end of its address, under the home page.
        title: its title.
        summary: one sentence, for search engines and lists.
        introduction: the sentences under the title.
        body: blocks as a stream stores them.
    """

    slug: str
    title: str
    summary: str
    introduction: str
    body: list[dict[str, Any]] = field(default_factory=list)

    def filled(self, blanks: Blanks) -> "StartingPage":
        """The same page, with these values in its facts that have none.

        Args:
            blanks: rich texts, by the label of the fact.
        """
        body = copy.deepcopy(self.body)
        for block in body:
            for fact in block["value"]["facts"] if block["type"] == "facts" else ():
                fact["value"] = fact["value"] or blanks.get(fact["label"], "")
        return StartingPage(self.slug, self.title, self.summary, self.introduction, body)


def typeset(value: Any) -> Any:
    """The same text, or blocks of text, with the no-break spaces of French typography."""
    if isinstance(value, str):
        if value.startswith("/"):
            return value
        value = re.sub(r" ([:;?!»%])", rf"{NBSP}\1", value)
        return value.replace("« ", f"«{NBSP}")
    if isinstance(value, dict):
        return {key: typeset(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(typeset(one) for one in value)
    return value


def _joined(text: str | list[str]) -> str:
    """Rich text on one line; the spaces between two elements come from the file, not from the text."""
    return re.sub(r"(</(?:p|h[234]|li|ul|ol)>|<[uo]l>)\s+", r"\1", "".join(text)).strip()


def read_page(text: dict[str, Any]) -> StartingPage:
    """A page of a file of texts; a paragraph is written one element a line there."""
    body = [
        {**block, "value": _joined(block["value"])} if block["type"] == "paragraph" else block
        for block in text["body"]
    ]
    return StartingPage(text["slug"], text["title"], text["summary"], text["introduction"], body)


@functools.cache
def starting_pages() -> tuple[StartingPage, ...]:
    """The pages every public site needs, in the order of the file."""
    texts = typeset(yaml.safe_load(TEXTS.read_text(encoding="utf-8")))
    return tuple(read_page(text) for text in texts["pages"])
