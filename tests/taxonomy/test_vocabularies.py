"""The vocabularies as shipped, their loading and what refuses a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.core.management.base import CommandError

from connect.common import events
from connect.structures.vocabularies import load_file
from connect.taxonomy.models import Sector, Territory
from connect.taxonomy.refusals import VocabularyRefused
from connect.taxonomy.services import TermsChanged
from connect.taxonomy.vocabularies import DEFAULT_FILE, SECTIONS

pytestmark = pytest.mark.django_db


def test_a_load_tells_once_for_each_list(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[TermsChanged] = []
    monkeypatch.setattr(events, "_handlers", {TermsChanged: [told.append]})
    load_file()
    assert [event.model for event in told] == [section.model for section in SECTIONS]


Change = Callable[[dict[str, Any]], Any]


def _entry(data: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = data[key][0]
    return found


BROKEN: list[tuple[Change, str]] = [
    (lambda d: d.update(surprises=[]), "listes inconnues : surprises"),
    (lambda d: d.update(sectors={"a": 1}), "« sectors » doit être une liste"),
    (lambda d: d["sectors"].append("culture"), "n’a pas de code"),
    (lambda d: d["sectors"].append({"code": 12, "label": "x"}), "n’a pas de code"),
    (
        lambda d: d["sectors"].append({"code": "culture", "label": "x"}),
        "« culture » est écrit deux fois",
    ),
    (lambda d: d["sectors"].append({"code": "tous", "label": "Tous"}), "« tous »"),
    (lambda d: d["sectors"].append({"code": "Sport Été", "label": "x"}), "« Sport Été »"),
    (lambda d: d["sectors"].append({"code": "x"}), "« x » n’a pas de libellé"),
    (lambda d: d["sectors"].append({"code": "x", "label": 3}), "« label » n’est pas de la forme"),
    (lambda d: _entry(d, "sectors").update(couleur="bleu"), "champs inconnus : couleur"),
    (lambda d: _entry(d, "sectors").update(label="x" * 121), "« culture »"),
    (
        lambda d: d["funding_types"].append(
            {"code": "royalties", "label": "R", "plural_label": "R"}
        ),
        "« royalties »",
    ),
    (lambda d: _entry(d, "structure_types").update(group="martiens"), "martiens"),
    (
        lambda d: _entry(d, "needs").update(themes=["nulle_part"]),
        "codes inconnus pour « themes » : nulle_part",
    ),
    (lambda d: _entry(d, "needs").update(themes=[{"a": 1}]), "codes inconnus pour « themes »"),
    (lambda d: _entry(d, "needs").update(themes="cooperer"), "« themes » n’est pas de la forme"),
    (lambda d: d["themes"][1].update(parent="absent"), "codes inconnus pour « parent » : absent"),
    (lambda d: d["themes"][2].update(parent="financer_aides"), "deux niveaux"),
    (lambda d: d["territories"].pop("country"), "« territories » doit donner"),
    (lambda d: d["territories"]["regions"][0].update(code=52), "code de territoire « 52 »"),
    (lambda d: d["local_networks"].append({"code": "x"}), "chaque réseau local"),
    (
        lambda d: d["local_networks"].append(d["local_networks"][0]),
        "« apess53 » est écrit deux fois",
    ),
    (lambda d: d["local_networks"][0].update(territory="99"), "département inconnu « 99 »"),
]


@pytest.mark.parametrize(("change", "words"), BROKEN, ids=[words for _, words in BROKEN])
def test_a_broken_file_is_refused_whole(tmp_path: Path, change: Change, words: str) -> None:
    data = yaml.safe_load(DEFAULT_FILE.read_text(encoding="utf-8"))
    change(data)
    path = tmp_path / "words.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    with pytest.raises(VocabularyRefused, match=words) as refusal:
        load_file(path)
    assert "\n" not in str(refusal.value)
    assert not Sector.objects.exists()
    assert not Territory.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "aucune liste"),
        (b"- a\n", "aucune liste"),
        (b"sectors: [\n", "YAML correct"),
        (b"sectors: !!python/object:os.system {}\n", "YAML correct"),
        ("sectors: é".encode("latin-1"), "UTF-8"),
    ],
)
def test_what_is_not_a_vocabulary_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "words.yaml"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words) as refusal:
        call_command("load_vocabularies", str(path))
    assert refusal.value.returncode == 2
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("load_vocabularies", str(tmp_path / "absent.yaml"))
