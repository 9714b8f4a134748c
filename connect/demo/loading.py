"""Loading of the whole demonstration; run again, it changes nothing."""

import importlib
import importlib.util
import tempfile
from pathlib import Path

from connect.common.clock import today
from connect.demo.models import DemoShift
from connect.demo.shifting import shift_for, write_shifted
from connect.offers.importing.report import Report
from connect.offers.importing.running import Progress, import_directory
from connect.offers.quality.inspecting import inspect_catalogue
from connect.orientation.first import write_first
from connect.structures.vocabularies import load_file
from connect.taxonomy.territories import import_region

DATA = Path(__file__).parent / "data"
REGION = "52"
PAGES = "connect.demo.pages"


def current_shift(*, reshift: bool = False) -> DemoShift:
    """The shift stored at the first load, so that dates stand still from one start to the next.

    Args:
        reshift: replace it by the one that makes the data true today.
    """
    stored = DemoShift.objects.order_by("pk").first()
    if stored is not None and not reshift:
        return stored
    shift = shift_for(today())
    shift.pk = stored.pk if stored else None
    shift.save()
    return shift


def load_lists() -> None:
    """Load the vocabularies and the territories of the region."""
    load_file()
    folder = DATA / "territories"
    import_region(REGION, folder / "communes.csv", folder / "epci_52.csv")
    write_first()


def load_catalogue(progress: Progress, *, reshift: bool = False) -> Report:
    """Load structures, offers and calls, moved in time, by the same importer as real files."""
    shift = current_shift(reshift=reshift)
    with tempfile.TemporaryDirectory() as folder:
        write_shifted(DATA / "essor", Path(folder), shift)
        return import_directory(Path(folder), progress=progress)


def load_pages() -> bool:
    """Load the demonstration pages, when this installation has them."""
    if importlib.util.find_spec(PAGES) is None:
        return False
    importlib.import_module(PAGES).load_pages()
    return True


def load_findings() -> None:
    """Inspect the catalogue as the night does, so that the Monday page shows what it holds."""
    inspect_catalogue()
