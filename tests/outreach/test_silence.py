"""Structures that stay silent: their local network is asked, within its territory only, else the chamber."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from connect.accounts.models import User
from connect.common.clock import today
from connect.notifications.models import Notice
from connect.offers.enums import ReportedFault
from connect.offers.models import ErrorReport, Offer
from connect.outreach import following
from connect.outreach.composing import compose_silent
from connect.outreach.enums import CallOutcome
from connect.outreach.models import PhoneCall, Target
from connect.structures.models import LocalNetwork, Structure
from connect.upkeep.registry import sources_for
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.memberships.factories import NetworkAnimatorFactory
from tests.offers.factories import OfferFactory
from tests.outreach.factories import CampaignFactory, TargetFactory, days_ago
from tests.structures.factories import LocalNetworkFactory, StructureFactory

pytestmark = pytest.mark.django_db
OLD = datetime.date(2024, 1, 1)
PAGE = "/compte/reseau/silencieuses/"


def silent(network: LocalNetwork | None = None, days: int = 65, **values: Any) -> Target:
    structure = StructureFactory(
        email=f"silence-{Structure.objects.count()}@example.org",
        verified_on=OLD,
        local_network=network,
        **values,
    )
    return TargetFactory(structure=structure, sent_at=days_ago(days), handed_at=days_ago(days))


def visitor(user: User) -> Visitor:
    client = Visitor()
    client.force_login(user)
    return client


def test_one_mail_a_month_lists_the_silent_of_the_territory() -> None:
    network, other = LocalNetworkFactory(), LocalNetworkFactory()
    animator = NetworkAnimatorFactory(network=network)
    mine, by_seat = silent(network), silent(department=network.territory)
    foreign = silent(other)
    silent(network, days=59)
    silent(network, is_public=False)
    Target.objects.filter(pk=silent(network).pk).update(answered_at=days_ago(1))
    done = silent(network)
    Structure.objects.filter(pk=done.structure_id).update(verified_on=today())

    assert following.hand_to_networks() == 1
    assert following.hand_to_networks() == 0

    notice = Notice.objects.get()
    mail = compose_silent(notice)
    assert notice.user == animator.user
    assert mail is not None
    assert {one.pk for one in mail.context["structures"]} == {
        mine.structure_id,
        by_seat.structure_id,
    }
    foreign.refresh_from_db()
    assert foreign.network_told_at is None

    later = silent(network)
    assert following.hand_to_networks() == 0, "one mail a month"
    later.refresh_from_db()
    assert later.network_told_at is not None

    animator.ended_at = days_ago(0)
    animator.save()
    assert compose_silent(notice) is None


def test_the_page_is_for_animators_and_their_territory_only(client: Visitor) -> None:
    network = LocalNetworkFactory()
    animator = NetworkAnimatorFactory(network=network)
    mine = silent(network, name="Chez moi")
    foreign = silent(LocalNetworkFactory(), name="SECRET d’ailleurs")
    silent(network, name="SECRET privée", is_public=False)
    ended = NetworkAnimatorFactory(network=network, ended_at=days_ago(1))

    assert client.get(PAGE).status_code == 302
    for user in (UserFactory(), UserFactory(moderator=True), ended.user):
        assert visitor(user).get(PAGE).status_code == 404
    page = visitor(animator.user).get(PAGE)
    assert "Chez moi" in page.content.decode() and "SECRET" not in page.content.decode()
    inside = visitor(animator.user)
    inside.get(PAGE)
    for cible in (foreign.pk, 999999, "x", "²", ""):
        answer = inside.post(PAGE, {"cible": cible, "resultat": "exact"})
        assert answer.status_code == 404, cible
    assert inside.put(PAGE).status_code == 405
    assert not PhoneCall.objects.exists()
    assert Target.objects.filter(settled_at__isnull=False).count() == 0
    assert mine.structure is not None


def test_records_what_the_structure_answered() -> None:
    network = LocalNetworkFactory()
    animator = NetworkAnimatorFactory(network=network)
    right, wrong, gone = (silent(network) for _ in range(3))
    offer = OfferFactory(structure=right.structure, verified_on=OLD)
    hidden = OfferFactory(structure=right.structure, verified_on=OLD, hidden=True)
    client = visitor(animator.user)
    client.get(PAGE)

    for data in ({"cible": wrong.pk}, {"cible": wrong.pk, "resultat": "corriger", "note": " "}):
        assert client.post(PAGE, data).status_code == 422
    long = client.post(PAGE, {"cible": wrong.pk, "resultat": "corriger", "note": "Mot " * 200})
    assert long.status_code == 422 and "Mot Mot" in long.content.decode()
    client.post(PAGE, {"cible": right.pk, "resultat": "exact"})
    client.post(PAGE, {"cible": wrong.pk, "resultat": "corriger", "note": "Nouveau numéro."})
    client.post(PAGE, {"cible": gone.pk, "resultat": "disparue"})
    again = client.post(PAGE, {"cible": gone.pk, "resultat": "exact"}, follow=True)

    assert "a répondu, ou quelqu’un l’a déjà appelée" in again.content.decode()
    dates = dict(Offer.objects.values_list("pk", "verified_on"))
    assert dates == {offer.pk: today(), hidden.pk: OLD}
    assert Structure.objects.get(pk=gone.structure_id).verified_on == OLD
    first, second = ErrorReport.objects.order_by("pk")
    assert (first.structure_id, first.fault) == (wrong.structure_id, ReportedFault.OTHER)
    assert "Nouveau numéro." in first.sentence
    assert (second.structure_id, second.fault) == (gone.structure_id, ReportedFault.GONE)
    assert PhoneCall.objects.filter(called_by=animator.user).count() == 3
    assert "Tout le monde a répondu" in client.get(PAGE).content.decode()


def test_nobody_else_records_a_call() -> None:
    target = silent(LocalNetworkFactory())
    for user in (UserFactory(), NetworkAnimatorFactory().user, UserFactory(publisher=True)):
        with pytest.raises(PermissionDenied):
            following.record_call(target.pk, CallOutcome.EXACT, by=user)
    editor = UserFactory(editor=True)
    with pytest.raises(ValidationError):
        following.record_call(target.pk, CallOutcome.CORRECT, by=editor)
    following.record_call(target.pk, CallOutcome.EXACT, by=editor)
    with pytest.raises(following.CallRefused):
        following.record_call(target.pk, CallOutcome.EXACT, by=editor)


def test_the_chamber_follows_those_that_no_network_follows() -> None:
    alone = silent(LocalNetworkFactory())
    network = NetworkAnimatorFactory().network
    told, left = silent(network), silent(network)
    following.hand_to_networks()
    Target.objects.filter(pk=left.pk).update(network_told_at=days_ago(31))

    seen = set(following.silent_for_chamber().values_list("pk", flat=True))
    assert seen == {alone.pk, left.pk}
    assert told.pk not in seen

    kinds = {one.kind: one for one in sources_for(UserFactory(moderator=True))}
    source = kinds["structures-sans-reponse"]
    assert source.count() == 2
    duty = source.find(str(alone.pk))
    assert duty is not None
    moderator = UserFactory(moderator=True)
    source.act(moderator, duty.key, "corriger", {"note": "Nouveau site."})
    assert source.find(str(alone.pk)) is None
    assert "structures-sans-reponse" not in {
        one.kind for one in sources_for(UserFactory(publisher=True))
    }


def test_campaigns_to_approve_are_on_the_monday_page() -> None:
    target = TargetFactory(campaign=CampaignFactory(prepared=True))
    moderator = UserFactory(moderator=True)
    kinds = {one.kind: one for one in sources_for(moderator)}
    source = kinds["relances-a-approuver"]
    assert "relances-a-approuver" not in {one.kind for one in sources_for(UserFactory(editor=True))}
    assert source.count() == 1
    (duty,) = source.duties(5)
    assert duty.url == reverse("campaign", args=[target.campaign_id])
    assert "Approuvée" in str(source.act(moderator, duty.key, "approuver", {}))
    assert source.count() == 0 and source.find(duty.key) is None


def test_the_page_takes_the_same_statements_whatever_its_length(
    django_assert_num_queries: Any,
) -> None:
    animator = NetworkAnimatorFactory()
    client = visitor(animator.user)
    silent(animator.network)
    client.get(PAGE)
    with django_assert_num_queries(8):
        client.get(PAGE)
    silent(animator.network)
    silent(animator.network)
    with django_assert_num_queries(8):
        client.get(PAGE)
