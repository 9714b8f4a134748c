"""Groups in `/gestion/`: who makes them, archives them, and what the list says."""

from typing import Any

import pytest

from connect.accounts.enums import StaffRole
from connect.groups.models import Group
from connect.search.models import SearchEntry
from tests.accounts.factories import UserFactory
from tests.groups.factories import GroupFactory, GroupMembershipFactory, GroupRequestFactory
from tests.harness.visitor import Visitor
from tests.offers.management import form_of

pytestmark = pytest.mark.django_db
LIST = "/gestion/groupes/"


def _staff(role: StaffRole = StaffRole.MODERATOR) -> Visitor:
    client = Visitor()
    client.force_login(UserFactory(role=role, is_staff=True))
    return client


def test_moderation_and_administration_run_groups_and_nobody_deletes_one(client: Visitor) -> None:
    group = GroupFactory(private=True)
    may = {StaffRole.MODERATOR, StaffRole.ADMINISTRATOR}
    for role in StaffRole:
        staff = _staff(role)
        for path in (LIST, f"{LIST}new/", f"{LIST}edit/{group.pk}/"):
            assert (staff.get(path).status_code == 200) == (role in may), (role, path)
        assert staff.get(f"{LIST}delete/{group.pk}/").status_code != 200
    assert client.get(LIST).status_code == 302


def test_a_group_is_made_with_an_address_then_archived(client: Visitor) -> None:
    staff = _staff()
    data = form_of(staff, f"{LIST}new/")
    answer = staff.post(
        f"{LIST}new/",
        data | {"name": ["  Groupe   Tiers-lieux "], "kind": ["projet"], "purpose": ["Se relier."],
                "openness": ["ouvert"]},
    )  # fmt: skip
    assert answer.status_code == 302
    group = Group.objects.get()
    assert (group.name, group.slug) == ("Groupe Tiers-lieux", "groupe-tiers-lieux")
    assert SearchEntry.objects.filter(kind="group", object_id=group.pk).exists()
    assert client.get("/groupes/groupe-tiers-lieux/").status_code == 200
    edit = f"{LIST}edit/{group.pk}/"
    assert staff.post(edit, form_of(staff, edit) | {"is_over": ["on"]}).status_code == 302
    group.refresh_from_db()
    assert group.is_archived
    assert not SearchEntry.objects.filter(kind="group").exists()
    assert client.get("/groupes/groupe-tiers-lieux/").status_code == 404
    assert staff.get("/groupes/groupe-tiers-lieux/").status_code == 200
    assert form_of(staff, edit)["is_over"] == ["on"]


def test_a_name_that_passes_for_another_is_refused() -> None:
    staff = _staff()
    data = form_of(staff, f"{LIST}new/")
    for name in ("Groupe Раul", "Groupe\u200bcaché", "x" * 121, " "):
        answer = staff.post(
            f"{LIST}new/", data | {"name": [name], "kind": ["projet"], "purpose": ["Se relier."]}
        )
        assert answer.status_code == 200, name
    assert not Group.objects.exists()


def test_the_list_costs_the_same_with_one_and_three(django_assert_num_queries: Any) -> None:
    staff = _staff()
    for more in (1, 2):
        for _ in range(more):
            group = GroupFactory()
            GroupMembershipFactory(group=group, lead=True)
            GroupRequestFactory(group=group)
        staff.get(LIST)
        with django_assert_num_queries(12):
            staff.get(LIST)
