"""The sheets of the demonstration: what the editor could have written, with their sources."""

import csv
import re

import pytest
import yaml

from connect.coedit.draft import Node
from connect.demo.sheet_texts import FOLDER, SheetRefused, all_sheets, read_sheet, runs
from toolbox.converting import cleaned
from toolbox.enums import Audience

ESSOR = FOLDER.parent / "essor"
FILES = ("funding_offers.csv", "accompaniment_offers.csv")


def visible_offers() -> dict[str, int]:
    found: dict[str, int] = {}
    for name in FILES:
        with (ESSOR / name).open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["visible"] == "1":
                    found[row["id"]] = len(found) + 1
    return found


def every(nodes: tuple[Node, ...]) -> list[Node]:
    return [one for node in nodes for one in (node, *every(node.children))]


def test_each_is_whole_and_within_the_schema() -> None:
    offers = visible_offers()
    sheets = all_sheets(offers.get)
    assert len(sheets) == 6
    assert sum(1 for sheet in sheets if sheet.newer and sheet.newer.is_submitted) == 1
    assert sum(1 for sheet in sheets if sheet.newer and not sheet.newer.is_submitted) == 1
    for sheet in sheets:
        for draft in (sheet.draft, *([sheet.newer.draft] if sheet.newer else [])):
            assert cleaned(draft).bodies == draft.bodies, sheet.slug
            blocks = every(draft.bodies["body"])
            ids = [one.attrs["id"] for one in blocks if one.kind not in ("text", "hardBreak")]
            assert len(ids) == len(set(ids))
            words = re.findall(r"\w+", " ".join(one.text for one in blocks))
            assert 500 <= len(words) <= 950, (sheet.slug, len(words))
            refs = {one.attrs["ref"] for one in blocks if one.kind == "offer"}
            told = (FOLDER / f"{sheet.slug}.yaml").read_text(encoding="utf-8")
            assert len(refs) == told.count("- offer:") >= 2
            assert not re.search(r"[\"'*]|\d \d{3}", " ".join(one.text for one in blocks))
        assert sheet.draft.sets["audiences"] <= set(Audience.values)


def test_each_document_named_in_a_text_stands_among_its_sources() -> None:
    for sheet in all_sheets(lambda reference: 1):
        sources = " ".join(node.plain for node in sheet.draft.bodies["sources"]).lower()
        said = " ".join(node.plain for node in sheet.draft.bodies["body"])
        named = [
            part
            for found in re.findall(r"\(([^()]*\b20\d\d)\)", said)
            for part in found.split("\u00a0;")
        ]
        assert named, sheet.slug
        for one in named:
            name = one.split(",")[0].strip().lower()
            assert name in sources or "france" in name, (sheet.slug, one)
        # Facts that no document holds are asked for, not told.
        tones = [node.attrs.get("tone") for node in sheet.draft.bodies["body"]]
        assert "check" in tones


def test_marks_become_runs() -> None:
    assert [
        (run.text, [mark.kind for mark in run.marks])
        for run in runs("Un **mot** et *un* [lien](/a).")
    ] == [
        ("Un ", []),
        ("mot", ["bold"]),
        (" et ", []),
        ("un", ["italic"]),
        (" ", []),
        ("lien", ["link"]),
        (".", []),
    ]
    assert runs("") == ()


def test_what_is_no_block_is_refused() -> None:
    told = yaml.safe_load((FOLDER / "gouvernance.yaml").read_text(encoding="utf-8"))
    with pytest.raises(SheetRefused):
        read_sheet({**told, "body": [{"film": "x"}]}, lambda reference: 1)
    with pytest.raises(SheetRefused):
        read_sheet({**told, "body": ["Un texte"]}, lambda reference: 1)
    # An offer that the catalogue does not have leaves no card.
    sheet = read_sheet(told, lambda reference: None)
    assert not [one for one in sheet.draft.bodies["body"] if one.kind == "offer"]
