"""An imported address that is erased leaves the ledger of messages too."""

import pytest

from connect.notifications.enums import State
from connect.outreach.ledger import LETTER
from connect.outreach.letters import prospects
from tests.accounts.factories import UserFactory
from tests.notifications.factories import NoticeFactory
from tests.outreach.factories import ProspectFactory

pytestmark = pytest.mark.django_db


def test_what_was_written_to_an_erased_address_is_forgotten() -> None:
    prospect, other = ProspectFactory(), ProspectFactory()
    waits, invited = (
        NoticeFactory(user=None, address=prospect.address, kind=kind)
        for kind in (LETTER, "invitation")
    )
    sent, kept = (
        NoticeFactory(user=None, address=address, kind=LETTER, key="campagne:2", sent=True)
        for address in (prospect.address, other.address)
    )
    prospects.erase([prospect.pk], by=UserFactory(editor=True))
    for notice in (waits, invited, sent, kept):
        notice.refresh_from_db()
    assert (waits.state, waits.address) == (State.DROPPED, "")
    assert (sent.state, sent.address, sent.subject) == (State.SENT, "", "")
    # Other letters, and other messages to the same person, are left alone.
    assert invited.address == prospect.address and invited.state == State.WAITING
    assert kept.address == other.address
