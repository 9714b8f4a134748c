"""Open sessions: seen, ended for good, forgotten."""

import pytest
from django.test import Client
from django.urls import reverse

from connect.accounts.models import OpenSession
from connect.accounts.sessions import device_of
from connect.accounts.tasks import forget_ended_sessions
from tests.accounts.factories import AddressProofFactory, OpenSessionFactory, UserFactory
from tests.accounts.hands import enrol_by_hand, enter_by_code, last_link, signed_in
from tests.harness.visitor import Visitor

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


def two_devices() -> tuple[Visitor, Visitor]:
    """A computer and a telephone of one person."""
    UserFactory(email="personne@example.org")
    computer, telephone = (
        Visitor(headers={"user-agent": FIREFOX}),
        Visitor(headers={"user-agent": SAFARI}),
    )
    for device in (computer, telephone):
        enter_by_code(device, "personne@example.org")
    return computer, telephone


def test_each_device_is_told_in_words_and_no_network_address_is_kept() -> None:
    computer, telephone = two_devices()
    page = computer.get(reverse("account_sessions")).content.decode()
    assert "Firefox sur Windows" in page and "Safari sur iPhone" in page
    assert page.count("cet appareil") == 1
    kept = {field.name for field in OpenSession._meta.get_fields()}
    assert kept == {"id", "user", "session_key", "device", "began_at"}


def test_a_session_that_is_ended_really_ends() -> None:
    computer, telephone = two_devices()
    listed = OpenSession.objects.get(device="Safari sur iPhone")
    computer.get(reverse("account_sessions"))
    computer.post(reverse("account_session_end", args=[listed.pk]))
    assert telephone.get("/compte/").status_code == 302
    assert not signed_in(telephone)
    assert computer.get("/compte/").status_code == 200


def test_every_other_session_ends_at_once() -> None:
    computer, telephone = two_devices()
    telephone.get(reverse("account_sessions"))
    telephone.post(reverse("account_sessions_end"))
    assert computer.get("/compte/").status_code == 302
    assert telephone.get("/compte/").status_code == 200


def test_somebody_elses_session_does_not_exist(client: Client) -> None:
    theirs = OpenSessionFactory()
    client.force_login(UserFactory())
    page = client.get(reverse("account_sessions"))
    assert [session.user_id for session in page.context["sessions"]] != [theirs.user_id]
    assert client.post(reverse("account_session_end", args=[theirs.pk])).status_code == 404
    assert OpenSession.objects.filter(pk=theirs.pk).exists()
    assert client.get(reverse("account_session_end", args=[theirs.pk])).status_code == 405


def test_ended_sessions_and_old_proofs_are_forgotten(client: Client) -> None:
    OpenSessionFactory()
    client.force_login(UserFactory())
    proof = AddressProofFactory()
    forget_ended_sessions()
    assert [session.session_key for session in OpenSession.objects.all()] == [
        client.session.session_key
    ]
    proof.refresh_from_db()


def test_unknown_devices_have_a_name_too() -> None:
    assert device_of("") == "Navigateur"
    assert device_of("curl/8") == "Navigateur"
    assert device_of("x" * 5000 + "Chrome/1 Linux") == "Chrome sur Linux"


def test_a_second_factor_put_in_place_ends_the_others() -> None:
    computer, telephone = two_devices()
    enrol_by_hand(computer)
    assert telephone.get("/compte/").status_code == 302
    assert computer.get("/compte/").status_code == 200


def test_a_new_address_ends_the_others() -> None:
    computer, telephone = two_devices()
    address = reverse("account_address")
    computer.get(address)
    computer.post(address, {"email": "nouvelle@example.org"})
    link = last_link()
    computer.get(link)
    computer.post(link)
    assert telephone.get("/compte/").status_code == 302
    assert computer.get("/compte/").status_code == 200
