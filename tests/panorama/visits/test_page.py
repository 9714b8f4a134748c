"""The page of visits in `/gestion/`: who sees it, what it names, its file."""

import datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from connect.accounts.enums import StaffRole
from connect.common.clock import today
from connect.offers.enums import HiddenMotive, Status
from connect.panorama import indicators
from connect.panorama.visits.ranking import rank, span_of
from connect.visits.models import Subject
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.offers.factories import OfferFactory
from tests.visits.factories import VisitCountFactory, VisitMonthFactory

pytestmark = pytest.mark.django_db
PAGE, FILE = "/gestion/visites/", "/gestion/visites/export.csv"


def _staff(role: StaffRole = StaffRole.EDITOR) -> Visitor:
    client = Visitor(enforce_csrf_checks=False)
    client.force_login(UserFactory(role=role, is_staff=True))
    return client


def _text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split()).replace("\xa0", " ")


def test_the_team_sees_it_and_nobody_else(client: Visitor) -> None:
    offer = OfferFactory(status=Status.VISIBLE, title="Fiche très lue")
    VisitCountFactory(object_id=offer.pk, count=4321)
    for role in StaffRole:
        assert "Fiche très lue" in _text(_staff(role), PAGE)
    member = Visitor()
    member.force_login(UserFactory())
    for url in (PAGE, FILE):
        for reader in (client, member):
            answer = reader.get(url)
            assert answer.status_code in {302, 403}
            assert b"4321" not in answer.content
        assert _staff().post(url).status_code == 405


def test_it_names_what_was_read_and_what_was_not_over_a_period() -> None:
    read = OfferFactory(status=Status.VISIBLE, title="Lue hier", imported_visits=77)
    old = OfferFactory(status=Status.VISIBLE, title="Lue autrefois")
    hidden = OfferFactory(
        status=Status.HIDDEN, hidden_motive=HiddenMotive.choices[0][0], title="Cachée mais lue"
    )
    VisitCountFactory(object_id=read.pk, day=today() - datetime.timedelta(days=1), count=5)
    VisitCountFactory(object_id=hidden.pk, count=9)
    VisitCountFactory(subject=Subject.STRUCTURE, object_id=read.structure_id, count=2)
    VisitMonthFactory(object_id=old.pk)
    ranking = rank(span_of("30-jours", today()))
    assert [(one.title, one.visits) for one in ranking.offers] == [
        ("Lue hier", 5),
        ("Lue autrefois", 0),
    ]
    assert [one.title for one in ranking.unread] == ["Lue autrefois"]
    assert (ranking.offer_visits, ranking.structure_visits) == (14, 2)
    first = ranking.structures[0]
    assert (first.own, first.offers, first.total) == (2, 5, 7)
    page = _text(_staff(), f"{PAGE}?periode=30-jours")
    assert "Lue autrefois" in page and "Cachée mais lue" not in page
    assert _text(_staff(), f"{PAGE}?periode=nimporte")
    assert "Aucune visite n’a encore" not in page


def test_before_any_visit_it_says_so() -> None:
    assert "Aucune visite n’a encore été comptée" in _text(_staff(), PAGE)


def test_periods() -> None:
    day = datetime.date(2026, 11, 23)
    spans = {key: span_of(key, day) for key in ("30-jours", "12-mois", "annee", "annee-derniere")}
    assert spans["30-jours"].since == datetime.date(2026, 10, 25)
    assert spans["12-mois"].since == datetime.date(2025, 12, 1)
    assert span_of("12-mois", datetime.date(2026, 12, 31)).since == datetime.date(2026, 1, 1)
    assert spans["annee"].since == datetime.date(2026, 1, 1)
    assert spans["annee-derniere"].until == datetime.date(2025, 12, 31)


def test_as_many_statements_for_three_offers_as_for_one(django_assert_num_queries: Any) -> None:
    for more in (1, 2):
        for _ in range(more):
            VisitCountFactory(object_id=OfferFactory(status=Status.VISIBLE).pk)
        with django_assert_num_queries(6):
            assert rank(span_of("12-mois", today())).offers


def test_the_file_runs_nothing_in_a_spreadsheet() -> None:
    offer = OfferFactory(status=Status.VISIBLE, title="=cmd()")
    VisitCountFactory(object_id=offer.pk, count=6)
    text = _staff().get(FILE).content.decode()
    assert f"{offer.reference};'=cmd();" in text
    assert ";6;" in text
    structures = _staff().get(f"{FILE}?quoi=structures").content.decode()
    assert f"{offer.structure.reference};{offer.structure.name};0;6;6" in structures


def test_the_indicator_knows_nothing_of_days_before_the_counting() -> None:
    found = indicators.get("visites")
    assert found is not None and not found.public
    assert found.measure(today()) is None
    VisitCountFactory(day=today() - datetime.timedelta(days=2), count=3)
    assert found.measure(today() - datetime.timedelta(days=3)) is None
    assert found.measure(today() - datetime.timedelta(days=2)) == 3
    assert found.measure(today() - datetime.timedelta(days=1)) == 0
