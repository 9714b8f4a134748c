"""What a message looks like: text, HTML, headers."""

import pytest
from django.core.mail import EmailMultiAlternatives

from connect.notifications.drawing import WIDTH, draw, message_id, wrapped
from connect.notifications.kinds import Mail, kind_of
from connect.notifications.models import Notice
from connect.notifications.unsubscribing import Ticket, read_ticket
from tests.notifications.conftest import CONTEXT, TEMPLATE
from tests.notifications.factories import NoticeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]


def drawn(notice: Notice, **changes: object) -> EmailMultiAlternatives:
    """The message of a row."""
    kind = kind_of(notice.kind)
    assert kind is not None
    subject = str(changes.pop("subject", "Bonjour"))
    mail = Mail(subject=subject, template=TEMPLATE, context={**CONTEXT, **changes})
    return draw(notice, kind, mail, address="personne@example.org")


def html_of(message: EmailMultiAlternatives) -> str:
    """Its HTML part."""
    ((html, _),) = message.alternatives
    return str(html)


def test_what_may_be_refused_says_how_and_what_was_asked_for_does_not() -> None:
    notice = NoticeFactory()
    message = drawn(notice)
    link = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert read_ticket(link.rstrip("/").rpartition("/")[2]) == Ticket(notice.recipient, "test")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for part in (message.body, html_of(message)):
        assert link in part and "/compte/mes-mails/" in part and "Vous suivez les essais." in part
    essential = drawn(NoticeFactory(kind="test-demande", to_address=True))
    assert not {"List-Unsubscribe", "List-Unsubscribe-Post"} & set(essential.extra_headers)
    for part in (essential.body, html_of(essential)):
        assert "ne-plus-recevoir" not in part
        # Whoever has no account has no page of mails.
        assert "mes-mails" not in part and "Vous l’avez demandé." in part


def test_the_identifier_is_the_same_at_each_try_and_differs_between_rows() -> None:
    one, other = NoticeFactory.create_batch(2)
    first = message_id(one)
    one.refresh_from_db()
    assert message_id(one) == first == drawn(one).extra_headers["Message-ID"] != message_id(other)
    assert first.startswith(f"<notice-{one.pk}.") and first.endswith("@example.org>")


def test_what_people_type_stays_text() -> None:
    hostile = "<script>alert('x')</script> & l’autre"
    message = drawn(
        NoticeFactory(), title=hostile, answer=hostile, subject="Un\r\nBcc: b@example.org"
    )
    html = html_of(message)
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert hostile in " ".join(message.body.split())
    assert message.subject == "Un Bcc: b@example.org"
    assert "\nBcc" not in message.message().as_string().partition("\n\n")[0]


def test_nothing_in_the_html_comes_from_elsewhere() -> None:
    html = html_of(drawn(NoticeFactory(), url="https://essor.example.org/offres/FIN-001/"))
    for forbidden in ("<img", "<script", "<link", "url(", "<form", "@import"):
        assert forbidden not in html
    assert html.startswith("<!doctype html>") and '<html lang="fr"' in html
    assert html.count("https://essor.example.org/offres/FIN-001/") == 1
    assert len(html.encode()) < 20_000


def test_text_is_wrapped_and_addresses_are_not() -> None:
    link = "https://essor.example.org/" + "a" * 120
    quoted = "> " + "mot " * 40
    text = wrapped(f"\n\nBonjour,\n\n\n\n{'mot ' * 60}\nVoir : {link}\n{quoted}\n")
    lines = text.splitlines()
    assert lines[0] == "Bonjour," and "" in lines and "\n\n\n" not in text
    assert all(len(line) <= WIDTH or line == link for line in lines) and link in lines
    assert sum(line.startswith("> ") for line in lines) > 1
    assert text.endswith("\n") and not any(line != line.rstrip() for line in lines)
