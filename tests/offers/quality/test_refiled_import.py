"""A file read again after a person refiled one of its offers."""

from pathlib import Path

import pytest

from connect.demo.loading import load_lists
from connect.offers.enums import Kind
from connect.offers.importing.report import Outcome
from connect.offers.importing.running import import_directory
from connect.offers.models import Finding, Offer
from connect.offers.quality import fixing
from connect.offers.quality.inspecting import inspect_catalogue
from tests.accounts.factories import UserFactory
from tests.offers.importing.files import ACCOMPANIMENT, STRUCTURE, write

pytestmark = pytest.mark.django_db


def test_the_kind_a_person_gave_stays_and_the_file_is_told_so(tmp_path: Path) -> None:
    load_lists()
    row = {**ACCOMPANIMENT, "intitule": "Prêt de campagne"}
    write(tmp_path, "structures.csv", [STRUCTURE])
    write(tmp_path, "accompaniment_offers.csv", [row])
    import_directory(tmp_path)
    inspect_catalogue()
    finding = Finding.objects.get(fault="financement_classe_accompagnement")
    fixing.mend(finding.pk, by=UserFactory(editor=True))
    report = import_directory(tmp_path)
    assert (report.total(Outcome.REFUSED), report.total(Outcome.CONFLICT)) == (0, 1)
    assert any("nature modifiée sur place" in str(entry) for entry in report.entries)
    assert Offer.objects.get().kind == Kind.FUNDING
