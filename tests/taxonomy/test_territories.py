"""Import of the territories: from data alone, again and again, or refused whole."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from connect.taxonomy.enums import Level
from connect.taxonomy.models import Postcode, Territory
from connect.taxonomy.refusals import TerritoriesRefused
from connect.taxonomy.territories import import_region
from tests.taxonomy.factories import TerritoryFactory

pytestmark = pytest.mark.django_db

COMMUNES = "insee,nom,departement,codes_postaux,epci,population\n"
EPCI = "code,nom,departement,population_municipale\n"
GOOD_COMMUNES = (
    COMMUNES
    + '2A004,"Ajaccio, ville",2A,20000|20090,242010056,70000\n2A041,Bonifacio,2A,20169,,3000\n'
)
GOOD_EPCI = EPCI + '242010056,"CA du Pays, ajaccien",2A,90000\n'
DEPARTMENTS = "code,nom\n2A,Corse-du-Sud\n"


def write(folder: Path, communes: str = GOOD_COMMUNES, epci: str = GOOD_EPCI) -> tuple[Path, Path]:
    (folder / "communes.csv").write_text(communes, encoding="utf-8")
    (folder / "epci.csv").write_text(epci, encoding="utf-8")
    (folder / "departements.csv").write_text(DEPARTMENTS, encoding="utf-8")
    return folder / "communes.csv", folder / "epci.csv"


def test_another_region_needs_data_not_code(tmp_path: Path) -> None:
    communes, epci = write(tmp_path)
    call_command(
        "import_territories",
        str(tmp_path),
        region="94",
        region_name="Corse",
        departments=tmp_path / "departements.csv",
        verbosity=0,
    )
    ajaccio = Territory.objects.get(level=Level.COMMUNE, code="2A004")
    assert (ajaccio.name, ajaccio.folded_name) == ("Ajaccio, ville", "ajaccio ville")
    assert ajaccio.parent and ajaccio.parent.parent and ajaccio.parent.parent.name == "Corse"
    assert ajaccio.epci and ajaccio.epci.name == "CA du Pays, ajaccien"
    assert import_region("94", communes, epci).created == 0


def test_a_second_import_follows_the_files_and_keeps_the_rest(tmp_path: Path) -> None:
    TerritoryFactory(level=Level.DEPARTMENT, code="2A", parent=TerritoryFactory(region=True))
    import_region("52", *write(tmp_path))
    moved = GOOD_COMMUNES.replace("Bonifacio", "Bonifaziu").replace("|20090", "|20091")
    done = import_region("52", *write(tmp_path, moved.replace(",,3000", ",242010056,3000")))
    assert (done.created, done.updated) == (0, 1)
    bonifacio = Territory.objects.get(code="2A041")
    assert (bonifacio.name, bonifacio.epci_id is None) == ("Bonifaziu", False)
    assert sorted(Postcode.objects.values_list("code", flat=True)) == ["20000", "20091", "20169"]


@pytest.mark.parametrize(
    ("communes", "epci", "words"),
    [
        ("insee,nom\n", GOOD_EPCI, "colonnes manquantes : departement"),
        (GOOD_COMMUNES, "code\n", "colonnes manquantes : nom"),
        (COMMUNES + "2A004,A,2A,20000\n", GOOD_EPCI, "nombre de cellules"),
        (COMMUNES + "2A004,A,2A,20000,,1,1\n", GOOD_EPCI, "nombre de cellules"),
        (COMMUNES + '2A004,"A,2A,20000,,1\n', GOOD_EPCI, "guillemets"),
        (COMMUNES + "A,A,2A,20000,,1\n", GOOD_EPCI, "le code « A » n’est pas correct"),
        (GOOD_COMMUNES + "2A004,B,2A,20000,,1\n", GOOD_EPCI, "2A004 est écrit deux fois"),
        (COMMUNES + "2A004,A,99,20000,,1\n", GOOD_EPCI, "département « 99 »"),
        (COMMUNES + "2A004,A,2A,2000,,1\n", GOOD_EPCI, "code postal « 2000 »"),
        (COMMUNES + "2A004,A,2A,20000,123456789,1\n", GOOD_EPCI, "EPCI « 123456789 »"),
        (COMMUNES + "2A004,A,2A,20000,,mille\n", GOOD_EPCI, "population « mille »"),
        (COMMUNES + "2A004,<b>A</b>,2A,20000,,1\n", GOOD_EPCI, "n’est pas acceptable"),
        (COMMUNES + "2A004,=A1,2A,20000,,1\n", GOOD_EPCI, "n’est pas acceptable"),
        (COMMUNES + "2A004,A\0,2A,20000,,1\n", GOOD_EPCI, "octets nuls"),
        (GOOD_COMMUNES, EPCI + "1,A,2A,1\n", "le code « 1 » n’est pas correct"),
    ],
)
def test_a_wrong_file_is_refused_whole(
    tmp_path: Path, communes: str, epci: str, words: str
) -> None:
    TerritoryFactory(level=Level.DEPARTMENT, code="2A", parent=TerritoryFactory(region=True))
    before = Territory.objects.count()
    with pytest.raises(TerritoriesRefused, match=words):
        import_region("52", *write(tmp_path, communes, epci))
    assert Territory.objects.count() == before


def test_other_faults_have_their_sentence(tmp_path: Path) -> None:
    communes, epci = write(tmp_path)
    with pytest.raises(TerritoriesRefused, match="région « 52 » est inconnue"):
        import_region("52", communes, epci)
    with pytest.raises(TerritoriesRefused, match="aucun département"):
        import_region("94", communes, epci, name="Corse")
    communes.write_bytes(GOOD_COMMUNES.replace("Bonifacio", "Bonifaciô").encode("latin-1"))
    TerritoryFactory(level=Level.DEPARTMENT, code="2A", parent=TerritoryFactory(region=True))
    with pytest.raises(TerritoriesRefused, match="UTF-8"):
        import_region("52", communes, epci)
    with pytest.raises(TerritoriesRefused, match="ne peut pas être lu"):
        import_region("52", tmp_path / "absent.csv", epci)
    with pytest.raises(CommandError) as refusal:
        call_command("import_territories", region="52")
    assert refusal.value.returncode == 2
