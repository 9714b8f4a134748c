"""The pages of persons about structures: who sees what, what is sent, what is said."""

import re

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from connect.accounts.models import User
from connect.memberships import inviting
from connect.memberships.enums import Answer, Role
from connect.memberships.models import (
    Claim,
    Invitation,
    JoinRequest,
    Membership,
    MembershipDeed,
    StructureDomain,
)
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.memberships.factories import (
    ClaimFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipDeedFactory,
    MembershipFactory,
    StructureDomainFactory,
)
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db

MINE = "/compte/structures/"


def of(membership: Membership, rest: str = "") -> str:
    return f"{MINE}{membership.structure.reference}/{rest}"


def text(client: Visitor, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return str(answer.content.decode())


@pytest.fixture
def boss(client: Visitor) -> Membership:
    """An administrator, signed in."""
    membership: Membership = MembershipFactory(administrator=True, structure__name="La Coop")
    client.force_login(membership.user)
    return membership


def test_what_one_belongs_to_costs_the_same_with_one_and_three(
    client: Visitor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = UserFactory(email="moi@coop.example.org")
    client.force_login(person)
    assert "aucune structure" in text(client, MINE)
    for count in (1, 2):
        for _ in range(count):
            MembershipFactory(user=person, structure__is_public=False)
            JoinRequestFactory(user=person)
            InvitationFactory(address=person.email)
            ClaimFactory(user=person, address=person.email)
            StructureDomainFactory(domain="coop.example.org")
        with django_assert_num_queries(10):
            page = text(client, MINE)
    assert page.count("fiche pas encore visible du public") == 3
    assert "3\u00a0invitations vous attendent" in page and "@coop.example.org" in page


def test_the_page_of_a_structure_costs_the_same_with_one_and_three(
    client: Visitor, boss: Membership, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(of(boss))
    for count in (1, 2):
        for _ in range(count):
            MembershipFactory(structure=boss.structure)
            JoinRequestFactory(structure=boss.structure)
            InvitationFactory(structure=boss.structure)
            StructureDomainFactory(structure=boss.structure)
            MembershipDeedFactory(structure=boss.structure, by=boss.user)
        with django_assert_num_queries(10):
            text(client, of(boss))
        with django_assert_num_queries(8):
            text(client, of(boss, "histoire/"))


def test_others_structures_do_not_exist(client: Visitor, boss: Membership) -> None:
    other = MembershipFactory(administrator=True, structure__name="Structure d’autrui")
    request = JoinRequestFactory(structure=other.structure)
    invitation = InvitationFactory(structure=other.structure)
    domain = StructureDomainFactory(structure=other.structure)
    for rest in ("", "histoire/", "quitter/", f"membres/{other.pk}/"):
        assert client.get(of(other, rest)).status_code == 404, rest
    client.get(of(boss))
    for rest in (
        "quitter/", "rejoindre/", "inviter/", f"membres/{other.pk}/", f"demandes/{request.pk}/",
        f"invitations/{invitation.pk}/", "domaines/", f"domaines/{domain.pk}/",
    ):  # fmt: skip
        assert client.post(of(other, rest), {"faire": "accepter"}).status_code == 404, rest
    # Nor are their rows reached through one's own structure.
    assert (
        client.post(of(boss, f"demandes/{request.pk}/"), {"faire": "accepter"}).status_code == 404
    )
    assert client.get(of(boss, f"membres/{other.pk}/")).status_code == 404
    client.post(of(boss, f"invitations/{invitation.pk}/"), {"faire": "retirer"})
    client.post(of(boss, f"domaines/{domain.pk}/"))
    client.post(f"{MINE}demandes/{request.pk}/retirer/")
    for row in (request, invitation):
        row.refresh_from_db()
        assert row.state == Answer.WAITING
    domain.refresh_from_db()
    assert domain.state == Answer.ACCEPTED


def test_a_contributor_sees_the_members_and_decides_nothing(client: Visitor) -> None:
    boss = MembershipFactory(administrator=True)
    member = MembershipFactory(structure=boss.structure)
    JoinRequestFactory(structure=boss.structure, message="Un secret de la demande")
    invitation = InvitationFactory(structure=boss.structure)
    client.force_login(member.user)

    page = text(client, of(member))

    assert str(boss.user) in page and boss.user.email not in page
    assert "Un secret" not in page and invitation.address not in page
    client.get(of(member, "quitter/"))
    for rest in ("inviter/", f"membres/{boss.pk}/", f"invitations/{invitation.pk}/", "domaines/"):
        assert client.post(of(member, rest), {"address": "a@example.org"}).status_code == 403, rest
    assert client.get(of(member, f"membres/{boss.pk}/")).status_code == 403


def test_strangers_sign_in_first(client: Visitor) -> None:
    membership = MembershipFactory()
    for url in (
        MINE,
        of(membership),
        of(membership, "histoire/"),
        of(membership, "quitter/"),
        "/compte/reseau/",
    ):
        answer = client.get(url)
        assert answer.status_code == 302 and answer.headers["Location"].startswith(
            "/compte/connexion/"
        ), url
        assert not answer.cookies


def test_methods_that_do_not_fit_are_refused(client: Visitor, boss: Membership) -> None:
    member = MembershipFactory(structure=boss.structure)
    client.get(of(boss))
    assert client.post(of(boss)).status_code == 405
    assert client.post(MINE).status_code == 405
    for rest in (
        "inviter/",
        "rejoindre/",
        "domaines/",
        "demandes/1/",
        "invitations/1/",
        "domaines/1/",
    ):
        assert client.get(of(boss, rest)).status_code == 405, rest
    assert client.put(of(boss, f"membres/{member.pk}/")).status_code == 405


def test_inviting_from_the_page(client: Visitor, boss: Membership) -> None:
    client.get(of(boss))
    typed = {"address": "pas une adresse", "role": Role.CONTRIBUTOR}
    answer = client.post(of(boss, "inviter/"), typed)
    assert answer.status_code == 422 and "pas une adresse" in answer.content.decode()
    assert (
        client.post(of(boss, "inviter/"), {"address": "a@example.org", "role": "roi"}).status_code
        == 422
    )
    done = client.post(of(boss, "inviter/"), typed | {"address": "a@example.org"}, follow=True)
    assert "part par courriel à a@example.org" in done.content.decode()
    invitation = Invitation.objects.get()
    page = client.post(
        of(boss, f"invitations/{invitation.pk}/"), {"faire": "renvoyer"}, follow=True
    )
    assert "nouveau lien" in page.content.decode()
    page = client.post(of(boss, f"invitations/{invitation.pk}/"), {"faire": "retirer"}, follow=True)
    assert "a@example.org" not in page.content.decode()
    page = client.post(of(boss, f"invitations/{invitation.pk}/"), {"faire": "retirer"}, follow=True)
    assert "changé entre-temps" in page.content.decode()


def test_a_lapsed_invitation_says_so(client: Visitor, boss: Membership) -> None:
    InvitationFactory(structure=boss.structure, lapsed=True)
    assert "lien périmé" in text(client, of(boss))


def test_answering_requests(client: Visitor, boss: Membership) -> None:
    first, second = (JoinRequestFactory(structure=boss.structure) for _ in range(2))
    assert "2\u00a0demandes attendent votre réponse" in text(client, of(boss))
    answer = client.post(of(boss, f"demandes/{first.pk}/"), {"faire": "refuser", "motive": " "})
    assert answer.status_code == 422 and "pourquoi" in answer.content.decode()
    client.post(of(boss, f"demandes/{first.pk}/"), {"faire": "refuser", "motive": "Pas des nôtres"})
    client.post(of(boss, f"demandes/{second.pk}/"), {"faire": "accepter"})
    states = JoinRequest.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [Answer.REFUSED, Answer.ACCEPTED]
    page = client.post(of(boss, f"demandes/{second.pk}/"), {"faire": "accepter"}, follow=True)
    assert "changé entre-temps" in page.content.decode()


def test_accepting_a_closed_account_is_refused_in_words(client: Visitor, boss: Membership) -> None:
    request = JoinRequestFactory(structure=boss.structure, user__is_active=False)
    text(client, of(boss))
    page = client.post(of(boss, f"demandes/{request.pk}/"), {"faire": "accepter"}, follow=True)
    assert "compte est fermé" in page.content.decode()


def test_changing_and_removing_members(client: Visitor, boss: Membership) -> None:
    member = MembershipFactory(structure=boss.structure)
    url = of(boss, f"membres/{member.pk}/")
    text(client, url)
    assert client.post(url, {"faire": "role", "role": ""}).status_code == 422
    client.post(url, {"faire": "role", "role": Role.ADMINISTRATOR})
    member.refresh_from_db()
    assert member.role == Role.ADMINISTRATOR
    client.post(url, {"faire": "retirer"})
    member.refresh_from_db()
    assert member.ended_at is not None
    assert client.get(url).status_code == 404
    mine = of(boss, f"membres/{boss.pk}/")
    text(client, mine)
    last = client.post(mine, {"faire": "role", "role": Role.CONTRIBUTOR})
    assert last.status_code == 409 and "dernier administrateur" in last.content.decode()
    assert client.post(mine, {"faire": "retirer"}).status_code == 422


def test_leaving_warns_the_last_administrator(client: Visitor, boss: Membership) -> None:
    MembershipFactory(structure=boss.structure)
    leaving = text(client, of(boss, "quitter/"))
    assert "seul administrateur" in leaving and "sont retirées" in leaving
    assert client.post(of(boss, "quitter/")).status_code == 409
    assert Membership.objects.filter(ended_at__isnull=True).count() == 2
    page = client.post(of(boss, "quitter/"), {"meme_seul": "oui"}, follow=True)
    assert "Vous avez quitté" in page.content.decode()
    assert MembershipDeed.objects.get().orphaned
    assert client.get(of(boss)).status_code == 404


def test_rights_are_gone_at_the_next_request(client: Visitor, boss: Membership) -> None:
    text(client, of(boss))
    Membership.objects.filter(pk=boss.pk).update(role=Role.CONTRIBUTOR)
    assert client.post(of(boss, "inviter/"), {"address": "a@example.org"}).status_code == 403
    Membership.objects.filter(pk=boss.pk).update(ended_at="2026-01-01T00:00Z")
    assert client.get(of(boss)).status_code == 404


def test_domains_from_the_page(client: Visitor, boss: Membership) -> None:
    text(client, of(boss))
    answer = client.post(of(boss, "domaines/"), {"domain": "gmail.com"})
    assert answer.status_code == 422 and "à tout le monde" in answer.content.decode()
    page = client.post(of(boss, "domaines/"), {"domain": "@Coop.example.org"}, follow=True)
    assert "va vérifier le domaine" in page.content.decode()
    domain = StructureDomain.objects.get()
    client.post(of(boss, f"domaines/{domain.pk}/"))
    domain.refresh_from_db()
    assert domain.state == Answer.WITHDRAWN


def test_joining_by_one_s_address(client: Visitor) -> None:
    domain = StructureDomainFactory(domain="coop.example.org")
    client.force_login(UserFactory(email="a@coop.example.org"))
    text(client, MINE)
    url = f"{MINE}{domain.structure.reference}/rejoindre/"
    page = client.post(url, follow=True)
    assert "contributeur de" in page.content.decode()
    assert client.post(url).status_code == 404


def test_history_tells_who_did_what(client: Visitor, boss: Membership) -> None:
    gone = MembershipFactory(
        structure=boss.structure, user__first_name="Partie", user__last_name="Hier"
    )
    text(client, of(boss))
    client.post(of(boss, f"membres/{gone.pk}/"), {"faire": "retirer"})
    page = re.sub(r"<[^>]+>", "", text(client, of(boss, "histoire/")))
    assert (
        "Partie Hier ne fait plus partie de la structure" in page and f"(par {boss.user})" in page
    )


def test_an_invitation_is_shown_by_get_and_accepted_by_post(client: Visitor) -> None:
    invitation = InvitationFactory(address="neuve@example.org", structure__name="La Coop")
    url = f"/invitations/{inviting.link_of(invitation)}/"
    for _ in range(3):
        page = client.get(url)
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "private, no-store"
        assert page.headers["Referrer-Policy"] == "same-origin"
    client.head(url)
    assert "Rejoindre La Coop" in page.content.decode()
    assert (
        not Membership.objects.exists()
        and not User.objects.filter(email="neuve@example.org").exists()
    )

    done = client.post(url, {"faire": "accepter"}, follow=True)

    assert "Bienvenue" in done.content.decode()
    assert Membership.objects.get().user.email == "neuve@example.org"
    assert client.get(MINE).status_code == 200
    gone = client.get(url)
    assert gone.status_code == 404 and "plus valable" in gone.content.decode()
    assert client.post(url).status_code == 404


def test_an_invitation_opens_no_account_that_exists(client: Visitor) -> None:
    known = UserFactory(moderator=True)
    invitation = InvitationFactory(address=known.email)
    url = f"/invitations/{inviting.link_of(invitation)}/"
    assert "Me connecter" in client.get(url).content.decode()
    client.get("/se-referencer/nouvelle/")
    answer = client.post(url, {"faire": "accepter"})
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/compte/connexion/")
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    assert not Membership.objects.exists()
    client.force_login(known)
    client.get(url)
    client.post(url, {"faire": "accepter"})
    assert Membership.objects.get().user == known


def test_an_invitation_met_by_another_account_lets_choose(client: Visitor) -> None:
    invitation = InvitationFactory(address="autre@example.org")
    url = f"/invitations/{inviting.link_of(invitation)}/"
    other = UserFactory()
    client.force_login(other)
    page = client.get(url).content.decode()
    assert "autre adresse" in page and other.email in page and "autre@example.org" in page
    answer = client.post(url, {"faire": "changer-de-compte"}, follow=True)
    assert "vous ouvrez un compte" in answer.content.decode()
    assert not Membership.objects.exists()
    client.force_login(other)
    client.get(url)
    client.post(url, {"faire": "accepter"})
    assert Membership.objects.get().user == other


def test_somebody_else_s_claim_is_not_withdrawn(client: Visitor, boss: Membership) -> None:
    claim = ClaimFactory(known=True, user=UserFactory())
    mine = ClaimFactory(known=True, user=boss.user)
    text(client, MINE)
    client.post(f"{MINE}referencements/{claim.pk}/retirer/")
    client.post(f"{MINE}referencements/{mine.pk}/retirer/")
    assert list(Claim.objects.order_by("pk")) == [claim]


def test_a_reference_of_before_a_merge_still_leads(client: Visitor, boss: Membership) -> None:
    merged = StructureFactory(private=True, merged_into=boss.structure)
    assert "La Coop" in text(client, f"{MINE}{merged.reference}/")
