"""The address left with a question is in its owner's copy, and goes with them."""

import pytest

from connect.accounts.erasing import erase
from connect.accounts.privacy import holdings
from connect.orientation.inquiries import waiting
from connect.orientation.models import Inquiry
from tests.accounts.factories import UserFactory
from tests.orientation.factories import InquiryFactory

pytestmark = pytest.mark.django_db


def test_the_address_of_a_question_is_copied_then_goes() -> None:
    me = UserFactory(email="moi@example.org")
    waits = InquiryFactory(email="Moi@example.org")
    answered = InquiryFactory(email="moi@example.org", answered=True)
    other = InquiryFactory(email="autre@example.org")
    holding = next(one for one in holdings() if one.key == "questions")
    assert [row["question"] for row in holding.export(me)] == [waits.text, answered.text]
    erase(me)
    for inquiry, address in ((waits, ""), (answered, ""), (other, "autre@example.org")):
        inquiry.refresh_from_db()
        assert inquiry.email == address and inquiry.text
    # Nobody would read the answer.
    assert list(Inquiry.objects.filter(waiting())) == [other]
