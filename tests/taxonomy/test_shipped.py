"""The vocabularies and territories that are shipped, and what a second load does to them."""

import pytest
from wagtail.models import ModelLogEntry

from connect.structures.models import LocalNetwork
from connect.structures.vocabularies import load_file
from connect.taxonomy import models
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Need, Postcode, Sector, Territory, Theme
from connect.taxonomy.selectors import vocabulary
from connect.taxonomy.vocabularies import SECTIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]

COUNTS = {
    "funding_types": 5, "accompaniment_types": 13, "structure_types": 11, "sectors": 16,
    "phases": 5, "objects_funded": 8, "themes": 33, "needs": 16,
}  # fmt: skip


def test_every_list_is_whole_and_explained() -> None:
    assert {section.key: section.model.objects.count() for section in SECTIONS} == COUNTS
    for section in SECTIONS:
        for term in vocabulary(section.model):
            assert term.help_text.endswith((".", "?", "…")), f"{term.code} has no sentence"
            assert "'" not in term.label + term.help_text, f"{term.code} has a straight apostrophe"
    assert LocalNetwork.objects.count() == 6


def test_what_the_lists_say() -> None:
    assert not Sector.objects.filter(code="tous").exists()
    assert [phase.short_label for phase in vocabulary(models.Phase)] == [
        "Idée", "Projet", "Création", "Développement", "Consolidation"
    ]  # fmt: skip
    assert [kind.plural_label for kind in vocabulary(models.FundingType)] == [
        "Subventions", "Prêts", "Mécénat", "Prises de capital", "Aides à l’emploi"
    ]  # fmt: skip
    assert Theme.objects.filter(parent=None).count() == 8
    with_subsidy = set(Need.objects.filter(funding_types__code="subvention"))
    assert set(Need.objects.filter(includes_calls=True)) == with_subsidy
    assert len(with_subsidy) == 3
    need = Need.objects.get(code="embaucher")
    assert {kind.code for kind in need.accompaniment_types.all()} == {"emploi_rh", "dla"}
    assert {theme.code for theme in need.themes.all()} == {"employer_emploi"}


def test_a_second_load_changes_nothing() -> None:
    lines = ModelLogEntry.objects.count()
    for update in (False, True):
        loaded = load_file(update=update)
        assert (loaded.created, loaded.updated) == (0, 0)
    assert ModelLogEntry.objects.count() == lines


def test_what_staff_changed_stays_unless_asked() -> None:
    need = Need.objects.get(code="embaucher")
    need.label = "Embaucher quelqu’un"
    need.save()
    need.themes.clear()
    load_file()
    need.refresh_from_db()
    assert (need.label, need.themes.count()) == ("Embaucher quelqu’un", 0)
    assert load_file(update=True).updated == 1
    need.refresh_from_db()
    assert (need.label, need.themes.count()) == ("Embaucher ou garder un emploi", 1)


def test_the_region_of_the_demonstration() -> None:
    levels = {level: Territory.objects.filter(level=level).count() for level in Level}
    assert levels == {
        Level.EUROPE: 1, Level.COUNTRY: 1, Level.REGION: 1, Level.DEPARTMENT: 6, Level.EPCI: 71, Level.COMMUNE: 1228
    }  # fmt: skip
    assert Territory.objects.get(level=Level.COMMUNE, code="85113").epci is None
    assert Territory.objects.get(code="248500563").name == "CC Vendée, Sèvre, Autise"
    assert not Territory.objects.get(level=Level.DEPARTMENT, code="35").in_scope
    redon = Territory.objects.get(code="243500741")
    assert redon.parent is not None and redon.parent.code == "44"
    assert Territory.objects.filter(epci__code="200060010").count() == 6
    assert set(Postcode.objects.filter(commune__code="44109").values_list("code", flat=True)) == {
        "44000", "44100", "44200", "44300"
    }  # fmt: skip
