"""Forms of visitors: the trap, the hour at which they were shown, the count of sendings."""

import time

from django.core import signing
from django.http import QueryDict
from django.test import RequestFactory

from connect.common.visitor_forms import VisitorForm, sent_too_often
from tests.common.visitors import shown


def _form(**typed: str) -> VisitorForm:
    data = QueryDict(mutable=True)
    data.update(typed)
    return VisitorForm(data)


def test_a_person_passes() -> None:
    assert _form(affiche=shown()).is_valid()


def test_the_trap_stops_a_robot() -> None:
    form = _form(affiche=shown(), site_web="https://example.org/")
    assert not form.is_valid()
    assert "champ caché" in str(form.non_field_errors())


def test_too_fast_too_late_forged_or_without_stamp_is_asked_again_and_then_passes() -> None:
    stamps = [
        shown(seconds_ago=0),
        shown(seconds_ago=2 * 24 * 3600),
        signing.dumps("never", salt="connect.visitor-form"),
        shown()[:-2] + "xx",
        "",
    ]
    for stamp in stamps:
        form = _form(affiche=stamp)
        assert not form.is_valid(), stamp
        again = signing.loads(form["affiche"].value(), salt="connect.visitor-form")
        assert again == int(time.time()) or again == int(time.time()) - 1


def test_sendings_are_counted_by_visitor_and_by_act() -> None:
    here = RequestFactory().post("/", REMOTE_ADDR="203.0.113.5")
    there = RequestFactory().post("/", REMOTE_ADDR="203.0.113.6")
    asked = [sent_too_often(here, "ask", most=2, seconds=10_000_000) for _ in range(4)]
    assert asked == [False, False, True, True]
    assert not sent_too_often(there, "ask", most=2, seconds=10_000_000)
    assert not sent_too_often(here, "report", most=2, seconds=10_000_000)


def test_the_addresses_of_one_subscriber_count_together() -> None:
    asked = [
        sent_too_often(
            RequestFactory().post("/", REMOTE_ADDR=address), "ask", most=1, seconds=10_000_000
        )
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1", "unix:")
    ]
    assert asked == [False, True, False, False]
