"""What is kept about a person is in their copy, and goes with them."""

import json

import pytest

from connect.accounts.privacy import holdings
from connect.memberships.enums import Answer, Deed
from connect.memberships.models import (
    Claim,
    Invitation,
    JoinRequest,
    Membership,
    MembershipDeed,
    NetworkAnimator,
)
from tests.accounts.factories import UserFactory
from tests.memberships.factories import (
    ClaimFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipDeedFactory,
    MembershipFactory,
    NetworkAnimatorFactory,
    StructureDomainFactory,
)

pytestmark = pytest.mark.django_db

OURS = {
    "rattachements", "reseaux-animes", "demandes-de-rattachement", "invitations", "referencements",
    "histoire-des-rattachements", "domaines-proposes",
}  # fmt: skip


def test_the_copy_holds_mine_and_nothing_of_others() -> None:
    me = UserFactory(email="moi@example.org")
    for user in (me, UserFactory(first_name="Tierce")):
        MembershipFactory(user=user, structure__name=f"Structure de {user.email}")
        NetworkAnimatorFactory(user=user)
        JoinRequestFactory(user=user, message=f"Message de {user.email}")
        InvitationFactory(invited_by=user, address=f"invitee-par-{user.email}")
        InvitationFactory(address=user.email)
        ClaimFactory(user=user, address=user.email)
        MembershipDeedFactory(user=user, by=user)
        StructureDomainFactory(asked_by=user)
    ClaimFactory(address="moi@example.org")

    copies = {one.key: list(one.export(me)) for one in holdings() if one.key in OURS}

    text = json.dumps(copies, ensure_ascii=False)
    assert set(copies) == OURS and all(copies.values())
    assert "Structure de moi@example.org" in text and "Message de moi@example.org" in text
    assert len(copies["invitations"]) == 2 and len(copies["referencements"]) == 2
    assert "Tierce" not in text and "personne-" not in text.replace("invitee-par-", "")


def test_erasing_ends_rights_keeps_others_and_tells_the_chamber() -> None:
    me = MembershipFactory(administrator=True).user
    mine = Membership.objects.get()
    colleague = MembershipFactory(structure=mine.structure)
    NetworkAnimatorFactory(user=me)
    waiting = JoinRequestFactory(user=me)
    InvitationFactory(address=me.email)
    sent = InvitationFactory(invited_by=me, structure=mine.structure)
    ClaimFactory(user=me, address=me.email)
    other = ClaimFactory()

    for one in holdings():
        if one.key in OURS:
            one.erase(me)

    mine.refresh_from_db()
    colleague.refresh_from_db()
    waiting.refresh_from_db()
    assert mine.ended_at is not None and colleague.ended_at is None
    assert NetworkAnimator.objects.get().ended_at is not None
    assert (waiting.state, waiting.message) == (Answer.WITHDRAWN, "")
    assert list(Invitation.objects.all()) == [sent] and list(Claim.objects.all()) == [other]
    deed = MembershipDeed.objects.get(user=me)
    assert (deed.deed, deed.orphaned) == (Deed.LEFT, True)
    assert JoinRequest.objects.count() == 1
