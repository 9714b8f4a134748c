"""Dead, dangerous and moved links of the catalogue are handed to a person, and settled in place."""

import datetime
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from connect.common.clock import today
from connect.links.models import LinkCheck
from connect.links.services import sync
from connect.offers.duties.dead_links import DEAD_LINKS
from connect.offers.models import Offer
from connect.upkeep.registry import AlreadyDone, Duty
from tests.accounts.factories import UserFactory
from tests.links.factories import LinkCheckFactory
from tests.offers.factories import OfferFactory
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db
GOOD = "https://bonne-page.fr/aide"


def duties(limit: int = 20) -> Sequence[Duty]:
    return DEAD_LINKS.duties(limit)


def only() -> Duty:
    (duty,) = duties()
    return duty


def act(duty: Duty, code: str, **typed: str) -> str:
    done = DEAD_LINKS.act(UserFactory(editor=True), duty.key, code, typed)
    assert isinstance(done, str)
    return done


def reported_offer(**state: Any) -> Offer:
    """An offer whose link has been checked, dead unless said otherwise."""
    check = LinkCheckFactory(**(state or {"dead": True}))
    offer: Offer = OfferFactory(link=check.url)
    return offer


def test_what_is_hidden_or_fine_awaits_nobody() -> None:
    url = LinkCheckFactory(dead=True).url
    OfferFactory(link=url, draft=True)
    OfferFactory(link=url, hidden=True)
    OfferFactory(link=url, archived=True)
    OfferFactory(link=url, of_private_structure=True)
    OfferFactory(link=LinkCheckFactory(fine=True).url)
    OfferFactory(link="")
    StructureFactory(website=url, private=True)
    assert (duties(), DEAD_LINKS.count()) == ([], 0)

    shown = [OfferFactory(link=url), OfferFactory(link=url, to_validate=True)]
    structure = StructureFactory(website=url)
    assert {duty.title for duty in duties()} == {*(one.title for one in shown), structure.name}
    assert DEAD_LINKS.count() == 3

    # The table of links follows the same rule: what is not shown is not asked about.
    OfferFactory(link="https://brouillon.fr/", draft=True)
    OfferFactory(link="https://archivee.fr/", archived=True)
    sync()
    assert list(LinkCheck.objects.order_by("pk").values_list("url", flat=True)) == [
        url, LinkCheck.objects.get(state="ok").url,
    ]  # fmt: skip


def test_a_duty_says_what_when_and_where() -> None:
    day = datetime.date(2026, 11, 3)
    offer = reported_offer(dead=True, state_since=day, failures=2)
    duty = only()
    assert duty.title == offer.title
    assert duty.since == day
    assert duty.reason == (
        "Cette page répond «\u00a0introuvable\u00a0» depuis le 3\u00a0novembre\u00a02026"
        " (constaté 2\u00a0fois)."
    )
    details = dict(duty.details)
    assert details["Adresse"] == offer.link
    assert details["Structure"] == offer.structure.name
    assert details["Dernière vérification"].startswith("le ")
    assert len(duty.key) <= 80
    assert str(offer.pk) in duty.url
    assert [verb.code for verb in (duty.verb, *duty.others)] == ["remplacer", "retirer", "garder"]
    assert duty.verb.questions[0].initial == ""


def test_a_moved_page_proposes_its_new_address() -> None:
    cases = {
        "https://nouvelle.fr/page": "https://nouvelle.fr/page",
        "https://longue.fr/" + "x" * 400: "",
        "http://10.0.0.1/": "",
    }
    for final_url, proposed in cases.items():
        offer = reported_offer(moved=True, final_url=final_url)
        assert only().verb.questions[0].initial == proposed
        offer.delete()


def test_a_dangerous_link_is_neither_opened_nor_kept() -> None:
    offer = reported_offer(dangerous=True)
    duty = only()
    assert "garder" not in {verb.code for verb in duty.others}
    assert offer.link not in {url for _, url in duty.links}


def test_replacing_corrects_the_sheet_at_once() -> None:
    offer, structure = reported_offer(), StructureFactory(website=LinkCheckFactory(dead=True).url)
    person = UserFactory(editor=True)
    for duty in duties():
        said = DEAD_LINKS.act(person, duty.key, "remplacer", {"address": GOOD})
        assert GOOD in str(said)
        assert DEAD_LINKS.find(duty.key) is None
    offer.refresh_from_db()
    structure.refresh_from_db()
    assert (offer.link, structure.website) == (GOOD, GOOD)
    # The table of links still holds the old addresses: what counts is what is shown now.
    assert (duties(), DEAD_LINKS.count()) == ([], 0)
    for one in (offer, structure):
        entry = ModelLogEntry.objects.filter(
            object_id=str(one.pk), content_type__model=one._meta.model_name
        ).get()
        assert entry.user == person
        assert [change["after"] for change in entry.data["changes"]] == [GOOD]


