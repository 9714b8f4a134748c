"""Starting a real installation, and what keeps the demonstration out of it."""

import datetime
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from connect.accounts.enums import StaffRole
from connect.accounts.models import User
from connect.demo.loading import DATA
from connect.demo.models import DemoShift
from connect.demo.shifting import shift_for, shifted_row, shifted_text
from connect.home.models import HomePage
from connect.offers.models import Offer
from connect.structures.models import LocalNetwork
from connect.taxonomy.models import Need, Territory
from tests.offers.factories import OfferFactory

pytestmark = pytest.mark.django_db


def start(*arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("start_instance", *arguments, stdout=out, **options)
    return out.getvalue()


def test_a_real_installation_starts_without_any_offer(client: Client) -> None:
    answer = start(admin_email="Directrice@Example.org", site_name="Chambre d’essai")
    assert (Need.objects.count(), LocalNetwork.objects.count(), Offer.objects.count()) == (16, 6, 0)
    assert HomePage.objects.count() == 1
    person = User.objects.get()
    assert (person.email, person.has_usable_password()) == ("directrice@example.org", False)
    assert [group.name for group in person.groups.all()] == [StaffRole.ADMINISTRATOR.label]
    link = re.search(r"http://127\.0\.0\.1:\d+(/compte/connexion/lien/\S+)", answer)
    assert link is not None
    again = start(admin_email="directrice@example.org")
    assert User.objects.count() == 1 and HomePage.objects.count() == 1
    assert "0 entrées créées" in again


def test_the_link_lets_its_owner_in_once(client: Client) -> None:
    answer = start(admin_email="directrice@example.org")
    path = re.search(r"(/compte/connexion/lien/\S+)", answer)
    assert path is not None
    assert client.get(path.group(1)).status_code == 200
    assert client.post(path.group(1)).status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
    assert Client().get(path.group(1)).status_code == 410
    assert "existe déjà" in start(admin_email="directrice@example.org")


def test_the_territories_are_those_given() -> None:
    start(territories=DATA / "territories")
    assert Territory.objects.filter(level="commune").count() == 1228


def test_a_wrong_address_or_file_is_refused_before_anything(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="n’est pas une adresse"):
        start(admin_email="directrice")
    with pytest.raises(CommandError, match="Fichier refusé"):
        start(vocabularies=tmp_path / "absent.yaml")
    assert not User.objects.exists()
    assert not Need.objects.exists()


@pytest.mark.parametrize("arguments", [[], ["--force"]])
def test_the_demonstration_does_not_enter_a_real_catalogue(
    settings: Any, arguments: list[str]
) -> None:
    settings.DEMO = False
    OfferFactory()
    with pytest.raises(CommandError):
        call_command("load_demo", *arguments)
    assert Offer.objects.count() == 1
    assert not DemoShift.objects.exists()


def test_the_demonstration_asks_to_be_wanted(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")


def test_a_row_is_moved_in_time() -> None:
    shift = shift_for(datetime.date(2026, 7, 15))
    assert (shift.days, shift.years) == (3652, 10)
    row = {
        "date_publication": "2015-12-31",
        "date_cloture": "2016-02-29",
        "intitule": "Prix 2015 et 2016",
        "resume": "2000 euros en 2016, 20160 autres, édition 2010",
        "lien": "https://example.org/2016",
    }
    assert shifted_row(row, shift) == {
        "date_publication": "2025-12-30",
        "date_cloture": "2026-02-28",
        "intitule": "Prix 2025 et 2026",
        "resume": "2000 euros en 2026, 20160 autres, édition 2010",
        "lien": "https://example.org/2016",
    }
    assert shifted_text("2016", 0, {2016}) == "2016"
