"""Pages of groups: what each reader sees, and in how many statements."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from connect.groups import panels
from connect.groups.enums import Role
from connect.groups.models import Group
from connect.groups.panels import Panel, PanelRefused
from tests.accounts.factories import UserFactory
from tests.groups.factories import (
    GroupFactory,
    GroupInvitationFactory,
    GroupMembershipFactory,
    GroupRequestFactory,
)
from tests.harness.visitor import Visitor
from tests.memberships.factories import MembershipFactory
from tests.taxonomy.factories import ThemeFactory

pytestmark = pytest.mark.django_db


def _text(client: Client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200
    return " ".join(unescape(page.content.decode()).split())


def _signed_in(user: Any) -> Client:
    client = Visitor(enforce_csrf_checks=False)
    client.force_login(user)
    return client


def _peopled(**kwargs: Any) -> Group:
    group: Group = GroupFactory(**kwargs)
    group.themes.add(ThemeFactory())
    GroupMembershipFactory(group=group, lead=True, user__last_name="Référente")
    member = GroupMembershipFactory(group=group, user__last_name="Discrète")
    MembershipFactory(user=member.user, structure__name="Structure visible")
    MembershipFactory(
        user=member.user, structure__name="Structure cachée", structure__is_public=False
    )
    return group


def test_a_visitor_reads_what_for_and_who_leads_and_gets_no_cookie(client: Client) -> None:
    group = _peopled(open=True)
    page = _text(client, group.get_absolute_url())
    assert "Préparer ensemble une rencontre" in page
    assert "Référente" in page
    assert "Discrète" not in page
    assert "Se connecter pour rejoindre" in page
    assert "Structure visible" not in page
    _text(client, "/groupes/")
    assert not client.cookies


def test_a_member_reads_the_members_and_never_an_address() -> None:
    group = _peopled()
    nameless = GroupMembershipFactory(group=group, user__first_name="", user__last_name="").user
    page = _text(_signed_in(nameless), group.get_absolute_url())
    assert "Discrète" in page
    assert "Structure visible" in page
    assert "Structure cachée" not in page
    assert "Personne sans nom affiché" in page
    assert nameless.email not in page.replace("csrf", "")
    outsider = _text(_signed_in(UserFactory()), group.get_absolute_url())
    assert "Discrète" not in outsider
    assert "Envoyer ma demande" in outsider


def test_an_archived_group_is_read_by_its_members_only(client: Client) -> None:
    group = GroupFactory(archived=True)
    member = GroupMembershipFactory(group=group).user
    assert client.get(group.get_absolute_url()).status_code == 404
    page = _text(_signed_in(member), group.get_absolute_url())
    assert "Groupe archivé" in page
    assert group.name not in _text(_signed_in(member), "/groupes/")
    assert group.name in _text(_signed_in(member), "/compte/groupes/")


def test_the_list_takes_as_many_statements_for_three_as_for_one(
    django_assert_num_queries: Any,
) -> None:
    client = Visitor(enforce_csrf_checks=False)
    for count, added in ((1, 1), (3, 2)):
        for _ in range(added):
            _peopled()
        client.get("/groupes/")
        with django_assert_num_queries(6):
            page = _text(client, "/groupes/")
        assert f"{count} groupe" in page


def test_a_page_takes_as_many_statements_for_any_number_of_people(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    group = _peopled()
    person = GroupMembershipFactory(group=group, lead=True).user
    lead = _signed_in(person)
    mine, manage = "/compte/groupes/", f"/groupes/{group.slug}/gerer/"
    counts = {group.get_absolute_url(): 15, manage: 13}
    taken = set()
    for more in (0, 2):
        for _ in range(more):
            MembershipFactory(user=GroupMembershipFactory(group=group).user)
            GroupRequestFactory(group=group)
            GroupInvitationFactory(group=group)
            GroupMembershipFactory(user=person, lead=True)
        for url, count in counts.items():
            lead.get(url)
            with django_assert_num_queries(count):
                _text(lead, url)
        # The menu of the account asks what its sections ask, which other applications decide.
        with django_assert_max_num_queries(12) as asked:
            _text(lead, mine)
        taken.add(len(asked))
    assert len(taken) == 1


def test_the_list_is_filtered_and_says_what_it_did_not_understand(client: Client) -> None:
    theme = ThemeFactory(label="Mobilité")
    moving = GroupFactory(kind="thematique", name="Se déplacer")
    moving.themes.add(theme)
    GroupFactory(name="Autre chose")
    assert "Autre chose" not in _text(client, "/groupes/?nature=thematique")
    assert "Autre chose" not in _text(client, f"/groupes/?theme={theme.code}")
    assert "Aucun groupe ne réunit" in _text(client, f"/groupes/?nature=projet&theme={theme.code}")
    for wrong in ("?nature=secret", "?theme=absent"):
        page = _text(client, f"/groupes/{wrong}")
        assert "voici tous les groupes" in page
        assert "Autre chose" in page


def test_panels_of_features_are_drawn_in_order_for_who_may(client: Client) -> None:
    group = GroupFactory()

    def panel(key: str, order: int, **kwargs: Any) -> Panel:
        return Panel(
            key=key,
            label=f"Titre {key}",
            order=order,
            selector=kwargs.pop("selector", lambda user, group: {"kind": "empty"}),
            template="components/state_drawing.html",
            **kwargs,
        )

    added = (
        panel("second", 20),
        panel("premier", 10),
        panel("reserve", 5, may=lambda user, group: user.is_authenticated),
        panel("vide", 1, selector=lambda user, group: None),
    )
    try:
        for one in added:
            panels.register(one)
        with pytest.raises(PanelRefused):
            panels.register(added[0])
        shown = [one.key for one, _ in panels.panels_for(UserFactory(), group)]
        assert shown == ["reserve", "premier", "second"]
        page = client.get(group.get_absolute_url())
        assert [one.key for one, _ in page.context["panels"]] == ["premier", "second"]
    finally:
        for one in added:
            panels.unregister(one.key)


def test_unsafe_and_safe_methods_are_kept_apart() -> None:
    membership = GroupMembershipFactory(role=Role.STAFF_LEAD)
    client = _signed_in(membership.user)
    base = membership.group.get_absolute_url()
    for path in ("", "gerer/"):
        assert client.post(base + path).status_code == 405
    assert client.post("/groupes/").status_code == 405
    for path in ("rejoindre/", "quitter/", "retirer-ma-demande/", "inviter/", "membres/1/"):
        assert client.get(base + path).status_code == 405


def test_who_is_not_signed_in_is_led_to_sign_in_and_back_to_the_group(client: Client) -> None:
    group = GroupFactory(open=True)
    raw = Visitor(enforce_csrf_checks=False)
    for path in ("rejoindre/", "quitter/"):
        answer = raw.post(f"{group.get_absolute_url()}{path}")
        assert answer.status_code == 302
        assert f"next={group.get_absolute_url()}" in answer["Location"]
    assert raw.get(f"{group.get_absolute_url()}gerer/").status_code == 302
    assert raw.get("/compte/groupes/").status_code == 302
    assert not group.memberships.exists()
