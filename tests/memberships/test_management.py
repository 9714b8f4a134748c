"""Management pages of memberships: who manages what, in how many statements, and the merge."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from connect.accounts.enums import StaffRole
from connect.memberships.enums import Answer, Deed, Origin, Role
from connect.memberships.models import (
    Membership,
    MembershipDeed,
    NetworkAnimator,
    StructureDomain,
)
from connect.structures.models import Structure
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.memberships.factories import (
    ClaimFactory,
    MembershipFactory,
    NetworkAnimatorFactory,
    StructureDomainFactory,
)
from tests.offers.factories import OfferFactory
from tests.offers.management import form_of, signed_in
from tests.structures.factories import LocalNetworkFactory, StructureFactory

pytestmark = pytest.mark.django_db

LISTS = {
    "/gestion/rattachements/": MembershipFactory,
    "/gestion/animateurs/": NetworkAnimatorFactory,
    "/gestion/domaines/": StructureDomainFactory,
    "/gestion/referencements/": ClaimFactory,
}


def test_each_list_costs_the_same_with_one_and_three(
    client: Visitor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    signed_in(StaffRole.ADMINISTRATOR, client)
    for url, factory in LISTS.items():
        factory()
        client.get(url)
        with django_assert_num_queries(STATEMENTS[url]):
            assert client.get(url).status_code == 200
        factory.create_batch(2)
        with django_assert_num_queries(STATEMENTS[url]):
            client.get(url)


def test_those_who_do_not_validate_open_none_of_them(client: Visitor) -> None:
    structure = StructureFactory()
    merge = reverse("structure-merge", args=[structure.pk])
    for role in (StaffRole.EDITOR, StaffRole.PUBLISHER):
        signed_in(role, client)
        for url in (*LISTS, merge):
            assert client.get(url).status_code in {302, 403}, (role, url)
            assert "Rattachements" not in client.get("/gestion/").content.decode()
    client.logout()
    for url in (*LISTS, merge):
        assert client.get(url).status_code == 302
    client.force_login(MembershipFactory(administrator=True).user)
    for url in (*LISTS, merge):
        assert client.get(url).status_code in {302, 403}


def test_a_member_is_added_by_the_address_of_the_account(client: Visitor) -> None:
    staff = signed_in(StaffRole.MODERATOR, client)
    person, structure = UserFactory(email="p@xn--cole-9oa.example.org"), StructureFactory()
    url = "/gestion/rattachements/new/"
    data = form_of(client, url) | {"structure": [str(structure.pk)], "role": [Role.ADMINISTRATOR]}
    refused = client.post(url, data | {"address": ["inconnue@example.org"]})
    assert "Aucun compte ouvert" in refused.content.decode()

    client.post(url, data | {"address": ["P@École.example.org"]})

    made = Membership.objects.get()
    assert (made.user, made.role, made.origin) == (person, Role.ADMINISTRATOR, Origin.STAFF)
    assert MembershipDeed.objects.get().by == staff
    assert ModelLogEntry.objects.filter(
        object_id=str(made.pk), user=staff, content_type__model="membership"
    ).exists()


def test_a_member_changes_role_and_ends(client: Visitor) -> None:
    signed_in(StaffRole.MODERATOR, client)
    one = MembershipFactory(administrator=True)
    url = f"/gestion/rattachements/edit/{one.pk}/"
    client.post(url, form_of(client, url) | {"role": [Role.CONTRIBUTOR]})
    one.refresh_from_db()
    assert one.role == Role.CONTRIBUTOR
    client.post(url, form_of(client, url) | {"finished": ["on"]})
    one.refresh_from_db()
    assert one.ended_at is not None
    again = client.post(url, form_of(client, url) | {"role": [Role.ADMINISTRATOR]})
    assert "déjà terminé" in again.content.decode()
    assert client.get(f"/gestion/rattachements/delete/{one.pk}/").status_code in {302, 403, 404}
    deeds = MembershipDeed.objects.order_by("pk").values_list("deed", flat=True)
    assert list(deeds) == [Deed.ROLE_CHANGED, Deed.REMOVED]


def test_animators_are_the_administration_s(client: Visitor) -> None:
    network, person = LocalNetworkFactory(), UserFactory()
    url = "/gestion/animateurs/new/"
    signed_in(StaffRole.MODERATOR, client)
    assert client.get(url).status_code in {302, 403}
    signed_in(StaffRole.ADMINISTRATOR, client)
    data = form_of(client, url) | {"address": [person.email], "network": [str(network.pk)]}
    client.post(url, data)
    made = NetworkAnimator.objects.get()
    assert (made.user, made.network) == (person, network)
    assert "anime déjà" in client.post(url, data).content.decode()
    edit = f"/gestion/animateurs/edit/{made.pk}/"
    client.post(edit, form_of(client, edit) | {"finished": ["on"]})
    made.refresh_from_db()
    assert made.ended_at is not None


def test_a_domain_is_used_no_more(client: Visitor) -> None:
    signed_in(StaffRole.MODERATOR, client)
    domain = StructureDomainFactory()
    url = f"/gestion/domaines/edit/{domain.pk}/"
    client.post(url, form_of(client, url) | {"finished": ["on"]})
    assert StructureDomain.objects.get().state == Answer.WITHDRAWN


def test_claims_are_read_here_and_decided_elsewhere(client: Visitor) -> None:
    signed_in(StaffRole.MODERATOR, client)
    claim = ClaimFactory()
    page = client.get(f"/gestion/referencements/inspect/{claim.pk}/").content.decode()
    assert claim.name in page and claim.position in page
    for url in ("new/", f"edit/{claim.pk}/", f"delete/{claim.pk}/"):
        assert client.get(f"/gestion/referencements/{url}").status_code in {302, 403, 404}


def test_the_merge_says_what_moves_then_does_it(client: Visitor) -> None:
    source, target = StructureFactory(name="Ancienne"), StructureFactory(name="Gardée")
    OfferFactory(structure=source)
    MembershipFactory(structure=source)
    signed_in(StaffRole.MODERATOR, client)
    url = reverse("structure-merge", args=[source.pk])
    assert url in client.get("/gestion/structures/").content.decode()
    assert "sera fermée" in client.get(url).content.decode()
    assert "Choisissez une autre" in client.get(url, {"into": source.pk}).content.decode()

    page = client.get(url, {"into": target.pk}).content.decode()

    assert "1\u00a0offre" in page and "1\u00a0membre" in page
    assert Structure.objects.filter(merged_into__isnull=False).count() == 0
    assert client.post(url, {"into": "x"}).status_code == 422
    answer = client.post(url, {"into": target.pk})
    assert answer.headers["Location"] == reverse("structures:edit", args=[target.pk])
    source.refresh_from_db()
    assert source.merged_into == target
    assert client.get(url).status_code == 404
    assert "Ancienne" not in client.get("/gestion/structures/").content.decode().split("<tbody>")[1]


STATEMENTS = {
    "/gestion/rattachements/": 11,
    "/gestion/animateurs/": 12,
    "/gestion/domaines/": 11,
    "/gestion/referencements/": 11,
}
