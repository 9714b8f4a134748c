"""Rich text as Wagtail keeps it, both ways; `data-block-key` carries the id of a block.

A list item with one paragraph is written as Wagtail's own editor writes it: the words stand right in the `li`.
"""

from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser

from connect.coedit import schema
from connect.coedit.draft import Mark, Node, Value

BLOCK_KINDS = {"p": "paragraph", "ul": "bulletList", "ol": "orderedList", "li": "listItem"}
HEADINGS = {f"h{level}": level for level in schema.HEADING_LEVELS}
MARK_KINDS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "a": "link"}
SILENT = frozenset({"script", "style", "template"})
MOST_OPEN = 60
_TAGS = {"paragraph": "p", "bulletList": "ul", "orderedList": "ol"}
_MARK_TAGS = {"bold": "b", "italic": "i"}


def write_html(nodes: Iterable[Node]) -> str:
    """Rich text for cleaned paragraphs, headings and lists.

    Args:
        nodes: as `cleaning.clean_body` gives them.
    """
    return "".join(_write_block(node) for node in nodes)


def _key(node: Node, name: str = "data-block-key") -> str:
    return f' {name}="{escape(str(node.attrs.get("id", "")))}"'


def _write_block(node: Node) -> str:
    if node.kind == "heading":
        level = node.attrs["level"]
        return f"<h{level}{_key(node)}>{write_inline(node.children)}</h{level}>"
    if node.kind == "paragraph":
        return f"<p{_key(node)}>{write_inline(node.children)}</p>"
    tag = _TAGS[node.kind]
    items = "".join(_write_item(item) for item in node.children)
    return f"<{tag}{_key(node, 'data-list')}>{items}</{tag}>"


def _write_item(item: Node) -> str:
    first, rest = item.children[0], item.children[1:]
    alone = first.kind == "paragraph" and all(child.kind != "paragraph" for child in rest)
    if alone and (first.children or not rest):
        inside = write_inline(first.children) + write_html(rest)
        return f"<li{_key(first)}{_key(item, 'data-item')}>{inside}</li>"
    return f"<li{_key(item, 'data-item')}>{write_html(item.children)}</li>"


def write_inline(nodes: Iterable[Node]) -> str:
    """Runs of text with their marks."""
    return "".join(_write_run(node) for node in nodes)


def _write_run(node: Node) -> str:
    if node.kind == "hardBreak":
        return "<br/>"
    html = escape(node.text, quote=False)
    for mark in node.marks:
        if mark.kind == "link":
            html = f'<a href="{escape(str(mark.attrs["href"]))}">{html}</a>'
        else:
            html = f"<{_MARK_TAGS[mark.kind]}>{html}</{_MARK_TAGS[mark.kind]}>"
    return html


def read_html(html: str) -> tuple[Node, ...]:
    """The blocks of a rich text, not cleaned yet.

    Args:
        html: anything; tags that are unknown go, their text stays.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.nodes()


class _Open:
    """An element that is not closed yet."""

    def __init__(self, tag: str, kind: str, attrs: dict[str, Value]) -> None:
        self.tag, self.kind, self.attrs = tag, kind, attrs
        self.children: list[Node] = []

    def closed(self) -> Node:
        """The block, with the runs of an item put in a paragraph of their own."""
        if self.kind != "listItem":
            return Node(self.kind, self.attrs, tuple(self.children))
        attrs: dict[str, Value] = {}
        if item := self.attrs.pop("item", ""):
            attrs["id"] = item
        paragraph = self.attrs
        children: list[Node] = []
        runs: list[Node] = []
        for child in [*self.children, None]:
            if child is not None and child.kind in {"text", "hardBreak"}:
                runs.append(child)
                continue
            if runs or (child is None and not children):
                children.append(Node("paragraph", paragraph, tuple(runs)))
                paragraph, runs = {}, []
            if child is not None:
                children.append(child)
        return Node("listItem", attrs, tuple(children))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [_Open("", "", {})]
        self._marks: list[tuple[str, Mark | None]] = []
        self._silent = 0

    def nodes(self) -> tuple[Node, ...]:
        """What was read, open elements closed."""
        while len(self._open) > 1:
            self._close()
        return tuple(self._open[0].children)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block or a mark."""
        given = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self._silent += 1
        elif tag == "br":
            self._add(Node("hardBreak"))
        elif tag in MARK_KINDS:
            self._marks.append((tag, _mark(tag, given)))
        elif (tag in BLOCK_KINDS or tag in HEADINGS) and len(self._open) < MOST_OPEN:
            kind = BLOCK_KINDS.get(tag, "heading")
            self._open.append(_Open(tag, kind, _attrs(tag, given)))

    def handle_endtag(self, tag: str) -> None:
        """Close the nearest element with this tag, and those left open inside."""
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in MARK_KINDS:
            places = [place for place, (open_, _) in enumerate(self._marks) if open_ == tag]
            if places:
                del self._marks[places[-1]]
        elif any(one.tag == tag for one in self._open[1:]):
            while self._close() != tag:
                continue

    def handle_data(self, data: str) -> None:
        """Keep a run of text, with the marks that are open."""
        if data and not self._silent:
            marks = tuple(mark for _, mark in self._marks if mark is not None)
            self._add(Node("text", text=data, marks=marks))

    def _add(self, node: Node) -> None:
        self._open[-1].children.append(node)

    def _close(self) -> str:
        one = self._open.pop()
        self._add(one.closed())
        return one.tag


def _mark(tag: str, given: dict[str, str]) -> Mark | None:
    kind = MARK_KINDS[tag]
    return Mark(kind, {"href": given.get("href", "")} if kind == "link" else {})


def _attrs(tag: str, given: dict[str, str]) -> dict[str, Value]:
    attrs: dict[str, Value] = {}
    key = given.get("data-list" if tag in {"ul", "ol"} else "data-block-key", "")
    if key:
        attrs["id"] = key
    if tag == "li" and given.get("data-item"):
        attrs["item"] = given["data-item"]
    if tag in HEADINGS:
        attrs["level"] = HEADINGS[tag]
    return attrs
