"""The public page of a sheet and the pages around it: what each reader sees, in how many statements."""

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from django.utils import timezone
from PIL import Image as Picture
from wagtail.images import get_image_model

from connect.groups.models import Group
from connect.offers.catalogue.index import current
from tests.accounts.factories import UserFactory
from tests.groups.factories import GroupFactory, GroupMembershipFactory
from tests.harness.visitor import Visitor
from tests.offers.factories import OfferFactory
from tests.taxonomy.factories import ThemeFactory
from tests.toolbox.factories import SheetAuthorFactory, SheetOfferFactory, SheetPageFactory
from tests.toolbox.writing import begin
from toolbox import reviewing, services
from toolbox.models import SheetPage

pytestmark = pytest.mark.django_db


def text_of(client: Client, url: str, status: int = 200) -> str:
    page = client.get(url)
    assert page.status_code == status, page.headers
    return " ".join(unescape(page.content.decode()).split())


def signed_in(user: Any) -> Client:
    client = Visitor(enforce_csrf_checks=False)
    client.force_login(user)
    return client


def an_image() -> Any:
    file = BytesIO()
    Picture.new("RGB", (1000, 500), "teal").save(file, "PNG")
    file.seek(0)
    return get_image_model().objects.create(title="Pont", file=ImageFile(file, name="pont.png"))


