"""Two imports, or an import and a person, at the same time."""

from pathlib import Path

import pytest
from django.db import transaction
from wagtail.models import ModelLogEntry

from connect.demo.loading import load_lists
from connect.offers import services
from connect.offers.importing.report import Outcome, Report
from connect.offers.importing.running import import_directory
from connect.offers.models import Offer
from connect.structures.models import Entity, Structure
from tests.harness.concurrency import together
from tests.offers.importing.files import FUNDING, STRUCTURE, write

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

ROWS = 120


def folder_of(path: Path, *, backwards: bool = False) -> Path:
    path.mkdir()
    write(path, "structures.csv", [STRUCTURE])
    rows = [{**FUNDING, "id": f"FIN-{number:03d}"} for number in range(ROWS)]
    write(path, "funding_offers.csv", rows[::-1] if backwards else rows)
    return path


def test_two_imports_at_once_leave_one_catalogue(tmp_path: Path) -> None:
    load_lists()
    first, second = folder_of(tmp_path / "a"), folder_of(tmp_path / "b", backwards=True)
    reports = together(lambda: import_directory(first), lambda: import_directory(second))
    assert all(isinstance(report, Report) for report in reports), reports
    assert [report.exit_code for report in reports if isinstance(report, Report)] == [0, 0]
    made = sum(report.total(Outcome.CREATED) for report in reports if isinstance(report, Report))
    assert made == ROWS + 1
    assert (Offer.objects.count(), Structure.objects.count(), Entity.objects.count()) == (
        ROWS,
        1,
        1,
    )
    assert (
        ModelLogEntry.objects.filter(action="wagtail.create", content_type__model="offer").count()
        == ROWS
    )


def test_an_edit_made_meanwhile_is_never_lost(tmp_path: Path) -> None:
    load_lists()
    folder = folder_of(tmp_path / "a")
    import_directory(folder)
    rows = [
        {**FUNDING, "id": f"FIN-{number:03d}", "intitule": "Du fichier"} for number in range(ROWS)
    ]
    write(folder, "funding_offers.csv", rows)

    def edit() -> None:
        for number in range(0, ROWS, 7):
            with transaction.atomic():
                offer = Offer.objects.select_for_update().get(reference=f"FIN-{number:03d}")
                offer.title = "De la rédaction"
                services.save_offer(offer)

    results = together(edit, lambda: import_directory(folder))
    assert results[0] is None, results
    assert isinstance(results[1], Report), results
    edited = Offer.objects.filter(
        reference__in=[f"FIN-{number:03d}" for number in range(0, ROWS, 7)]
    )
    assert {offer.title for offer in edited} == {"De la rédaction"}
    assert Offer.objects.filter(title="Du fichier").count() == ROWS - edited.count()
