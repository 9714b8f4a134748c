"""How data are answered: conditionally, streamed, to safe methods only, by the host asked."""

import gzip
import io

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient, Client

from connect.offers.enums import HiddenMotive, Status
from connect.offers.services import change_status, save_offer
from connect.structures.services import save_structure
from tests.accounts.factories import UserFactory
from tests.offers.factories import OfferFactory
from tests.offers.opendata.reading import body, document

pytestmark = pytest.mark.django_db

CONDITIONAL = (
    "/offres/export.csv",
    "/offres/export.json",
    "/offres/nouveautes.atom",
    "/appels/clotures.atom",
    "/appels/clotures.ics",
    "/structures/export.csv",
    "/structures/export.json",
)
ADDRESSES = (*CONDITIONAL, "/opensearch.xml", "/oembed?url=http://testserver/offres/AAP-1/")


def test_every_answer_is_data_and_nothing_else(client: Client) -> None:
    OfferFactory(open_call=True, reference="AAP-1")
    for address in ADDRESSES:
        # What a browser says it prefers changes nothing: the address says the format.
        response = client.get(address, headers={"Accept": "text/html;q=1, */*;q=0"})
        assert response.status_code == 200, address
        assert "html" not in response["Content-Type"], address
        assert response["X-Content-Type-Options"] == "nosniff", address
        assert not response.cookies and "Cookie" not in response.get("Vary", ""), address
        # A machine without a token: the method itself is what is refused.
        machine = Client()
        for method in ("post", "put", "delete", "patch", "options"):
            assert getattr(machine, method)(address).status_code == 405, (method, address)
    for address in CONDITIONAL:
        assert client.get(address)["X-Robots-Tag"] == "noindex", address
    assert client.get("/offres/export.csv")["Content-Disposition"].startswith(
        'attachment; filename="essor-offres-20'
    )


def test_head_says_the_same_without_a_body(client: Client) -> None:
    OfferFactory(open_call=True)
    for address in CONDITIONAL:
        asked, headed = client.get(address), client.head(address)
        assert headed.status_code == 200, address
        assert headed.getvalue() == b"", address  # type: ignore[attr-defined]  # of Django's own answers
        for name in ("Content-Type", "ETag"):
            assert headed[name] == asked[name], (address, name)


def test_what_one_has_already_is_not_sent_again_until_it_changes(client: Client) -> None:
    kept = OfferFactory(open_call=True)
    hidden = OfferFactory(open_call=True, title="Zygomorphe")
    editor = UserFactory(superuser=True)
    for address in CONDITIONAL:
        etag = client.get(address)["ETag"]
        again = client.get(address, headers={"If-None-Match": etag})
        assert (again.status_code, again.getvalue()) == (304, b""), address  # type: ignore[attr-defined]  # of Django's own answers
        assert again["ETag"] == etag, address
        assert client.get(f"{address}?q=zzz")["ETag"] != etag, address

    known = {address: client.get(address)["ETag"] for address in CONDITIONAL[:5]}
    change_status([hidden], Status.HIDDEN, by=editor, motive=HiddenMotive.STOPPED)
    for address, etag in known.items():
        answer = client.get(address, headers={"If-None-Match": etag})
        text = answer.getvalue().decode()  # type: ignore[attr-defined]  # of Django's own answers
        assert answer.status_code == 200 and "Zygomorphe" not in text, address
        assert answer["ETag"] != etag, address

    known = {address: client.get(address)["ETag"] for address in CONDITIONAL}
    kept.structure.name = "Autre nom"
    save_structure(kept.structure)
    kept.title = "Autre titre"
    save_offer(kept)
    for address, etag in known.items():
        answer = client.get(address, headers={"If-None-Match": etag})
        assert answer.status_code == 200, address
        assert "Autre " in answer.getvalue().decode(), address  # type: ignore[attr-defined]  # of Django's own answers


def test_a_structure_made_private_leaves_its_file(client: Client) -> None:
    offer = OfferFactory()
    etag = client.get("/structures/export.csv")["ETag"]
    offer.structure.is_public = False
    save_structure(offer.structure)
    answer = client.get("/structures/export.csv", headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert offer.structure.reference not in answer.getvalue().decode()  # type: ignore[attr-defined]  # of Django's own answers


def test_addresses_are_of_the_host_asked_and_no_other(client: Client) -> None:
    OfferFactory(open_call=True)
    for address in (*CONDITIONAL[:4], "/opensearch.xml"):
        text = client.get(address, headers={"Host": "localhost"}).getvalue().decode()  # type: ignore[attr-defined]  # of Django's own answers
        assert "http://localhost/" in text and "testserver" not in text, address
        assert client.get(address, headers={"Host": "mechant.example"}).status_code == 400, address
    first = client.get("/offres/export.csv", headers={"Host": "localhost"})["ETag"]
    assert first != client.get("/offres/export.csv")["ETag"]


def test_a_file_is_compressed_in_one_piece(client: Client) -> None:
    for _ in range(3):
        OfferFactory()
    plain = body(client, "/offres/export.csv")
    packed = client.get("/offres/export.csv", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip" and packed["ETag"].startswith('W/"')
    assert "Accept-Encoding" in packed["Vary"]
    raw = packed.getvalue()  # type: ignore[attr-defined]  # of Django's own answers
    with gzip.GzipFile(fileobj=io.BytesIO(raw)) as file:
        assert file.read().decode() == plain
    again = client.get("/offres/export.csv", headers={"If-None-Match": packed["ETag"]})
    assert again.status_code == 304


def test_the_server_of_the_site_streams_too(client: Client) -> None:
    for _ in range(3):
        OfferFactory()
    expected = body(client, "/offres/export.csv")

    async def fetched() -> tuple[bool, str]:
        response = await AsyncClient().get("/offres/export.csv")
        parts = [part async for part in response.streaming_content]  # type: ignore[attr-defined]  # of Django's own answers
        return response.is_async, b"".join(parts).decode()  # type: ignore[attr-defined]  # of Django's own answers

    asynchronous, text = async_to_sync(fetched)()
    assert asynchronous
    assert text == expected


def test_nonsense_is_answered_with_what_was_understood(client: Client) -> None:
    OfferFactory(open_call=True)
    nonsense = (
        "phase=%00&phase=%F0%9F%98%80&ouverts=x&page=-1&lieu=%22%27%3B--",
        "q=%22OR+NEAR(&lieu=%0D%0ASet-Cookie%3A+a%3Db",
        f"q={'a' * 3000}&typologie={'b' * 3000}",
        "q=%FF%FE&lieu=%ED%A0%80",
    )
    for address in CONDITIONAL:
        for query in nonsense:
            response = client.get(f"{address}?{query}")
            assert response.status_code == 200, (address, query)
            assert not response.cookies
            response.getvalue()  # type: ignore[attr-defined]  # of Django's own answers
    assert document(client, f"/offres/export.json?{nonsense[0]}")["notices"]
