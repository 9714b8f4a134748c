"""A file with a wrong header or encoding is refused whole, and the others are read."""

import csv
from pathlib import Path

import pytest

from connect.offers.importing.files import FileRefused, read_lines
from connect.offers.importing.running import import_directory
from connect.offers.models import Offer
from connect.structures.models import Structure
from tests.offers.importing.files import COLUMNS, write_all

NAME = "calls.csv"
HEADER = ",".join(COLUMNS[NAME])
LINE = "AAP-001,STR-001,,Appel,culture,idee,national,,,1,2016-01-01,2016-02-01,clos,Résumé,"


def read(folder: Path, content: bytes) -> list[str]:
    path = folder / NAME
    path.write_bytes(content)
    return [line.reference for line in read_lines(path, COLUMNS[NAME])]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "le fichier est vide"),
        (b"\n \n", "le fichier est vide"),
        (f"{HEADER}\n{LINE}\n".encode("latin-1"), "pas en UTF-8 .ligne 2."),
        (f"{HEADER}\n{LINE}\n".encode("utf-16"), "UTF-16"),
        (f"{HEADER}\n{LINE}\0\n".encode(), "octet nul .ligne 2."),
        (f"{HEADER}\n{LINE}\"x\n\"a\"b,\n".encode(), "guillemets"),
        (f'{HEADER}\n"{LINE}\n'.encode(), "à partir de la ligne 2, des guillemets"),
        (f"{HEADER},bonus\n".encode(), "colonnes inconnues : « bonus »"),
        (HEADER.replace(",lien", "").encode(), "colonnes manquantes : lien"),
        (f"{HEADER},lien\n".encode(), "colonnes en double : « lien »"),
        (HEADER.replace("intitule", "titre").encode(), "manquantes : intitule ; .*inconnues : « titre »"),
        (HEADER.replace(",", ";").encode(), "le séparateur doit être la virgule"),
        (LINE.encode(), "colonnes manquantes : id"),
    ],
)  # fmt: skip
def test_a_file_is_refused_whole(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read(tmp_path, content)


def test_a_cell_beyond_what_csv_accepts_refuses_the_file(tmp_path: Path) -> None:
    long = "x" * (csv.field_size_limit() + 1)
    with pytest.raises(FileRefused, match="trop longue"):
        read(tmp_path, f"{HEADER}\n{long}\n".encode())


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_mark_at_the_start_and_either_line_end_are_accepted(
    tmp_path: Path, start: bytes, end: str
) -> None:
    assert read(tmp_path, start + f"{HEADER}{end}{LINE}{end}{end}".encode()) == ["AAP-001"]


def test_columns_may_come_in_any_order(tmp_path: Path) -> None:
    header = ",".join(reversed(COLUMNS[NAME]))
    line = ",".join(reversed(LINE.split(",")))
    assert read(tmp_path, f"{header}\n{line}\n".encode()) == ["AAP-001"]


def test_a_line_is_numbered_where_it_starts(tmp_path: Path) -> None:
    path = tmp_path / NAME
    folded = LINE.replace("Résumé", '"Deux\nlignes"')
    path.write_text(f"{HEADER}\n{folded}\n\n{LINE}\n{LINE},x\n", encoding="utf-8")
    lines = read_lines(path, COLUMNS[NAME])
    assert [line.number for line in lines] == [2, 5, 6]
    assert lines[2].faults == ("trop de cellules : 16 au lieu de 15",)


@pytest.mark.django_db
@pytest.mark.usefixtures("lists")
def test_the_other_files_are_still_read(tmp_path: Path) -> None:
    (write_all(tmp_path) / "funding_offers.csv").write_bytes(b"\xff\xfe")
    report = import_directory(tmp_path)
    assert report.exit_code == 2
    assert [str(entry) for entry in report.entries] == [
        "funding_offers.csv : fichier refusé : le fichier est en UTF-16 ; enregistrez-le en UTF-8."
    ]
    assert Structure.objects.count() == 1
    assert set(Offer.objects.values_list("reference", flat=True)) == {"ACC-001", "AAP-001"}


@pytest.mark.django_db
def test_a_folder_without_any_of_the_files_is_refused(tmp_path: Path) -> None:
    assert import_directory(tmp_path).exit_code == 2
    assert "ne contient aucun" in import_directory(tmp_path).entries[0].reason
    assert "n’est pas un dossier" in import_directory(tmp_path / "absent").entries[0].reason
