"""The unsubscribe link: shows, stops, takes back; with and without account."""

import pytest
from django.core import mail
from django.test import Client

from connect.notifications import sending, wishes
from connect.notifications.models import Preference, Suppression
from connect.notifications.services import notify, recipient_of
from connect.notifications.unsubscribing import Ticket, ticket_link
from tests.accounts.factories import UserFactory
from tests.notifications.conftest import Kinds
from tests.notifications.factories import SuppressionFactory

pytestmark = pytest.mark.django_db
ADDRESS = "personne@example.org"


def path_of(recipient: str, kind: str = "test") -> str:
    """The address of the page, without its host."""
    return "/compte/" + ticket_link(Ticket(recipient, kind)).partition("/compte/")[2]


def test_the_page_changes_nothing_until_its_button_is_pressed(kinds: Kinds) -> None:
    client, path = Client(enforce_csrf_checks=True), path_of(recipient_of(ADDRESS))
    for _ in range(2):
        page = client.get(path)
        assert page.status_code == 200 and "Ne plus recevoir" in page.content.decode()
    assert client.head(path).status_code == 200 and not Suppression.objects.exists()
    # Nothing of the reader is kept, and no other site learns the address.
    assert not page.cookies and ADDRESS not in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer" and page["X-Robots-Tag"] == "noindex"
    for method in ("put", "delete", "patch"):
        assert getattr(client, method)(path).status_code == 405


def test_pressed_twice_it_stops_once_and_can_be_taken_back(kinds: Kinds) -> None:
    client, path = Client(enforce_csrf_checks=True), path_of(recipient_of(ADDRESS))
    for _ in range(2):
        answer = client.post(path, {"verbe": "arreter"})
        assert answer.status_code == 302 and answer["Location"] == path
    assert Suppression.objects.count() == 1
    notify("test", key="chose:1", to=ADDRESS)
    notify("test-demande", key="chose:1", to=ADDRESS)
    assert sending.send_due() == 1 and "Ne plus" not in mail.outbox[0].body
    assert "C’est noté" in client.get(path).content.decode()

    assert client.post(path, {"verbe": "reprendre"}).status_code == 302
    assert not Suppression.objects.exists()
    notify("test", key="chose:2", to=ADDRESS)
    assert sending.send_due() == 1


def test_the_button_of_mail_clients_posts_without_cookie_nor_page(kinds: Kinds) -> None:
    user = UserFactory()
    for recipient in (recipient_of(user), recipient_of(ADDRESS)):
        for _ in range(2):
            answer = Client(enforce_csrf_checks=True).post(
                path_of(recipient), {"List-Unsubscribe": "One-Click"}
            )
            # No redirection: mail clients follow none.
            assert answer.status_code == 200 and not answer.cookies
        assert wishes.is_stopped(Ticket(recipient, "test"))
    assert Preference.objects.get().user == user and Suppression.objects.count() == 1


def test_links_that_were_not_made_here_lead_nowhere(kinds: Kinds) -> None:
    good = path_of(recipient_of(ADDRESS))
    forged = [
        good[:-4] + "xxx/",
        "/compte/ne-plus-recevoir/nimporte/",
        "/compte/ne-plus-recevoir/WyJhIl0:abc/",
        path_of(recipient_of(ADDRESS), "inconnue"),
        # What answers a request cannot be refused.
        path_of(recipient_of(ADDRESS), "test-demande"),
    ]
    for path in forged:
        for send in (Client().get, Client(enforce_csrf_checks=True).post):
            assert send(path).status_code == 404, path
    for recipient in ("user:999999", "user:abc"):
        assert Client().post(path_of(recipient)).status_code == 302
    assert not Suppression.objects.exists() and not Preference.objects.exists()


def test_who_refused_with_an_address_may_accept_with_an_account(kinds: Kinds) -> None:
    user = UserFactory(email=ADDRESS)
    SuppressionFactory(recipient=recipient_of(ADDRESS))
    other = SuppressionFactory(recipient=recipient_of(ADDRESS), kind="autre")
    assert wishes.refused_by(user) == {"test", "autre"}
    wishes.want(user, {"test": True, "test-demande": False, "inconnue": False})
    assert wishes.refused_by(user) == {"autre"}
    assert list(Suppression.objects.all()) == [other]
    assert list(Preference.objects.values_list("kind", "is_wanted")) == [("test", True)]
    for kind in ("test-demande", "inconnue"):
        for act in (wishes.stop, wishes.resume):
            with pytest.raises(LookupError):
                act(Ticket(recipient_of(user), kind))
