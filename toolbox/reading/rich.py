"""Runs of text for readers: French spaces, headings with anchors, nothing of the editor's own marks."""

from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from connect.coedit.draft import Node
from connect.common.templatetags.ui import typeset

# Ids that the page itself has.
TAKEN = frozenset(
    {"contenu", "sommaire", "sources", "offres", "auteurs", "participer", "fiches-proches", "haut"}
)
_TAGS = {"bulletList": "ul", "orderedList": "ol"}
_MARKS = {"bold": "strong", "italic": "em"}


class Anchors:
    """Gives each heading an id of its own, after its words."""

    def __init__(self) -> None:
        self._taken = set(TAKEN)

    def name(self, text: str) -> str:
        """An id for a heading.

        Args:
            text: its words.
        """
        base = slugify(text)[:60].strip("-") or "partie"
        found, number = base, 1
        while found in self._taken:
            number += 1
            found = f"{base}-{number}"
        self._taken.add(found)
        return found


def show(nodes: Iterable[Node], anchors: Anchors | None = None) -> SafeString:
    """HTML of cleaned blocks; empty paragraphs are left out.

    Args:
        nodes: paragraphs, headings, lists.
        anchors: gives ids to headings; without it they have none.
    """
    # Everything below is escaped, or written here.
    return mark_safe("".join(_block(node, anchors) for node in nodes))  # noqa: S308  # see above


def show_inline(nodes: Iterable[Node]) -> SafeString:
    """HTML of runs of text."""
    return mark_safe("".join(_run(node) for node in nodes))  # noqa: S308  # escaped in `_run`


def _block(node: Node, anchors: Anchors | None) -> str:
    inside = show_inline(node.children)
    if node.kind == "paragraph":
        return f"<p>{inside}</p>" if node.plain.strip() else ""
    if node.kind == "heading":
        if not node.plain.strip():
            return ""
        level = node.attrs["level"]
        identity = f' id="{anchors.name(node.plain)}"' if anchors else ""
        return f"<h{level}{identity}>{inside}</h{level}>"
    tag = _TAGS[node.kind]
    items = "".join(f"<li>{_item(item)}</li>" for item in node.children)
    return f"<{tag}>{items}</{tag}>"


def _item(item: Node) -> str:
    paragraphs = [child for child in item.children if child.kind == "paragraph"]
    if len(paragraphs) > 1:
        return show(item.children)
    return "".join(
        show_inline(child.children) if child.kind == "paragraph" else _block(child, None)
        for child in item.children
    )


def _run(node: Node) -> str:
    if node.kind == "hardBreak":
        return "<br>"
    if node.kind != "text":
        return ""
    html = escape(typeset(node.text))
    for mark in node.marks:
        if mark.kind == "link":
            html = _link(str(mark.attrs["href"]), html)
        else:
            html = f"<{_MARKS[mark.kind]}>{html}</{_MARKS[mark.kind]}>"
    return html


def _link(href: str, html: str) -> str:
    outside = ' rel="noopener"' if urlsplit(href).netloc else ""
    return f'<a href="{escape(href)}"{outside}>{html}</a>'
