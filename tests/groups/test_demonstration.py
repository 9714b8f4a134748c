"""The groups of the demonstration: one of each openness, loaded once."""

import pytest

from connect.demo.groups import GROUPS, load_groups
from connect.demo.people import create_staff
from connect.groups.enums import Openness
from connect.groups.models import Group, GroupMembership
from connect.groups.selectors import leads_of, visible_to

pytestmark = pytest.mark.django_db


def test_the_groups_are_loaded_once_and_each_has_a_lead() -> None:
    create_staff()
    load_groups()
    Group.objects.filter(openness=Openness.OPEN).update(purpose="Changé par quelqu’un.")
    load_groups()
    assert Group.objects.count() == len(GROUPS) == 3
    assert GroupMembership.objects.count() == sum(len(one.people) for one in GROUPS)
    assert set(Group.objects.values_list("openness", flat=True)) == set(Openness.values)
    assert all(leads_of(group).exists() for group in Group.objects.order_by("pk"))
    assert Group.objects.get(openness=Openness.OPEN).purpose == "Changé par quelqu’un."
    assert visible_to(None).count() == 2