@contextmanager
def rendering() -> Iterator[None]:
    """Wagtail leaves the temporary files of the pictures it makes to the garbage collector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


def text_block(html: str) -> dict[str, Any]:
    return {"type": "text", "value": html, "id": "t"}


def offer_block(offer: Any, note: str = "") -> dict[str, Any]:
    return {"type": "offer", "value": {"offer": offer.pk, "note": note}, "id": f"o{offer.pk}"}


def test_a_visitor_reads_everything_and_gets_no_cookie(client: Client) -> None:
    offer = OfferFactory(title="Prêt d’honneur visible")
    group = GroupFactory(name="Groupe des fiches")
    page = SheetPageFactory(
        title="Un titre : le sujet",
        group=group,
        verified_on="2026-03-01",
        audiences=["porter"],
        tags=["épargne"],
        themes=[ThemeFactory(label="Financer autrement")],
        sources='<p data-block-key="s">Étude <a href="https://example.org/etude">en ligne</a></p>',
        body=[
            text_block("<h2>Première partie</h2><p>Bonjour &lt;b&gt; : l'eau</p>"),
            text_block("<h3>Détail</h3><h2>Première partie</h2>"),
            {"type": "quotation", "value": "<p>Une parole</p>", "id": "q"},
            {"type": "callout", "value": {"tone": "warning", "text": "<p>Prudence</p>"}, "id": "c"},
            {
                "type": "table",
                "id": "tb",
                "value": {
                    "columns": [{"type": "header", "heading": ""}, {"type": "cell", "heading": "Prêt"}],
                    "rows": [{"values": ["<p>Durée</p>", "<p>5 ans</p>"]}],
                    "caption": "",
                },
            },
            offer_block(offer, "Pour commencer"),
        ],
    )  # fmt: skip
    SheetAuthorFactory(page=page, user__first_name="Rosa", user__last_name="Auteure")
    SheetAuthorFactory(page=page, user__first_name="", user__last_name="")
    SheetAuthorFactory(page=page, is_public=False, user__first_name="Discrète")
    SheetAuthorFactory(page=page, user=None, name="Le service étude")
    shown = text_of(client, page.url)
    for words in (
        "Un titre : le sujet", "Vérifiée le 1er mars 2026", "porter un projet", "épargne", "Financer autrement",
        'id="premiere-partie"', 'href="#premiere-partie-2"', "<td>5 ans</td>", '<th scope="row">Durée</th>',
        "Attention", "Une parole", "Prudence", "Prêt d’honneur visible", "Pour commencer",
        "Rosa Auteure, Le service étude",
        "Groupe des fiches", "Comment participer", 'href="https://example.org/etude" rel="noopener"', "l’eau",
    ):  # fmt: skip
        assert words in shown, words
    assert "<b>" not in shown.replace("<b> :", "")
    assert "Discrète" not in shown
    assert "data-block-key" not in shown
    assert not client.cookies


def test_an_offer_that_is_proposed_no_longer_leaks_nothing(client: Client) -> None:
    gone = OfferFactory(title="Titre devenu secret", summary="Résumé secret", hidden=True)
    never = OfferFactory(title="Jamais public", draft=True)
    page = SheetPageFactory(
        body=[offer_block(gone, "La note"), offer_block(never), text_block("<p>Suite</p>")]
    )
    SheetOfferFactory(page=page, offer=gone, title="Titre du jour du lien")
    SheetOfferFactory(page=page, offer=never, title="")
    shown = text_of(client, page.url)
    assert "n’est plus proposée dans le catalogue" in shown
    assert "Titre du jour du lien" in shown
    assert "La note" in shown
    for secret in ("devenu secret", "Résumé secret", "Jamais public"):
        assert secret not in shown


def test_pictures_have_their_text_and_a_missing_one_leaves_its_caption(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    image = an_image()
    value = {
        "image": {"image": image.pk, "decorative": False, "alt_text": "Un pont"},
        "caption": "Vue d’ici",
    }
    lost = {
        "image": {"image": 999_999, "decorative": True, "alt_text": ""},
        "caption": "Légende orpheline",
    }
    page = SheetPageFactory(
        body=[
            {"type": "picture", "value": one, "id": f"i{n}"} for n, one in enumerate((value, lost))
        ]
    )
    with rendering():
        shown = text_of(client, page.url)
    assert 'alt="Un pont"' in shown
    assert "Vue d’ici" in shown
    assert "Légende orpheline" in shown


def test_the_page_takes_the_same_statements_whatever_it_holds(
    client: Client, django_assert_num_queries: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    theme = ThemeFactory()
    group = GroupFactory()

    def make(number: int) -> SheetPage:
        blocks = [text_block("<h2>Partie</h2><p>Texte</p>")] * number
        for _ in range(number):
            offer = OfferFactory()
            picture = {
                "image": {"image": an_image().pk, "decorative": True, "alt_text": ""},
                "caption": "",
            }
            blocks = [
                *blocks,
                offer_block(offer),
                {"type": "picture", "value": picture, "id": f"i{offer.pk}"},
            ]
        page = SheetPageFactory(
            body=blocks, themes=[theme], tags=[f"mot {n}" for n in range(number)], group=group
        )
        for _ in range(number):
            SheetAuthorFactory(page=page)
        return page

    pages = [make(1), make(3)]
    SheetPageFactory(themes=[theme])
    current()
    with rendering():
        for page in pages:
            text_of(client, page.url)
    for page in pages:
        with django_assert_num_queries(22):
            text_of(client, page.url)


def test_how_to_take_part_follows_who_reads(client: Client) -> None:
    cases: tuple[tuple[Group, str, str], ...] = (
        (GroupFactory(open=True), "Voir le groupe et le rejoindre", "Rejoindre le groupe"),
        (GroupFactory(), "Voir le groupe et le rejoindre", "Demander à rejoindre le groupe"),
        (
            GroupFactory(private=True, name="Groupe caché"),
            "écrite par un groupe",
            "écrite par un groupe",
        ),
        (
            GroupFactory(archived=True, name="Groupe clos"),
            "écrite par un groupe",
            "écrite par un groupe",
        ),
    )
    person = signed_in(UserFactory())
    for group, for_visitor, for_person in cases:
        page = SheetPageFactory(group=group)
        member = signed_in(GroupMembershipFactory(group=group).user)
        for reader, words in ((client, for_visitor), (person, for_person)):
            shown = text_of(reader, page.url)
            assert words in shown
            assert "Écrire dans la fiche" not in shown
            if group.openness == "prive" or group.is_archived:
                assert group.name not in shown
        assert ("Écrire dans la fiche" in text_of(member, page.url)) is not group.is_archived
    held = SheetPageFactory(group=cases[0][0], held_at=timezone.now())
    member = signed_in(GroupMembershipFactory(group=cases[0][0]).user)
    assert "n’est pas ouverte à l’écriture" in text_of(member, held.url)


def test_related_sheets_share_themes(client: Client) -> None:
    one, two = ThemeFactory(), ThemeFactory()
    page = SheetPageFactory(themes=[one, two])
    SheetPageFactory(title="Proche", themes=[one, two])
    SheetPageFactory(title="Un peu", themes=[two])
    SheetPageFactory(title="Brouillon proche", themes=[one], draft=True)
    SheetPageFactory(title="Ailleurs", themes=[ThemeFactory()])
    shown = text_of(client, page.url)
    assert shown.index("Proche") < shown.index("Un peu")
    assert "Brouillon proche" not in shown
    assert "Ailleurs" not in shown


def test_the_walk_from_a_group_to_the_public_page() -> None:
    writing = begin(open=True)
    newcomer = UserFactory(first_name="Nour")
    visitor = Visitor()
    visitor.force_login(newcomer)
    assert visitor.get(f"/fiches/ecrire/{writing.page.pk}/").status_code == 404
    assert "Il vous faut d’abord un groupe" in text_of(visitor, "/fiches/creer/")
    text_of(visitor, writing.group.get_absolute_url())
    visitor.post(f"/groupes/{writing.group.slug}/rejoindre/")
    shown = text_of(visitor, "/fiches/creer/?groupe=" + writing.group.slug)
    assert writing.group.name in shown
    refused = visitor.post("/fiches/creer/", {"title": " ", "group": writing.group.pk})
    assert refused.status_code == 422
    text_of(visitor, "/fiches/creer/")
    made = visitor.post("/fiches/creer/", {"title": "Ma fiche : début", "group": writing.group.pk})
    page = SheetPage.objects.get(title="Ma fiche : début")
    assert made.headers["Location"] == f"/fiches/ecrire/{page.pk}/"
    assert page.slug == "ma-fiche-debut"
    writing.page = page
    writing.write("Ma fiche", newcomer)
    text_of(visitor, "/compte/fiches/")
    assert visitor.post(f"/fiches/proposer/{page.pk}/").status_code == 302
    reviewer = Visitor()
    reviewer.force_login(writing.moderator)
    shown = text_of(reviewer, f"/fiches/relecture/{page.pk}/")
    assert "Texte de Ma fiche" in shown
    review = reviewing.review_of(page)
    assert review is not None
    sent = {"task": review.task.pk, "decision": "publier", "comment": ""}
    assert reviewer.post(f"/fiches/relecture/{page.pk}/", sent).status_code == 302
    shown = text_of(Client(), "/fiches/ma-fiche-debut/")
    assert "Texte de Ma fiche" in shown
    assert newcomer.shown_name in shown


def test_a_group_of_another_is_refused_in_the_form() -> None:
    writing = begin()
    other = GroupFactory()
    member = signed_in(writing.alice)
    for group in (other.pk, "", "x", 0):
        answer = member.post("/fiches/creer/", {"title": "Titre", "group": group})
        assert answer.status_code == 422
    assert SheetPage.objects.count() == 1


def test_slugs_are_free_and_reserved_ones_left_alone() -> None:
    writing = begin("Créer")
    assert writing.page.slug == "creer-2"
    again = services.create_sheet(writing.group, "Créer", writing.alice)
    assert again.slug == "creer-3"
    assert services.create_sheet(writing.group, "???", writing.alice).slug == "fiche"


def test_the_panel_of_a_group_and_the_account(
    client: Client, django_assert_num_queries: Any
) -> None:
    writing = begin(open=True)
    url = writing.group.get_absolute_url()
    assert "Les fiches du groupe" not in text_of(client, url)
    public = SheetPageFactory(group=writing.group, title="Fiche publique")
    member = signed_in(writing.alice)
    for reader, seen in ((client, False), (signed_in(UserFactory()), False), (member, True)):
        shown = text_of(reader, url)
        assert "Fiche publique" in shown
        assert ("Premier titre" in shown) is seen
        assert ("En préparation" in shown) is seen
    shown = text_of(member, "/compte/fiches/")
    assert "Premier titre" in shown and public.title in shown
    with django_assert_num_queries(9):
        text_of(member, "/compte/fiches/")
    SheetPageFactory.create_batch(2, group=writing.group)
    with django_assert_num_queries(9):
        text_of(member, "/compte/fiches/")


def test_sheets_stand_on_the_page_of_an_offer(client: Client) -> None:
    offer = OfferFactory()
    for title, kwargs in (("Fiche visible", {}), ("Fiche cachée", {"draft": True})):
        SheetOfferFactory(page=SheetPageFactory(title=title, **kwargs), offer=offer, note="")
    shown = text_of(client, offer.get_absolute_url())
    assert "Les fiches qui en parlent" in shown
    assert "Fiche visible" in shown
    assert "Fiche cachée" not in shown
    assert "Les fiches qui en parlent" not in text_of(client, OfferFactory().get_absolute_url())


def test_review_shows_what_was_proposed_and_who_decides() -> None:
    writing = begin()
    writing.write("Proposé")
    services.submit(writing.page, writing.alice)
    writing.write("Tapé depuis")
    writing.pause()
    url = f"/fiches/relecture/{writing.page.pk}/"
    member, reviewer = signed_in(writing.bob), signed_in(writing.moderator)
    shown = text_of(member, url)
    assert "Proposé" in shown and "Texte de Tapé depuis" not in shown
    assert "Votre décision" not in shown
    assert member.post(url, {"task": 1, "decision": "publier"}).status_code == 404
    assert "Votre décision" in text_of(reviewer, url)
    review = reviewing.review_of(writing.row)
    assert review is not None
    text = text_of_post(
        reviewer, url, {"task": review.task.pk, "decision": "renvoyer", "comment": ""}
    )
    assert "Dites au groupe ce qu’il faut reprendre" in text
    assert reviewer.post(url, {"task": 0, "decision": "publier"}).status_code == 200
    assert not writing.row.live
    reviewer.post(url, {"task": review.task.pk, "decision": "renvoyer", "comment": "Les sources"})
    assert "Les sources" in text_of(member, url)


def text_of_post(client: Client, url: str, sent: dict[str, Any]) -> str:
    return " ".join(unescape(client.post(url, sent).content.decode()).split())


def test_holding_a_sheet() -> None:
    writing = begin()
    writing.write("Un")
    url = f"/fiches/administration/{writing.page.pk}/"
    staff, member = signed_in(writing.moderator), signed_in(writing.alice)
    assert member.get(url).status_code == 404
    assert "Reprendre la fiche" in text_of(staff, url)
    assert staff.post(url).headers["Location"].startswith("/gestion/pages/")
    assert writing.row.held_at is not None
    assert "Rendre au groupe" in text_of(staff, url)
    staff.post(url)
    assert writing.row.held_at is None
