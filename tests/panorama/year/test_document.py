"""The document and its file: what they say, who reads them."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client

from connect.common.clock import today
from connect.offers.enums import Status
from connect.offers.models import Offer
from connect.orientation.enums import Criterion
from connect.orientation.models import NearMiss
from connect.panorama.year import fonts
from connect.panorama.year.document import MOST_LINES, draw
from connect.panorama.year.figures import read_year
from connect.panorama.year.paper import Paper
from connect.panorama.year.period import Period
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.memberships.factories import MembershipFactory, NetworkAnimatorFactory
from tests.offers.factories import OfferFactory
from tests.orientation.factories import OrientationFactory
from tests.structures.factories import LocalNetworkFactory, StructureFactory
from tests.visits.factories import VisitCountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer() -> Offer:
    """An offer of a private structure, whose title a spreadsheet would run."""
    structure = StructureFactory(is_public=False, local_network=LocalNetworkFactory())
    return OfferFactory(status=Status.VISIBLE, structure=structure, title="=1+1 à l'étude")


def _signed_in(user: Any) -> Client:
    client = Visitor()
    client.force_login(user)
    return client


def _plain(paper: Paper) -> str:
    """Text written with the core fonts, as it stands in the file."""
    content = paper.finish(compressed=False).decode("latin-1")
    return " ".join(
        re.sub(r"\\(.)", r"\1", text) for text in re.findall(r"\((.*?)(?<!\\)\) Tj", content)
    )


def test_members_animators_and_staff_read_it_and_nobody_else(offer: Offer) -> None:
    base = f"/mes-fiches/{offer.structure.reference}/annee/{today().year}"
    member = MembershipFactory(structure=offer.structure).user
    animator = NetworkAnimatorFactory(network=offer.structure.local_network).user
    for user in (member, animator, UserFactory(editor=True)):
        for ending, start in (("pdf", b"%PDF-"), ("csv", b"\xef\xbb\xbf")):
            answer = _signed_in(user).get(f"{base}.{ending}")
            assert answer.status_code == 200
            assert answer.content.startswith(start)
            assert "no-store" in answer["Cache-Control"]
            assert f"annee-{today().year}" in answer["Content-Disposition"]
    gone = MembershipFactory(structure=offer.structure, ended_at=offer.created_at).user
    for user in (UserFactory(), gone, MembershipFactory().user, UserFactory(publisher=True)):
        for ending in ("pdf", "csv"):
            answer = _signed_in(user).get(f"{base}.{ending}")
            assert answer.status_code == 404
            assert offer.title.encode() not in answer.content
    visitor = Client().get(f"{base}.pdf")
    assert visitor.status_code == 302


def test_addresses_that_mean_nothing_are_404_and_writing_is_405(offer: Offer) -> None:
    client = _signed_in(MembershipFactory(structure=offer.structure).user)
    reference = offer.structure.reference
    for path in (
        f"{reference}/annee/{today().year + 1}.pdf",
        f"{reference}/annee/1999.csv",
        f"STR-999999/annee/{today().year}.pdf",
        f"{reference}/annee/26.pdf",
    ):
        assert client.get(f"/mes-fiches/{path}").status_code == 404, path
    raw = Visitor(enforce_csrf_checks=False)
    raw.force_login(MembershipFactory(structure=offer.structure).user)
    assert raw.post(f"/mes-fiches/{reference}/annee/{today().year}.pdf").status_code == 405


def test_the_file_runs_nothing_in_a_spreadsheet(offer: Offer) -> None:
    client = _signed_in(MembershipFactory(structure=offer.structure).user)
    url = f"/mes-fiches/{offer.structure.reference}/annee/{today().year}.csv"
    text = client.get(url).content.decode()
    assert ";'=1+1" in text
    assert ";=1+1" not in text


def test_the_document_says_its_figures_and_what_is_not_known(
    offer: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connect.panorama.year.paper.font_files", dict)
    year = today().year - 1
    period = Period(year, datetime.date(year, 12, 31))
    unknown = _plain(draw(read_year(offer.structure, period)))
    assert "non connu" in unknown
    assert "Aucune visite n'a encore" in unknown
    VisitCountFactory(object_id=offer.pk, day=datetime.date(year, 3, 3), count=1234)
    moment = datetime.datetime(year, 2, 2, 12, tzinfo=datetime.UTC)
    OrientationFactory(answered_at=moment)
    NearMiss.objects.create(
        offer=offer, criterion=Criterion.TERRITORY, month=datetime.date(year, 2, 1), count=17
    )
    told = _plain(draw(read_year(offer.structure, period))).replace("\xa0", " ")
    for words in (
        "1 234",
        "=1+1 à l'étude",
        offer.reference,
        "L'offre ne couvre pas ce territoire",
        "17",
        "Les visites sont comptées depuis le 3 mars",
        "Comment lire ces chiffres",
    ):
        assert words in told, words


def test_the_document_is_in_french_in_the_typeface_of_the_site_and_short(offer: Offer) -> None:
    VisitCountFactory(object_id=offer.pk)
    for number in range(MOST_LINES + 3):
        OfferFactory(
            status=Status.VISIBLE,
            structure=offer.structure,
            title=f"Ğăłā \U0001f600 titre très long qui ne tient pas sur sa ligne {number}",
        )
    period = Period(today().year, today())
    paper = draw(read_year(offer.structure, period))
    content = paper.finish()
    assert b"/Lang (fr)" in content
    assert b"/Title" in content
    assert paper.pages_count <= 3
    if fonts.font_files():
        assert b"Atkinson" in content
        again = fonts.font_files()
        assert {path.exists() for path in again.values()} == {True}
