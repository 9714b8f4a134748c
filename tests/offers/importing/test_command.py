"""`manage.py import_essor`: exit codes, progress, dry run, report."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import ModelLogEntry

from connect.offers.importing.report import Entry, Gravity, Report, neutralised, quoted
from connect.offers.importing.running import import_directory
from connect.offers.models import CatalogueStamp, Offer
from connect.search.models import SearchEntry
from connect.structures.models import Entity, Structure
from tests.offers.importing.files import FUNDING, STRUCTURE, write, write_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]


def run(*arguments: str, **options: Any) -> tuple[int, str, str]:
    """The exit code, the answer and the progress of the command."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("import_essor", *arguments, stdout=out, stderr=err, **options)
    except CommandError as error:
        code = error.returncode
    return code, out.getvalue(), err.getvalue()


def test_a_clean_import_exits_with_0_and_shows_its_progress(tmp_path: Path) -> None:
    code, out, err = run(str(write_all(tmp_path)))
    assert code == 0
    assert "structures.csv : 1 lignes (1 créées," in out
    assert "calls.csv : 1/1" in err
    assert run(str(tmp_path), verbosity=0) == (0, "", "")


def test_a_refused_line_exits_with_1_and_is_told(tmp_path: Path) -> None:
    code, out, _ = run(str(write_all(tmp_path, calls={"date_cloture": "demain"})))
    assert code == 1
    assert "calls.csv, ligne 2 (AAP-001) : ligne refusée : date_cloture : « demain »" in out


def test_a_refused_file_exits_with_2(tmp_path: Path) -> None:
    assert run(str(tmp_path))[0] == 2
    (write_all(tmp_path) / "calls.csv").write_text("id\n", encoding="utf-8")
    code, out, _ = run(str(tmp_path))
    assert code == 2
    assert "calls.csv : fichier refusé : colonnes manquantes" in out
    assert Offer.objects.count() == 2


def test_a_dry_run_checks_everything_and_keeps_nothing(tmp_path: Path) -> None:
    lines = ModelLogEntry.objects.count()
    entries = SearchEntry.objects.count()
    stamp = CatalogueStamp.objects.first()
    code, out, _ = run(
        str(write_all(tmp_path, funding_offers={"structure": "STR-404"})), "--dry-run"
    )
    assert code == 1
    assert "structure inconnue « STR-404 »" in out
    assert "calls.csv : 1 lignes (1 créées" in out, "offers see the structures of the same run"
    assert "rien n’a été enregistré" in out
    assert not (Structure.objects.exists() or Offer.objects.exists() or Entity.objects.exists())
    assert ModelLogEntry.objects.count() == lines
    assert SearchEntry.objects.count() == entries
    assert CatalogueStamp.objects.first() == stamp


def test_the_report_file_runs_nothing_in_a_spreadsheet(tmp_path: Path) -> None:
    write_all(tmp_path, funding_offers={"id": "=cmd()", "intitule": "@x"})
    target = tmp_path / "compte-rendu.csv"
    assert run(str(tmp_path), "--report", str(target))[0] == 1
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    assert [row["reference"] for row in rows] == ["'=cmd()", "'=cmd()"]
    assert {row["gravite"] for row in rows} == {"ligne refusée"}
    assert rows[0]["raison"] == "id : « =cmd() » serait lu comme une formule"
    assert run(str(tmp_path), "--report", str(tmp_path / "absent" / "x.csv"))[0] == 2


def test_what_is_shown_is_neutral() -> None:
    assert [neutralised(cell) for cell in ("=1", " +1", "-1", "@x", "\tx", "x=1")] == [
        "'=1", "' +1", "'-1", "'@x", "'\tx", "x=1"
    ]  # fmt: skip
    assert quoted("a\x1b[31m\nb") == "« a [31m b »"
    assert quoted("x" * 100) == f"« {'x' * 80}… »"
    assert str(Entry(Gravity.NOTICE, "f.csv", 3, "", "r")) == "f.csv, ligne 3 : remarque : r"
    assert Report().exit_code == 0


def test_the_statements_of_a_line_do_not_grow_with_the_file(
    tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    write(tmp_path, "structures.csv", [STRUCTURE])
    write(
        tmp_path,
        "funding_offers.csv",
        [{**FUNDING, "id": f"FIN-{number:03d}"} for number in range(40)],
    )
    with django_assert_max_num_queries(40 * 40 + 200):
        import_directory(tmp_path)
    with django_assert_max_num_queries(40):
        assert import_directory(tmp_path).exit_code == 0


def test_the_search_finds_what_was_imported(tmp_path: Path) -> None:
    import_directory(
        write_all(tmp_path, accompaniment_offers={"statut": "archivee", "visible": "0"})
    )
    kinds = sorted(SearchEntry.objects.values_list("kind", flat=True))
    assert kinds == ["offer", "offer", "structure"]


def test_the_process_ends_with_the_code(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "connect.settings.base",
        "VAR_ROOT": str(tmp_path / "var"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'import.sqlite3'}",
        "REDIS_URL": "",
    }
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    done = subprocess.run(  # our own command, fixed arguments
        [*manage, "import_essor", str(tmp_path / "absent")],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "Au moins un fichier a été refusé." in done.stderr
    assert "n’est pas un dossier" in done.stdout
