"""« Mes mails »: what each person was sent and why, what they want; nobody else's."""

import datetime
import html
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from connect.accounts.models import User
from connect.accounts.privacy import holdings
from connect.accounts.sections import sections_for
from connect.notifications import sending
from connect.notifications.enums import State
from connect.notifications.models import Notice, Preference
from connect.notifications.selectors import PER_PAGE, visible_to
from connect.notifications.services import recipient_of
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.notifications.conftest import Kinds
from tests.notifications.factories import NoticeFactory, PreferenceFactory, SuppressionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]
PAGE = "/compte/mes-mails/"
WISHES = "/compte/mes-mails/preferences/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def person(client: Visitor) -> User:
    """Somebody signed in."""
    user = UserFactory()
    client.force_login(user)
    return user


def shown(client: Client, page: str = PAGE) -> str:
    """The words of a page."""
    answer = client.get(page)
    assert answer.status_code == 200
    words = html.unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))
    return re.sub(r"\s+", " ", words)


def test_every_message_says_its_state_and_why(client: Visitor, person: User) -> None:
    now = timezone.now()
    moment = timezone.make_aware(datetime.datetime(2026, 3, 1, 9, 5))
    rows = {
        "Envoyé à 9 h 05": {"sent": True, "sent_at": moment, "due_at": now},
        "En attente : il part dans quelques minutes": {},
        "En attente : il partira à partir du": {"due_at": now + DAY},
        "Non envoyé : ces messages ne sont plus souhaités": {
            "state": State.DROPPED,
            "reason": sending.NOT_WANTED,
        },
        "Non remis : votre messagerie": {
            "state": State.REFUSED,
            "reason": "550 secret du serveur",
        },
        "Envoi interrompu : il est peut-être arrivé": {"claimed": True},
        "En cours d’envoi": {"claimed": True, "claimed_at": now},
        "Message d’une rubrique qui n’existe plus": {"kind": "disparu"},
    }
    for changes in rows.values():
        NoticeFactory(user=person, **changes)
    words = shown(client)
    for expected in rows:
        assert expected in words
    assert "1 mars 2026" in words and "Essais. Vous suivez les essais." in words
    assert "secret" not in words and "thing:" not in words


def test_nobody_sees_the_messages_of_another(client: Visitor, person: User) -> None:
    other = NoticeFactory(sent=True, subject="Message d’une autre personne")
    NoticeFactory(to_address=True, sent=True, subject="Message sans compte")
    old = timezone.now() - 91 * DAY
    NoticeFactory(user=person, sent=True, due_at=old, sent_at=old, subject="Message ancien")
    words = shown(client)
    assert "Message d’une autre" not in words and "sans compte" not in words
    assert "Message ancien" not in words and "Aucun message depuis 90 jours" in words
    assert "autre personne" not in shown(client, f"{PAGE}?avant={other.pk + 1}")
    client.logout()
    for page in (PAGE, WISHES):
        answer = client.get(page)
        assert answer.status_code == 302 and f"next={page}" in answer["Location"]
        assert client.post(page).status_code in {302, 403}
    assert not visible_to(answer.wsgi_request.user).exists()


def test_pages_go_by_key_and_survive_what_makes_no_sense(client: Visitor, person: User) -> None:
    rows = NoticeFactory.create_batch(PER_PAGE + 3, user=person, sent=True)
    first = client.get(PAGE).content.decode()
    assert first.count('class="mail-row"') == PER_PAGE
    (older,) = re.findall(r'\?avant=(\d+)" rel="next"', first)
    # What arrives meanwhile moves nothing.
    NoticeFactory(user=person, sent=True)
    second = client.get(f"{PAGE}?avant={older}").content.decode()
    assert second.count('class="mail-row"') == 3 and 'rel="next"' not in second
    assert "Les plus récents" in second and "Les plus récents" not in first
    for odd in ("", "abc", "-1", "9" * 40, "٣"):
        assert client.get(PAGE, {"avant": odd}).content.decode().count("mail-row") == PER_PAGE
    assert "Plus rien avant cela" in shown(client, f"{PAGE}?avant={rows[0].pk}")
    client.get(WISHES)
    assert client.post(PAGE).status_code == 405


