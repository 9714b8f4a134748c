"""The address left with an error reported is in its owner's copy, and goes with them."""

import pytest

from connect.accounts.erasing import erase
from connect.accounts.privacy import holdings
from connect.notifications.models import Notice
from connect.offers.enums import ReportOutcome
from connect.offers.reporting import settle_report
from tests.accounts.factories import UserFactory
from tests.offers.factories import ErrorReportFactory

pytestmark = pytest.mark.django_db


def test_the_address_of_a_report_is_copied_then_goes() -> None:
    me = UserFactory(email="moi@example.org")
    mine = ErrorReportFactory(address="Moi@example.org")
    settled = ErrorReportFactory(address="moi@example.org", of_structure=True)
    other = ErrorReportFactory(address="autre@example.org")
    settle_report(settled, ReportOutcome.CORRECTED)
    holding = next(one for one in holdings() if one.key == "signalements")
    assert [row["phrase"] for row in holding.export(me)] == [mine.sentence, settled.sentence]
    erase(me)
    for report, address in ((mine, ""), (settled, ""), (other, "autre@example.org")):
        report.refresh_from_db()
        assert report.address == address and report.sentence
    assert not Notice.objects.exclude(address="").exists()
