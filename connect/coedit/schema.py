"""The blocks and marks of a body, their attributes and what each may hold: the security boundary of what is saved.

The editor has the same list (`frontend/src/ts/editor/schema.ts`). A browser that knows fewer kinds destroys what it
does not know, for everybody: any change here or there takes the next `VERSION`, which stands in the address of the
socket, so that older pages are told to load again.
"""

VERSION = 1

HEADING_LEVELS = (2, 3, 4)
TONES = ("info", "warning", "example", "check")
# Attributes of each kind of block besides `id`.
NODES: dict[str, tuple[str, ...]] = {
    "paragraph": (),
    "heading": ("level",),
    "bulletList": (),
    "orderedList": (),
    "listItem": (),
    "blockquote": (),
    "callout": ("tone",),
    "table": (),
    "tableRow": (),
    "tableHeader": (),
    "tableCell": (),
    "image": ("ref", "alt", "caption"),
    "offer": ("ref", "note"),
    "hardBreak": (),
}
MARKS: dict[str, tuple[str, ...]] = {"bold": (), "italic": (), "link": ("href",)}
# Kinds that hold runs of text and line breaks.
INLINE_HOLDERS = frozenset({"paragraph", "heading"})
_FLOW = ("paragraph", "bulletList", "orderedList")
# What each other kind may hold; kinds that are absent hold nothing.
HOLDS: dict[str, tuple[str, ...]] = {
    "bulletList": ("listItem",),
    "orderedList": ("listItem",),
    "listItem": _FLOW,
    "blockquote": ("paragraph",),
    "callout": _FLOW,
    "table": ("tableRow",),
    "tableRow": ("tableHeader", "tableCell"),
    "tableHeader": ("paragraph",),
    "tableCell": _FLOW,
}
# What may stand at the top of a body.
TOP = (
    "paragraph", "heading", "bulletList", "orderedList", "blockquote", "callout", "table", "image", "offer"
)  # fmt: skip
DEEPEST = 12
LONGEST_ATTRIBUTE = 2000