def test_statements_do_not_grow(
    client: Visitor, person: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 3):
        NoticeFactory.create_batch(number, user=person, sent=True)
        PreferenceFactory(user=person, kind=f"sorte-{number}")
        client.get(PAGE)
        # The session, the person; then the page, and what every page has.
        with django_assert_num_queries(MAILS):
            client.get(PAGE)
        with django_assert_num_queries(PREFERENCES):
            client.get(WISHES)


MAILS = 6
PREFERENCES = 7


def test_each_box_is_kept_and_stops_what_was_already_to_be_sent(
    client: Visitor, person: User
) -> None:
    notice = NoticeFactory(user=person)
    words = shown(client, WISHES)
    assert "Essais" in words and "Vous suivez les essais." in words
    # What answers a request is explained, and has no box.
    assert "Essais demandés" in words
    page = client.get(WISHES).content.decode()
    assert re.search(r'<input[^>]*name="test"[^>]*checked', page)
    assert 'name="test-demande"' not in page

    for _ in range(2):
        assert client.post(WISHES, {"test-demande": ""}).status_code == 302
    assert "Vos choix sont enregistrés" in shown(client, WISHES)
    assert sending.send_due() == 0 and not mail.outbox
    notice.refresh_from_db()
    assert notice.reason == sending.NOT_WANTED
    assert not Preference.objects.filter(kind="test-demande").exists()

    assert client.post(WISHES, {"test": "on"}).status_code == 302
    NoticeFactory(user=person)
    assert sending.send_due() == 1


def test_a_refusal_made_with_the_address_shows_as_an_empty_box(
    client: Visitor, person: User
) -> None:
    SuppressionFactory(recipient=recipient_of(person.email))
    page = client.get(WISHES).content.decode()
    assert not re.search(r'<input[^>]*name="test"[^>]*checked', page)


def test_a_forged_form_is_refused(person: User) -> None:
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(person)
    assert forger.post(WISHES, {}).status_code == 403 and not Preference.objects.exists()


def test_the_account_has_its_section(person: User) -> None:
    assert PAGE in [url for _, url in sections_for(person)]


def test_the_copy_tells_and_the_erasure_forgets(person: User, kinds: Kinds) -> None:
    mine = {one.key: one for one in holdings()}
    NoticeFactory(user=person, sent=True, subject="Bonjour", payload={"code": "123456"})
    NoticeFactory(user=person, state=State.DROPPED, reason=sending.NOT_WANTED)
    PreferenceFactory(user=person)
    others = NoticeFactory(), PreferenceFactory()

    mails = list(mine["courriels"].export(person))
    assert [(one["objet"], one["nature"]) for one in mails] == [
        ("Bonjour", "Essais"),
        ("", "Essais"),
    ]
    assert mails[1]["motif"] == sending.NOT_WANTED and "123456" not in str(mails)
    wishes = list(mine["preferences-de-courriels"].export(person))
    assert wishes == [{"nature": "Essais", "souhaite": False}]

    mine["courriels"].erase(person)
    mine["preferences-de-courriels"].erase(person)
    assert list(Notice.objects.all()) == [others[0]]
    assert list(Preference.objects.all()) == [others[1]]


def test_what_went_to_the_bare_address_is_copied_and_forgotten_too(
    person: User, kinds: Kinds
) -> None:
    mine = next(one for one in holdings() if one.key == "courriels")
    sent = NoticeFactory(user=None, address=person.email.upper(), sent=True, subject="Avant")
    waits = NoticeFactory(user=None, address=person.email, payload={"mot": "un"})
    other = NoticeFactory(to_address=True)
    assert [one["objet"] for one in mine.export(person)] == ["Avant", ""]
    mine.erase(person)
    for row, state in ((sent, State.SENT), (waits, State.DROPPED)):
        row.refresh_from_db()
        assert (row.state, row.address, row.payload, row.subject) == (state, "", {}, "")
    before = other.address
    other.refresh_from_db()
    assert (other.state, other.address) == (State.WAITING, before)
