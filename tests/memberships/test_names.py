"""Who has no name is not called by their address: members read each other's names only."""

import pytest

from connect.memberships import services
from connect.memberships.enums import Role
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.memberships.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def test_a_member_reads_no_address() -> None:
    boss = MembershipFactory(administrator=True)
    nameless = UserFactory(email="discrete@example.org", first_name="", last_name="")
    services.add_by_staff(nameless, boss.structure, Role.CONTRIBUTOR, by=UserFactory())
    reader = MembershipFactory(structure=boss.structure)
    start = f"/compte/structures/{boss.structure.reference}/"
    client = Visitor()
    client.force_login(reader.user)
    for rest in ("", "histoire/", "quitter/"):
        answer = client.get(start + rest)
        assert answer.status_code == 200, rest
        assert "discrete@" not in answer.content.decode(), rest
    assert "Personne sans nom affiché" in client.get(start).content.decode()
    assert "Personne sans nom affiché" in client.get(f"{start}histoire/").content.decode()
    # Whoever leaves last gives the role to somebody first, by name.
    client.force_login(boss.user)
    assert "discrete@" not in client.get(f"{start}quitter/").content.decode()
    # Those who decide of the members see the address, beside the name.
    assert "discrete@" in client.get(start).content.decode()
