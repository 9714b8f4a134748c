"""What a person settled is in their copy, and stays without their name."""

import pytest

from connect.accounts.erasing import erase
from connect.accounts.privacy import holdings
from tests.accounts.factories import UserFactory
from tests.upkeep.factories import DeedFactory

pytestmark = pytest.mark.django_db


def test_what_was_settled_stays_without_the_name() -> None:
    me = UserFactory(email="moi@example.org", first_name="Modératrice")
    mine = DeedFactory(by=me, by_name=str(me))
    other = DeedFactory(by=UserFactory(), by_name="Quelqu’un d’autre")
    holding = next(one for one in holdings() if one.key == "gestes-d-entretien")
    assert [row["quoi"] for row in holding.export(me)] == [mine.title]
    erase(me)
    for deed, name in ((mine, "Compte effacé"), (other, "Quelqu’un d’autre")):
        deed.refresh_from_db()
        assert deed.by_name == name and deed.sentence
