"""The invented checks of the demonstration: written once, and never over what a person did."""

import pytest

from connect.demo.link_checks import CHECKS, load_link_checks
from connect.links.enums import LinkState
from connect.links.models import LinkCheck
from connect.links.services import sync
from connect.offers.duties.dead_links import DEAD_LINKS
from connect.offers.models import Offer
from tests.offers.factories import OfferFactory
from tests.structures.factories import StructureFactory


@pytest.mark.django_db
def test_checks_are_written_once_for_links_nobody_touched() -> None:
    for told in CHECKS:
        url = f"https://{told.reference.lower()}.example.org/page"
        if told.reference.startswith("STR"):
            StructureFactory(
                reference=told.reference, website=url, imported_values={"website": url}
            )
        else:
            OfferFactory(reference=told.reference, link=url, imported_values={"link": url})
    sync()
    load_link_checks()
    # The round that sees what is due leaves them alone, as does the next load.
    sync()
    before = list(LinkCheck.objects.order_by("pk").values())
    load_link_checks()
    assert list(LinkCheck.objects.order_by("pk").values()) == before
    assert DEAD_LINKS.count() == len(CHECKS) == len(DEAD_LINKS.duties(10))
    assert {told.state for told in CHECKS} == {LinkState.DEAD, LinkState.MOVED}

    Offer.objects.filter(reference="FIN-010").update(link="https://corrigee.fr/")
    sync()
    load_link_checks()
    assert DEAD_LINKS.count() == len(CHECKS) - 1
    assert not LinkCheck.objects.filter(url__contains="corrigee", state=LinkState.DEAD).exists()


@pytest.mark.django_db
def test_a_demonstration_without_them_is_left_alone() -> None:
    load_link_checks()
    assert not LinkCheck.objects.exists()
