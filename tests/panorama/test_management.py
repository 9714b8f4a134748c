"""The indicators in `/gestion/`: who sees them, who names dates, what the page says."""

import datetime
from html import unescape

import pytest

from connect.accounts.enums import StaffRole
from connect.common.clock import today
from connect.panorama.models import Milestone
from tests.harness.visitor import Visitor
from tests.offers.management import form_of, signed_in
from tests.panorama.factories import MeasureFactory, MilestoneFactory

pytestmark = pytest.mark.django_db
PAGE, FILE, DATES = (
    "/gestion/indicateurs/",
    "/gestion/indicateurs/export.csv",
    "/gestion/dates-reperes/",
)


def days_ago(days: int) -> datetime.date:
    return today() - datetime.timedelta(days=days)


def text_of(client: Visitor, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return " ".join(unescape(page.content.decode()).split())


def test_a_visitor_is_sent_to_the_sign_in_page(client: Visitor) -> None:
    MeasureFactory(key="offres_enregistrees", value=98765)
    for address in (PAGE, FILE, DATES, f"{DATES}new/"):
        answer = client.get(address)
        assert answer.status_code == 302 and answer["Location"].startswith("/gestion/login/")
        assert b"98765" not in answer.content


def test_every_role_sees_the_indicators_and_two_name_dates(client: Visitor) -> None:
    MeasureFactory(key="offres_enregistrees", value=98765)
    may_name = {StaffRole.MODERATOR, StaffRole.ADMINISTRATOR}
    for role in StaffRole:
        visitor = Visitor()
        signed_in(role, visitor)
        text = text_of(visitor, PAGE)
        assert "98 765" in text
        assert ("dates-reperes" in text) == (role in may_name)
        exported = b"".join(visitor.get(FILE).streaming_content).decode()  # type: ignore[arg-type]  # synchronous
        assert ";98765;" in exported
        assert (visitor.get(DATES).status_code == 200) == (role in may_name)
        assert (visitor.get(f"{DATES}new/").status_code == 200) == (role in may_name)
    assert not Milestone.objects.exists()


def test_a_date_is_named_then_compared_with(client: Visitor) -> None:
    MeasureFactory(day=days_ago(200), value=100, taken_on=days_ago(199))
    MeasureFactory(value=140)
    signed_in(StaffRole.MODERATOR, client)
    data = form_of(client, f"{DATES}new/")
    saved = client.post(
        f"{DATES}new/", {**data, "name": "Version 2", "day": days_ago(195).isoformat()}
    )
    assert saved.status_code == 302
    milestone = Milestone.objects.get()
    text = text_of(client, f"{PAGE}?repere={milestone.pk}")
    assert 'scope="col" class="indicators-number">Version 2' in text
    assert "+40 · en progrès" in text
    assert "Un tiret veut dire que rien n’a été relevé" in text  # fmt: skip


def test_a_date_that_is_no_more_is_said(client: Visitor) -> None:
    signed_in(StaffRole.EDITOR, client)
    MeasureFactory()
    for asked in ("99", "x", "1 OR 1=1"):
        assert "Cette date repère n’existe pas" in text_of(client, f"{PAGE}?repere={asked}")


def test_before_the_first_night_the_page_says_so(client: Visitor) -> None:
    signed_in(StaffRole.PUBLISHER, client)
    assert "le premier aura lieu cette nuit" in text_of(client, PAGE)


def test_statements_do_not_grow_with_the_history(
    client: Visitor, django_assert_num_queries: object
) -> None:
    signed_in(StaffRole.MODERATOR, client)

    def seen(expected: int) -> None:
        client.get(PAGE)
        with django_assert_num_queries(expected):  # type: ignore[operator]  # the fixture of pytest-django
            client.get(PAGE)

    MeasureFactory()
    MilestoneFactory()
    seen(13)
    for days in (1, 2, 3):
        MeasureFactory(day=days_ago(days))
        MilestoneFactory()
    seen(13)  # fmt: skip
