"""`manage.py load_demo`: dates true today, idempotent, moved on demand, accounts told once."""

import datetime
import io
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from connect.accounts.enums import StaffRole
from connect.accounts.models import User
from connect.common.clock import today
from connect.demo import people
from connect.demo.models import DemoShift
from connect.offers import services
from connect.offers.enums import CallState, HiddenMotive, Kind, Status
from connect.offers.models import CatalogueChange, Offer
from connect.offers.selectors import call_state, open_on
from connect.search.models import SearchEntry
from connect.structures.models import Structure
from tests.accounts.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture(autouse=True)
def as_demo(settings: Any) -> None:
    settings.DEMO = True
    settings.DEMO_PASSWORD = ""


def load(*arguments: str) -> str:
    out = io.StringIO()
    call_command("load_demo", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def set_today(monkeypatch: pytest.MonkeyPatch, days: int) -> datetime.date:
    """Move the clock by some days."""
    moved = timezone.now() + datetime.timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: moved)
    return today()


def open_calls() -> int:
    return Offer.objects.filter(open_on(today())).count()


def test_the_dates_are_moved_by_one_number_of_days() -> None:
    shift = DemoShift.objects.get()
    assert shift.days == (today() - datetime.date(2016, 7, 15)).days
    call = Offer.objects.get(reference="AAP-001")
    assert call.closes_on == datetime.date(2016, 8, 16) + datetime.timedelta(days=shift.days)
    assert call.title == f"Appel à projets {2016 + shift.years} : accueils de loisirs"
    states = [call_state(offer) for offer in Offer.objects.filter(kind=Kind.CALL)]
    assert (states.count(CallState.OPEN), states.count(CallState.CLOSED)) == (39, 142)


def test_amounts_are_not_taken_for_years() -> None:
    summaries = Offer.objects.filter(summary__contains="2000 ").values_list("summary", flat=True)
    assert len(summaries) > 30
    assert not Offer.objects.filter(summary__contains=f"Montant de {2000 + 10} ").exists()
    assert (
        not Offer.objects.filter(title__contains="2016").exclude(title__contains="20160").exists()
    )


def test_a_second_load_another_day_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shift = DemoShift.objects.get()
    before = (ModelLogEntry.objects.count(), CatalogueChange.objects.count(), Page.objects.count())
    set_today(monkeypatch, 100)
    answer = load()
    after = (ModelLogEntry.objects.count(), CatalogueChange.objects.count(), Page.objects.count())
    assert after == before
    assert DemoShift.objects.get().days == shift.days
    assert "Mot de passe" not in answer
    assert open_calls() != 39


def test_reshift_moves_every_row_that_nobody_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    edited = Offer.objects.filter(open_on(today())).order_by("reference").first()
    assert edited is not None
    edited.title = "Titre de la rédaction"
    services.save_offer(edited)
    was = edited.closes_on
    hidden = Offer.objects.filter(kind=Kind.FUNDING, status=Status.VISIBLE).earliest("reference")
    services.change_status(
        [hidden], Status.HIDDEN, by=UserFactory(moderator=True), motive=HiddenMotive.OTHER.value
    )
    set_today(monkeypatch, 400)
    answer = load("--reshift")
    assert answer.count(" : conflit : ") >= 2
    assert DemoShift.objects.get().since == today()
    edited.refresh_from_db()
    hidden.refresh_from_db()
    assert (edited.title, edited.closes_on) == ("Titre de la rédaction", was)
    assert hidden.status == Status.HIDDEN
    assert open_calls() == 38, "thirty-nine, but for the one a person edited"


def test_every_public_thing_is_searchable() -> None:
    visible = Offer.objects.filter(status=Status.VISIBLE).count()
    assert SearchEntry.objects.filter(kind="offer").count() == visible == 257 + 181
    assert SearchEntry.objects.filter(kind="structure").count() == Structure.objects.count()


def test_each_role_has_its_account_told_once(first_answer: str) -> None:
    told = first_answer.partition("Mot de passe : ")[2].split()[0]
    for role in StaffRole:
        person = User.objects.get(email=f"{role.value}@example.org")
        assert [group.name for group in person.groups.all()] == [role.label]
        assert person.check_password(told)
        assert person.last_name == "démo"
        assert not person.is_superuser
    assert told not in load()


def test_the_password_of_the_settings_is_used(settings: Any) -> None:
    settings.DEMO_PASSWORD = "un mot de passe choisi"
    load()
    person = User.objects.get(email=people.address(StaffRole.EDITOR))
    assert person.check_password("un mot de passe choisi")


def test_a_structure_out_of_the_region_keeps_its_department() -> None:
    scop = Structure.objects.get(department__code="35")
    assert scop.department is not None and not scop.department.in_scope
    old_name = Structure.objects.filter(commune_name="Ancenis")
    assert old_name and all(one.commune is None for one in old_name), (
        "text kept, no such commune now"
    )
    assert Structure.objects.filter(commune__code="44109").count() == 45