def test_dangerous_or_dead_addresses_are_refused_with_a_sentence() -> None:
    offer = reported_offer()
    dead = LinkCheckFactory(dead=True).url
    duty = only()
    cases = {
        "http://127.0.0.1/": "réseau privé",
        "http://192.168.1.1:8080/": "réseau privé",
        "http://[::1]/": "réseau privé",
        "http://2130706433/": "réseau privé",
        "http://localhost/": "réseau privé",
        "http://intranet/": "réseau privé",
        "ftp://a.fr/": "page web",
        "javascript:alert(1)": "page web",
        "https://moi:secret@a.fr/": "mot de passe",
        "https://a b.fr/": "mal écrite",
        offer.link: "adresse actuelle",
        dead: "introuvable",
    }
    for address, words in cases.items():
        with pytest.raises(ValidationError) as caught:
            act(duty, "remplacer", address=address)
        assert words in caught.value.message_dict["address"][0], address
    offer.refresh_from_db()
    assert offer.link == duty.details[1][1]

    # Only what is known to be wrong is refused: a port and a name of examples are the chamber's business.
    LinkCheckFactory(moved=True, url="https://deplacee.fr/")
    for address in ("https://a.fr:8443/", "https://a.example.org/", "https://deplacee.fr/"):
        act(duty, "remplacer", address=address)
        Offer.objects.filter(pk=offer.pk).update(link=dict(duty.details)["Adresse"])


def test_a_sheet_that_is_wrong_is_told_so() -> None:
    offer = reported_offer()
    duty = only()
    Offer.objects.filter(pk=offer.pk).update(email="faux")
    with pytest.raises(ValidationError, match="à corriger d’abord"):
        act(duty, "retirer")
    offer.refresh_from_db()
    assert offer.link


def test_removing_and_keeping() -> None:
    offer = reported_offer()
    act(only(), "retirer")
    offer.refresh_from_db()
    assert offer.link == ""

    kept = reported_offer()
    duty = only()
    assert "Gardé" in act(duty, "garder")
    assert (duties(), DEAD_LINKS.count(), DEAD_LINKS.find(duty.key)) == ([], 0, None)
    kept.refresh_from_db()
    assert kept.link
    LinkCheck.objects.update(kept_until=today() - datetime.timedelta(days=1))
    assert only() == duty


def test_a_duty_that_changed_is_already_done() -> None:
    offer = reported_offer()
    duty = only()
    other = LinkCheckFactory(dead=True).url
    for change in (
        {"link": GOOD},
        {"link": other},
        {"link": ""},
        {"link": offer.link, "status": "archivee"},
    ):
        Offer.objects.filter(pk=offer.pk).update(**change)
        for code in ("remplacer", "retirer", "garder"):
            with pytest.raises(AlreadyDone):
                act(duty, code, address=GOOD)
    for key in (
        "",
        "offre",
        "offre:x:y",
        "offre:1:",
        "autre:1:abc",
        f"offre:{'9' * 40}:abc",
        "structure:1:x",
    ):
        assert DEAD_LINKS.find(key) is None
        with pytest.raises(AlreadyDone):
            DEAD_LINKS.act(UserFactory(editor=True), key, "garder", {})


def test_who_may_settle_them() -> None:
    assert DEAD_LINKS.may(UserFactory(editor=True))
    assert DEAD_LINKS.may(UserFactory(moderator=True))
    assert not DEAD_LINKS.may(UserFactory(publisher=True))
    assert not DEAD_LINKS.may(UserFactory())


def test_the_oldest_first_by_pages_in_as_many_statements(django_assert_num_queries: Any) -> None:
    def add(days: int) -> None:
        since = today() - datetime.timedelta(days=days)
        url = LinkCheckFactory(dead=True, state_since=since).url
        OfferFactory(link=url)
        StructureFactory(website=url)

    add(5)
    with django_assert_num_queries(5):
        assert len(duties()) == 2
    for days in (9, 5, 1):
        add(days)
    with django_assert_num_queries(5):
        everything = duties()
    assert len(everything) == 8
    assert [duty.since for duty in everything] == sorted(duty.since for duty in everything)
    with django_assert_num_queries(1):
        assert DEAD_LINKS.count() == 8

    seen = list(duties(3))
    assert DEAD_LINKS.after is not None
    while page := DEAD_LINKS.after(seen[-1].since, seen[-1].key, 3):
        seen += page
    assert [duty.key for duty in seen] == [duty.key for duty in everything]
    first = everything[2].since
    assert [duty.since for duty in DEAD_LINKS.after(first, "", 10)] == [
        duty.since for duty in everything if duty.since >= first
    ]
