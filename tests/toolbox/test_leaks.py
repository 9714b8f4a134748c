"""What a group prepares is read nowhere but by those who may: lists, search, machines, previews, print."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from connect.search import services as search
from tests.accounts.factories import UserFactory
from tests.groups.factories import GroupMembershipFactory
from tests.harness.visitor import Visitor
from tests.offers.factories import OfferFactory
from tests.toolbox.factories import SheetPageFactory
from tests.toolbox.writing import begin
from toolbox import services
from toolbox.models import SheetPage

pytestmark = pytest.mark.django_db
WORD = "Ornithorynque"
PUBLIC = (
    "/", "/fiches/", "/fiches/?q=ornithorynque", "/fiches/?mot=ornithorynque", "/recherche/?q=ornithorynque",
    "/api/pages/?limit=20", "/api/pages/?type=toolbox.SheetPage&fields=*", "/api/pages/?search=ornithorynque",
    "/fiches/fiches.atom", "/sitemap.xml", "/sitemap-pages.xml", "/plan-du-site/", "/robots.txt", "/fiches/creer/",
    "/compte/fiches/",
)  # fmt: skip


def reader(**kwargs: Any) -> Client:
    visitor = Visitor(enforce_csrf_checks=False, raise_request_exception=True)
    visitor.force_login(UserFactory(**kwargs))
    return visitor


def shown(client: Client, url: str) -> str:
    answer = client.get(url, follow=True)
    content = answer.getvalue() if answer.streaming else answer.content
    return str(content.decode())


def test_nothing_unpublished_is_read_by_others() -> None:
    writing = begin(private=True, name=f"Groupe {WORD}")
    draft = writing.page
    writing.write(f"{WORD} en préparation", writing.alice)
    writing.pause()
    live = SheetPageFactory(title="Fiche publique", slug="fiche-publique", group=writing.group)
    revision = live.get_latest_revision_as_object()
    revision.title = f"{WORD} suivant"
    revision.tags.set([WORD])
    revision.save_revision()
    hidden = SheetPageFactory(title=f"{WORD} retiré", slug="retiree", group=writing.group)
    hidden.unpublish()
    services.submit(draft, writing.alice)
    search.index("sheet", [draft.pk, live.pk, hidden.pk])
    closed = (
        draft.url, "/fiches/retiree/", f"/api/pages/{draft.pk}/", f"/api/pages/{hidden.pk}/",
        *(f"/fiches/{part}/{page.pk}/" for page in (draft, live, hidden) for part in (
            "ecrire", "relecture", "administration", "versions", "apercu", "proposer", "retirer")),
        *(f"/coedit/fiche/{page.pk}/" for page in (draft, live)),
        f"/gestion/pages/{draft.pk}/view_draft/", f"/gestion/pages/{draft.pk}/edit/preview/",
    )  # fmt: skip
    elsewhere = Visitor(enforce_csrf_checks=False)
    elsewhere.force_login(GroupMembershipFactory().user)
    for client in (Client(), elsewhere, reader(publisher=True)):
        for url in (*PUBLIC, "/fiches/fiche-publique/", f"/api/pages/{live.pk}/"):
            cache.clear()
            # What was asked is repeated in the box of the search.
            assert WORD not in shown(client, url), url
        for url in closed:
            answer = client.get(url)
            assert answer.status_code in {302, 401, 403, 404, 405}, url
            assert WORD not in answer.content.decode(), url
    # Its own members do read it.
    member = Visitor(enforce_csrf_checks=False)
    member.force_login(writing.alice)
    assert WORD in shown(member, f"/fiches/relecture/{draft.pk}/")


def test_machines_read_what_is_published_and_no_hidden_offer(client: Client) -> None:
    gone = OfferFactory(title=f"Offre {WORD}", hidden=True)
    page = SheetPageFactory(
        title="Publique",
        sources='<p data-block-key="s">Une source</p>',
        body=[
            {"type": "offer", "value": {"offer": gone.pk, "note": ""}, "id": "o"},
            {"type": "text", "value": "<p>Un texte lisible</p>", "id": "t"},
        ],
    )
    told = json.loads(shown(client, f"/api/pages/{page.pk}/"))
    assert told["summary"] == "Un résumé de test."
    assert "Un texte lisible" in json.dumps(told, ensure_ascii=False)
    assert WORD not in json.dumps(told, ensure_ascii=False)
    assert "/fiches/" + page.slug in shown(client, "/sitemap-pages.xml")
    feed = shown(client, "/fiches/fiches.atom")
    assert "<title>Publique</title>" in feed and f"/fiches/{page.slug}/" in feed
    found = shown(client, "/recherche/?q=lisible")
    assert "Publique" in found
    assert "Fiche pratique" in found


def test_a_member_who_left_reads_drafts_no_more() -> None:
    writing = begin()
    member = Visitor(enforce_csrf_checks=False)
    member.force_login(writing.alice)
    url = f"/fiches/relecture/{writing.page.pk}/"
    assert member.get(url).status_code == 200
    writing.alice.group_memberships.update(ended_at="2026-01-01T00:00Z")
    assert member.get(url).status_code == 404
    assert member.post(f"/fiches/proposer/{writing.page.pk}/").status_code == 404
    # Archived, the group still reads, and writes no more.
    other = Visitor(enforce_csrf_checks=False)
    other.force_login(writing.bob)
    writing.group.archived_at = writing.page.latest_revision_created_at or "2026-01-01T00:00Z"
    writing.group.save()
    assert other.get(url).status_code == 200
    other.post(f"/fiches/proposer/{writing.page.pk}/")
    assert SheetPage.objects.get(pk=writing.page.pk).current_workflow_state is None
    assert "Il vous faut d’abord un groupe" in shown(other, "/fiches/creer/")
