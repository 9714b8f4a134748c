"""What is not public is in no file, no feed, no card, and staff's own notes of public offers are nowhere."""

import pytest
from django.test import Client

from connect.offers.enums import HiddenMotive, Status
from connect.offers.services import refresh_catalogue
from connect.search.services import reindex
from tests.accounts.factories import UserFactory
from tests.offers.factories import OfferFactory
from tests.offers.opendata.reading import body
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db
SECRET = "Zygomorphe"
LISTS = (
    "/offres/export.csv",
    "/offres/export.json",
    "/offres/nouveautes.atom",
    "/appels/clotures.atom",
    "/appels/clotures.ics",
    "/structures/export.csv",
    "/structures/export.json",
)
QUERIES = ("", "?clos=1", "?q=zygomorphe", "?typologie=subvention&clos=1")
TRAITS = ("hidden", "draft", "to_validate", "archived")


def test_no_file_names_what_is_hidden(client: Client) -> None:
    structure = StructureFactory(name="Structure connue")
    OfferFactory(structure=structure, reference="FIN-1")
    OfferFactory(structure=structure, open_call=True, reference="AAP-1")
    private = StructureFactory(name=f"Structure {SECRET}", private=True)
    for number, trait in enumerate(TRAITS, start=2):
        for reference, kind in ((f"FIN-{number}", {}), (f"AAP-{number}", {"open_call": True})):
            OfferFactory(
                structure=structure,
                reference=reference,
                title=f"{SECRET} {number}",
                summary=SECRET,
                **{trait: True},
                **kind,
            )
    OfferFactory(structure=private, reference="FIN-8", title=SECRET)
    OfferFactory(structure=private, reference="AAP-8", title=SECRET, open_call=True)
    reindex()
    for reader in (None, UserFactory(superuser=True)):
        if reader is not None:
            client.force_login(reader)
        for address in LISTS:
            for query in QUERIES:
                text = body(client, address + query)
                assert SECRET not in text, (address, query)
                for number in (2, 3, 4, 5, 8):
                    assert f"FIN-{number}" not in text, (address, query)
                    assert f"AAP-{number}" not in text, (address, query)


def test_nothing_of_the_staff_is_given(client: Client) -> None:
    offer = OfferFactory(
        open_call=True,
        hidden_note=SECRET,
        imported_values={"title": SECRET},
        imported_visits=987654,
    )
    offer.structure.imported_values = {"name": SECRET}
    offer.structure.imported_visits = 876543
    offer.structure.is_fictional = True
    offer.structure.save()
    addresses = (*LISTS, offer.get_absolute_url(), offer.structure.get_absolute_url())
    for address in (*addresses, f"/offres/{offer.reference}/carte/"):
        text = body(client, address)
        for secret in (SECRET, "987654", "876543", "is_fictional", "hidden_", "imported"):
            assert secret not in text, (address, secret)


def test_an_offer_hidden_while_a_list_is_read_is_not_in_it(client: Client) -> None:
    kept, hidden = OfferFactory(), OfferFactory(title=SECRET)
    response = client.get("/offres/export.csv")
    # The list is made; its lines are read only when they are sent.
    hidden.status, hidden.hidden_motive = Status.HIDDEN, HiddenMotive.STOPPED
    hidden.save()
    refresh_catalogue([hidden.pk])
    text = response.getvalue().decode()  # type: ignore[attr-defined]  # of Django's own answers
    assert kept.reference in text
    assert SECRET not in text and hidden.reference not in text
