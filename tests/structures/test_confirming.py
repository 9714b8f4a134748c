"""Confirming that the sheet of a structure is still exact."""

import datetime

import pytest
from wagtail.models import ModelLogEntry

from connect.common.clock import today
from connect.structures.models import Structure
from connect.structures.services import confirm_exact
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db
OLD = datetime.date(2024, 1, 1)


def test_dates_a_public_structure_once_and_no_other() -> None:
    structure = StructureFactory(verified_on=OLD)
    private = StructureFactory(verified_on=OLD, private=True)

    assert confirm_exact(structure, how="confirmé par la structure")
    assert confirm_exact(structure, how="confirmé par la structure")
    assert not confirm_exact(private)

    assert Structure.objects.get(pk=structure.pk).verified_on == today()
    assert Structure.objects.get(pk=private.pk).verified_on == OLD
    assert "confirmé par la structure" in str(ModelLogEntry.objects.get().data)
