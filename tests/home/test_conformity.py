"""The state of accessibility follows from the audit, and cannot be declared."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from connect.common.clock import today
from connect.home.chrome import chrome_of
from connect.home.conformity import Audit, Conformity, conformity
from connect.home.models import SiteIdentity
from tests.home.factories import ContentPageFactory, SiteIdentityFactory

DAY = datetime.date(2024, 2, 29)


def test_the_state_follows_from_the_rate_and_the_age_of_the_audit() -> None:
    last = datetime.date(2027, 2, 28)
    cases = (
        ("0", DAY, Conformity.NONE),
        ("49.99", DAY, Conformity.NONE),
        ("50", DAY, Conformity.PARTIAL),
        ("99.99", last, Conformity.PARTIAL),
        ("100", last, Conformity.TOTAL),
        ("100", datetime.date(2027, 3, 1), Conformity.NONE),
    )
    for rate, day, expected in cases:
        assert conformity(Audit(DAY, Decimal(rate)), day) == expected, (rate, day)


def test_without_an_audit_a_site_does_not_conform() -> None:
    assert SiteIdentity().conformity == Conformity.NONE
    assert SiteIdentity(accessibility_checked_on=DAY).conformity == Conformity.NONE


@pytest.mark.django_db
def test_half_an_audit_and_days_to_come_are_refused() -> None:
    tomorrow = today() + datetime.timedelta(days=1)
    refused = (
        {"accessibility_audited_on": DAY},
        {"accessibility_rate": Decimal(80)},
        {"accessibility_audited_on": tomorrow, "accessibility_rate": Decimal(80)},
        {"accessibility_audited_on": DAY, "accessibility_rate": Decimal(101)},
        {"accessibility_checked_on": tomorrow},
    )
    identity = SiteIdentityFactory()
    for values in refused:
        changed = SiteIdentity.objects.get(pk=identity.pk)
        for name, value in values.items():
            setattr(changed, name, value)
        with pytest.raises(ValidationError):
            changed.full_clean()


@pytest.mark.django_db
def test_the_link_of_every_page_says_the_state() -> None:
    page = ContentPageFactory(title="Déclaration", slug="declaration")
    identity = SiteIdentityFactory()
    identity.accessibility_page = page
    request = RequestFactory().get("/")

    for legal in ([], [("link", {"label": "Autre texte", "page": page, "address": ""})]):
        identity.legal_links = legal
        identity.save()
        assert [(link.label, link.url) for link in chrome_of(request).legal] == [
            ("Accessibilité\u00a0: non conforme", "/declaration/")
        ]
    identity.accessibility_audited_on, identity.accessibility_rate = today(), Decimal(75)
    identity.save()
    assert chrome_of(request).legal[0].label == "Accessibilité\u00a0: partiellement conforme"
    page.unpublish()
    assert chrome_of(request).legal == []
