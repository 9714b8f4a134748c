"""Mails are written from what is true when they leave, and say nothing of what no longer stands."""

from typing import Any

import pytest

from connect.memberships import claiming, deciding, domains, inviting, requesting, services
from connect.memberships.claiming import Described
from connect.memberships.enums import Role
from connect.notifications.drawing import draw
from connect.notifications.kinds import kind_of
from connect.notifications.models import Notice
from connect.structures.models import Structure
from tests.accounts.factories import UserFactory
from tests.memberships.factories import (
    JoinRequestFactory,
    MembershipFactory,
    StructureDomainFactory,
)
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db


def mail_of(notice: Notice) -> Any:
    kind = kind_of(notice.kind)
    assert kind is not None
    mail = kind.compose(notice)
    if mail is None:
        return None
    drawn = draw(notice, kind, mail, address="qui@example.org")
    html = str(drawn.alternatives[0][0])
    assert "None" not in drawn.body and "None" not in html and len(drawn.subject) > 10
    return drawn


def last() -> Notice:
    return Notice.objects.latest("pk")


def test_an_invitation_carries_the_link_that_opens_it() -> None:
    boss = MembershipFactory(administrator=True, structure__name="La <b>Coop</b>")
    sent = inviting.invite("a@example.org", boss.structure, Role.CONTRIBUTOR, by=boss.user)
    drawn = mail_of(last())
    link = f"/invitations/{inviting.link_of(sent.invitation)}/"
    assert link in drawn.body and link in drawn.alternatives[0][0]
    assert boss.user.get_full_name() in drawn.body
    assert "<b>Coop</b>" not in drawn.alternatives[0][0]
    inviting.resend(sent.invitation.pk, boss.structure, by=boss.user)
    # The first one would carry a link that the second replaced.
    assert mail_of(Notice.objects.earliest("pk")) is None and mail_of(last()) is not None
    inviting.revoke(sent.invitation.pk, boss.structure, by=boss.user)
    assert mail_of(last()) is None


def test_a_request_is_told_while_it_waits_to_who_still_decides() -> None:
    boss = MembershipFactory(administrator=True)
    request = requesting.ask_to_join(
        UserFactory(), boss.structure, message="Je suis la trésorière."
    )
    told = last()
    assert "Je suis la trésorière." in mail_of(told).body
    MembershipFactory(structure=boss.structure, administrator=True)
    services.change_role(boss.pk, boss.structure, Role.CONTRIBUTOR, by=boss.user)
    assert mail_of(told) is None
    requesting.withdraw(request.pk, request.user)
    assert mail_of(told) is None


def test_the_answer_to_a_request() -> None:
    boss = MembershipFactory(administrator=True)
    yes, no = (JoinRequestFactory(structure=boss.structure) for _ in range(2))
    requesting.accept_request(yes.pk, by=boss.user)
    accepted = last()
    assert boss.structure.reference in mail_of(accepted).body
    services.leave(yes.user, boss.structure)
    assert mail_of(accepted) is None
    requesting.refuse_request(no.pk, by=boss.user, motive="Pas des nôtres.")
    assert "Pas des nôtres." in mail_of(last()).body


def test_a_change_is_told_as_long_as_it_is_true() -> None:
    boss = MembershipFactory(administrator=True)
    member = MembershipFactory(structure=boss.structure)
    services.change_role(member.pk, boss.structure, Role.ADMINISTRATOR, by=boss.user)
    changed = last()
    assert "administrateur" in mail_of(changed).body
    services.remove(member.pk, boss.structure, by=boss.user)
    removed = last()
    assert mail_of(changed) is None and "ne faites plus partie" in mail_of(removed).body
    services.add_by_staff(member.user, boss.structure, Role.CONTRIBUTOR, by=boss.user)
    assert mail_of(removed) is None


def test_arrivals_and_domains() -> None:
    boss = MembershipFactory(administrator=True)
    asked = domains.ask_domain(boss.structure, "coop.example.org", by=boss.user)
    domains.decide_domain(asked.pk, by=UserFactory(moderator=True), confirmed=True)
    assert "a confirmé" in mail_of(last()).body
    domains.join_by_domain(UserFactory(email="a@coop.example.org"), boss.structure)
    arrival = last()
    assert "a@coop.example.org" in mail_of(arrival).body
    # Subjects stay in the ledger: no name there, nor an address.
    assert mail_of(arrival).subject == f"Une personne a rejoint {boss.structure.name}"
    refused = StructureDomainFactory(state="attend", structure=boss.structure, asked_by=boss.user)
    domains.decide_domain(refused.pk, by=UserFactory(moderator=True), confirmed=False)
    assert "n’a pas confirmé" in mail_of(last()).body
    services.leave(boss.user, boss.structure, even_last=True)
    assert mail_of(arrival) is None and mail_of(last()) is None


def test_a_claim_from_confirmation_to_answer() -> None:
    kept = claiming.submit(Described(name="L’Écluse"), position="x", address="moi@example.org")
    told = last()
    assert f"/confirmer/{claiming.link_of(kept.claim)}/" in mail_of(told).body
    claiming.confirm(claiming.link_of(kept.claim) or "")
    assert mail_of(told) is None
    staff = UserFactory(moderator=True)
    deciding.accept(kept.claim.pk, by=staff)
    answer = " ".join(mail_of(last()).body.split())
    assert "vous tenez maintenant la fiche" in answer and "pas encore visible" in answer
    Structure.objects.update(is_public=True)
    assert "pas encore visible" not in mail_of(last()).body
    known = claiming.submit(StructureFactory(), position="x", user=UserFactory())
    deciding.refuse(known.claim.pk, by=staff, motive="Appelez-nous d’abord.")
    assert "Appelez-nous d’abord." in mail_of(last()).body


def test_a_notice_about_nothing_is_dropped() -> None:
    codes = (
        "invitation", "demande-recue", "demande-decidee", "rattachement-change", "arrivee-domaine", "domaine-decide",
        "referencement-confirmer", "referencement-decide",
    )  # fmt: skip
    for code in codes:
        for key in ("x", "claim:", "invitation:0:1", "request:999", "deed:abc"):
            kind = kind_of(code)
            assert kind is not None and kind.compose(Notice(kind=code, key=key)) is None
