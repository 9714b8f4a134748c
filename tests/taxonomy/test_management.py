"""Management pages of the vocabularies and territories."""

import pytest
from wagtail.models import ModelLogEntry

from connect.accounts.enums import StaffRole
from connect.taxonomy.models import FundingType, Sector
from connect.taxonomy.places import fold
from tests.harness.visitor import Visitor
from tests.offers.factories import OfferFactory
from tests.offers.management import form_of, signed_in
from tests.taxonomy.factories import (
    FundedObjectFactory,
    FundingTypeFactory,
    NeedFactory,
    SectorFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db


def test_renaming_a_sector_keeps_its_code_and_its_history(client: Visitor) -> None:
    sector = SectorFactory(code="culture_locale", label="Culture")
    person = signed_in(StaffRole.ADMINISTRATOR, client)
    address = f"/gestion/secteurs/edit/{sector.pk}/"
    data = form_of(client, address) | {"label": ["Culture et patrimoine"], "code": ["autre_code"]}
    assert "code" not in form_of(client, address)

    assert client.post(address, data).status_code == 302

    sector.refresh_from_db()
    assert (sector.code, sector.label) == ("culture_locale", "Culture et patrimoine")
    entry = ModelLogEntry.objects.get(object_id=str(sector.pk))
    assert entry.user == person
    assert [one["after"] for one in entry.data["changes"]] == ["Culture et patrimoine"]


def test_a_need_is_tied_to_the_catalogue(client: Visitor) -> None:
    need, wanted = NeedFactory(), FundedObjectFactory(label="Local")
    offer = OfferFactory(objects_funded=[wanted])
    signed_in(StaffRole.ADMINISTRATOR, client)
    address = f"/gestion/besoins/edit/{need.pk}/"
    assert offer.title not in client.get(f"/offres/?besoin={need.code}").content.decode()

    client.post(address, form_of(client, address) | {"objects_funded": [str(wanted.pk)]})

    assert list(need.objects_funded.all()) == [wanted]
    assert offer.title in client.get(f"/offres/?besoin={need.code}").content.decode()


def test_a_bad_code_is_refused_in_french(client: Visitor) -> None:
    signed_in(StaffRole.ADMINISTRATOR, client)
    data = form_of(client, "/gestion/secteurs/new/") | {"code": ["Été 2"], "label": ["Été"]}

    answer = client.post("/gestion/secteurs/new/", data)

    assert "Un code s’écrit en minuscules sans accent" in answer.content.decode()
    assert not Sector.objects.filter(label="Été").exists()


def test_the_five_types_of_funding_are_neither_added_nor_deleted(client: Visitor) -> None:
    kept = FundingTypeFactory()
    signed_in(StaffRole.ADMINISTRATOR, client)
    page = client.get("/gestion/types-de-financement/").content.decode()
    assert "/gestion/types-de-financement/new/" not in page
    before = list(FundingType.objects.order_by("pk").values_list("pk", flat=True))

    assert client.get("/gestion/types-de-financement/new/").status_code == 302
    assert client.get(f"/gestion/types-de-financement/delete/{kept.pk}/").status_code == 302
    client.post(f"/gestion/types-de-financement/delete/{kept.pk}/")

    assert list(FundingType.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_a_territory_takes_a_new_name_and_nothing_else(client: Visitor) -> None:
    commune = TerritoryFactory(name="Ancien-Bourg")
    code = commune.code
    signed_in(StaffRole.ADMINISTRATOR, client)
    address = f"/gestion/territoires/edit/{commune.pk}/"

    client.post(
        address, form_of(client, address) | {"name": ["Bourg-Neuf-lès-Étang"], "code": ["X"]}
    )

    commune.refresh_from_db()
    assert (commune.name, commune.code) == ("Bourg-Neuf-lès-Étang", code)
    assert commune.folded_name == fold("Bourg-Neuf-lès-Étang")
