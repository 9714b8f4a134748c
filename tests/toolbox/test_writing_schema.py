"""The editor and the server know the same blocks: one that knew fewer would destroy text for everybody."""

import json
from pathlib import Path

from connect.coedit import schema
from toolbox.blocks import TONES

EDITOR = Path(__file__).resolve().parents[2] / "frontend" / "src" / "ts" / "editor"
SCHEMA = json.loads((EDITOR / "schema.json").read_text())


def test_the_lists_are_the_same() -> None:
    assert SCHEMA["version"] == schema.VERSION
    assert {kind: tuple(names) for kind, names in SCHEMA["nodes"].items()} == schema.NODES
    assert {kind: tuple(names) for kind, names in SCHEMA["marks"].items()} == schema.MARKS
    assert {kind: tuple(names) for kind, names in SCHEMA["holds"].items()} == schema.HOLDS
    assert tuple(SCHEMA["top"]) == schema.TOP
    assert frozenset(SCHEMA["inlineHolders"]) == schema.INLINE_HOLDERS
    assert tuple(SCHEMA["headingLevels"]) == schema.HEADING_LEVELS
    assert tuple(SCHEMA["tones"]) == schema.TONES == tuple(code for code, _ in TONES)
    assert SCHEMA["longestAttribute"] == schema.LONGEST_ATTRIBUTE


def test_the_words_of_the_tones_are_those_of_the_public_page() -> None:
    style = (EDITOR.parents[1] / "css" / "writing-text.css").read_text()
    menu = (EDITOR / "slash.ts").read_text()

    for _, label in TONES:
        assert f'content: "{label}"' in style
        assert f"Encadré «\\u00a0{label}\\u00a0»" in menu


def test_every_action_of_the_page_is_known_to_the_script() -> None:
    templates = Path(__file__).resolve().parents[2] / "templates" / "toolbox" / "editor"
    bar = (templates / "_toolbar.html").read_text()
    actions = (EDITOR / "actions.ts").read_text()

    named = [part.split('"')[0] for part in bar.split('data-action="')[1:]]
    assert len(named) > 15
    assert not [name for name in named if f"    {name}: " not in actions]
