"""The staff groups and what each may do."""

import pytest
from django.contrib.auth.models import Group

from connect.accounts.enums import StaffRole
from connect.accounts.models import User
from connect.offers.enums import Status
from connect.offers.permissions import may_edit, may_set_status
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db

WRITING = {
    f"{app}.{verb}_{model}"
    for app, model in (("offers", "offer"), ("structures", "structure"), ("structures", "entity"))
    for verb in ("add", "change", "view")
}
VOCABULARIES = (
    "theme",
    "need",
    "fundingtype",
    "accompanimenttype",
    "structuretype",
    "sector",
    "phase",
    "fundedobject",
    "territory",
)


def ours(user: User) -> set[str]:
    return {
        permission
        for permission in user.get_all_permissions()
        if permission.partition(".")[0] in {"offers", "structures", "taxonomy", "accounts"}
    }


def test_only_our_groups_exist() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(StaffRole.labels)


@pytest.mark.parametrize("role", StaffRole)
def test_every_role_may_enter_the_management(role: StaffRole) -> None:
    assert UserFactory(role=role).has_perm("wagtailadmin.access_admin")


def test_an_editor_writes_and_does_not_decide() -> None:
    editor = UserFactory(editor=True)
    assert ours(editor) == WRITING
    assert may_edit(editor)
    assert may_set_status(editor, Status.TO_VALIDATE)
    assert not may_set_status(editor, Status.VISIBLE)
    assert not may_set_status(editor, Status.HIDDEN)


def test_a_moderator_decides_and_deletes_nothing() -> None:
    moderator = UserFactory(moderator=True)
    assert ours(moderator) == WRITING | {"offers.validate_offer"}
    assert may_set_status(moderator, Status.VISIBLE)


def test_the_newsletter_publisher_only_enters() -> None:
    publisher = UserFactory(publisher=True)
    assert publisher.get_all_permissions() == {"wagtailadmin.access_admin"}
    assert not may_edit(publisher)


def test_an_administrator_keeps_words_people_and_catalogue() -> None:
    administrator = UserFactory(administrator=True)
    held = ours(administrator)
    assert WRITING | {"offers.validate_offer", "offers.delete_offer"} <= held
    assert {
        f"taxonomy.{verb}_{name}" for name in VOCABULARIES for verb in ("add", "change")
    } <= held
    assert not [name for name in held if name.startswith("taxonomy.delete_")]
    assert {"accounts.add_user", "accounts.change_user"} <= held
    assert not administrator.is_superuser


def test_rights_on_pages_follow_the_role() -> None:
    publishes = {
        group.name
        for group in Group.objects.filter(page_permissions__permission__codename="publish_page")
    }
    assert publishes == {StaffRole.MODERATOR.label, StaffRole.ADMINISTRATOR.label}


def test_the_case_of_an_address_makes_no_second_account() -> None:
    person = UserFactory(email="Marie@Example.org")
    assert person.email == "marie@example.org"
    assert User.objects.get_by_natural_key(" MARIE@example.org ") == person


def test_a_person_without_role_may_do_nothing() -> None:
    person = UserFactory()
    assert not person.get_all_permissions()
    assert not may_edit(person)
