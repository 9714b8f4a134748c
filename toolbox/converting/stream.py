"""Bodies as Wagtail stores streams of blocks, in raw JSON, both ways."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from connect.coedit.draft import Node, Value
from connect.common.sanitising import one_line
from toolbox.converting.cleaning import clean_body
from toolbox.converting.html import read_html, write_html

Raw = dict[str, Any]
FLOWING = frozenset({"paragraph", "heading", "bulletList", "orderedList"})
HEADER, CELL = "header", "cell"


def write_stream(nodes: Sequence[Node]) -> list[Raw]:
    """The blocks of a stream for a cleaned body; each carries the id of its node."""
    return list(_raw_blocks(nodes))


def _raw_blocks(nodes: Sequence[Node]) -> Iterator[Raw]:
    run: list[Node] = []
    for node in nodes:
        if node.kind in FLOWING:
            run.append(node)
            continue
        yield from _text(run)
        run = []
        yield {**_raw(node), "id": str(node.attrs["id"])}
    yield from _text(run)


def _text(run: list[Node]) -> Iterator[Raw]:
    if run:
        # The stream's own id; the blocks inside carry theirs in the HTML.
        yield {"type": "text", "value": write_html(run), "id": f"t-{run[0].attrs['id']}"}


def _raw(node: Node) -> Raw:
    attrs = node.attrs
    if node.kind == "blockquote":
        return {"type": "quotation", "value": write_html(node.children)}
    if node.kind == "callout":
        return {
            "type": "callout",
            "value": {"tone": attrs["tone"], "text": write_html(node.children)},
        }
    if node.kind == "image":
        alt = str(attrs["alt"])
        image = {"image": attrs["ref"], "decorative": not alt, "alt_text": alt}
        return {"type": "picture", "value": {"image": image, "caption": attrs["caption"]}}
    if node.kind == "offer":
        return {"type": "offer", "value": {"offer": attrs["ref"], "note": attrs["note"]}}
    return {"type": "table", "value": _raw_table(node.children)}


def _raw_table(rows: Sequence[Node]) -> Raw:
    """A first row of headers names the columns; a column of headers stays one."""
    named = len(rows) > 1 and all(cell.kind == "tableHeader" for cell in rows[0].children)
    headings = [one_line(cell.plain) for cell in rows[0].children] if named else []
    body = rows[1:] if named else rows
    width = len(rows[0].children)
    kinds = [
        HEADER if all(row.children[place].kind == "tableHeader" for row in body) else CELL
        for place in range(width)
    ]
    return {
        "columns": [
            {"type": kind, "heading": headings[place] if named else ""}
            for place, kind in enumerate(kinds)
        ],
        "rows": [{"values": [write_html(cell.children) for cell in row.children]} for row in body],
        "caption": "",
    }


def read_stream(raw: Iterable[Mapping[str, Any]]) -> tuple[Node, ...]:
    """The body that a stream holds, cleaned.

    Args:
        raw: blocks as they are stored; what cannot be read is left out.
    """
    nodes: list[Node] = []
    for block in raw:
        value, identity = block.get("value"), str(block.get("id") or "")
        attrs: dict[str, Value] = {"id": identity} if identity else {}
        nodes.extend(_read(str(block.get("type")), value, attrs))
    return clean_body(nodes)


def _read(kind: str, value: Any, attrs: dict[str, Value]) -> Iterator[Node]:
    if kind == "text" and isinstance(value, str):
        yield from read_html(value)
    elif kind == "quotation" and isinstance(value, str):
        yield Node("blockquote", attrs, read_html(value))
    elif not isinstance(value, Mapping):
        return
    elif kind == "callout":
        attrs["tone"] = str(value.get("tone"))
        yield Node("callout", attrs, read_html(str(value.get("text") or "")))
    elif kind == "picture":
        yield _picture(value, attrs)
    elif kind == "offer":
        yield Node(
            "offer", {**attrs, "ref": _ref(value.get("offer")), "note": value.get("note") or ""}
        )
    elif kind == "table":
        yield Node("table", attrs, tuple(_rows(value, str(attrs.get("id", "")))))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _ref(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _picture(value: Mapping[str, Any], attrs: dict[str, Value]) -> Node:
    image = value.get("image")
    held = image if isinstance(image, Mapping) else {"image": image}
    alt = "" if held.get("decorative") else held.get("alt_text") or ""
    caption = value.get("caption") or ""
    return Node("image", {**attrs, "ref": _ref(held.get("image")), "alt": alt, "caption": caption})


def _rows(table: Mapping[str, Any], identity: str) -> Iterator[Node]:
    columns = [column for column in _list(table.get("columns")) if isinstance(column, Mapping)]
    headings = [str(column.get("heading") or "") for column in columns]
    if any(headings):
        yield _row(identity, 0, [(HEADER, (_paragraph(text),)) for text in headings])
    for place, row in enumerate(_list(table.get("rows")), start=1):
        values = _list(row.get("values")) if isinstance(row, Mapping) else []
        kinds = [str(column.get("type")) for column in columns]
        cells = [
            (kind, read_html(str(value or ""))) for kind, value in zip(kinds, values, strict=False)
        ]
        yield _row(identity, place, cells)


def _paragraph(text: str) -> Node:
    return Node("paragraph", children=(Node("text", text=text),) if text else ())


def _row(identity: str, place: int, cells: Sequence[tuple[str, tuple[Node, ...]]]) -> Node:
    """A row whose ids follow from those of its table, so that reading twice gives the same."""
    made = [
        Node(
            "tableHeader" if kind == HEADER else "tableCell",
            {"id": f"{identity}-{place}-{number}"} if identity else {},
            content,
        )
        for number, (kind, content) in enumerate(cells)
    ]
    return Node("tableRow", {"id": f"{identity}-{place}"} if identity else {}, tuple(made))
