"""Versions of a sheet: listed, compared, kept, taken up again, and read by nobody else."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from connect.accounts.models import User
from connect.coedit import services as coedit
from connect.coedit.draft import Draft, Mark, Node
from connect.coedit.kinds import Reason
from connect.coedit.models import CoeditDocument
from connect.groups.models import Group
from tests.accounts.factories import UserFactory
from tests.groups.factories import GroupFactory, GroupMembershipFactory
from tests.offers.factories import OfferFactory
from toolbox import versions
from toolbox.comparing import LOST_OFFER
from toolbox.documents import KIND
from toolbox.models import SheetIndexPage, SheetPage, SheetVersion
from toolbox.models.index import SLUG
from toolbox.services import create_sheet

pytestmark = pytest.mark.django_db
SECRET = "Phrase que seul le groupe connaît"


def said(*texts: str, title: str = "Fiche essai", **fields: str) -> Draft:
    """A text of a few paragraphs."""
    body = tuple(
        Node("paragraph", {"id": f"p{n}"}, (Node("text", text=text),))
        for n, text in enumerate(texts)
    )
    return Draft(
        lines={"title": title, "summary": "Un résumé"}, bodies={"body": body}, fields=fields
    )


@pytest.fixture
def member() -> User:
    user: User = UserFactory(first_name="Membre", last_name="essai")
    return user


@pytest.fixture
def group(member: User) -> Group:
    made: Group = GroupMembershipFactory(user=member).group
    return made


@pytest.fixture
def sheet(group: Group, member: User) -> SheetPage:
    """A sheet that has never been published."""
    top = Page.get_first_root_node()
    top.add_child(instance=SheetIndexPage(title="Fiches", slug=SLUG))
    return create_sheet(group, "Fiche essai", member)


def keep(sheet: SheetPage, by: User, name: str, draft: Draft) -> SheetVersion:
    coedit.replace_text(KIND, sheet.pk, draft, by)
    return versions.keep(sheet, name, by)


@pytest.fixture
def two(sheet: SheetPage, member: User) -> tuple[SheetVersion, SheetVersion]:
    """Two versions, the older first."""
    first = keep(sheet, member, "Première", said("Le prêt dure deux ans.", SECRET))
    return first, keep(sheet, member, "Seconde", said("Le prêt dure trois ans.", SECRET))


def addresses(sheet: SheetPage, version: SheetVersion) -> list[str]:
    return [
        reverse("sheet_versions", args=[sheet.pk]),
        reverse("sheet_version", args=[sheet.pk, version.pk]),
        reverse("sheet_version_whole", args=[sheet.pk, version.pk]),
        reverse("sheet_preview", args=[sheet.pk]),
    ]


def test_the_list_tells_when_who_and_why(
    client: Client, sheet: SheetPage, two: tuple[SheetVersion, SheetVersion], member: User
) -> None:
    SheetPage.objects.filter(pk=sheet.pk).update(live=True, live_revision=two[0].revision)
    client.force_login(member)
    page = client.get(reverse("sheet_versions", args=[sheet.pk])).content.decode()
    assert page.index("Seconde") < page.index("Première") < page.index("En ligne")
    assert page.count("Membre essai") == 2
    assert "Garder sous ce nom" in page
    assert f"{reverse('sheet_version', args=[sheet.pk, two[0].pk])}?avec=copie" in page
    assert "noindex" in page


def test_the_list_takes_as_many_statements_for_three_as_for_one(
    client: Client, sheet: SheetPage, member: User, django_assert_num_queries: Any
) -> None:
    client.force_login(member)
    address = reverse("sheet_versions", args=[sheet.pk])
    keep(sheet, member, "Une", said("Un"))
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)
    keep(sheet, member, "Deux", said("Deux"))
    keep(sheet, member, "Trois", said("Trois"))
    with django_assert_num_queries(12):
        page = client.get(address).content.decode()
    assert "Trois" in page


def test_the_list_goes_on_over_pages(
    client: Client, sheet: SheetPage, two: tuple[SheetVersion, SheetVersion], member: User
) -> None:
    for _ in range(20):
        revision = two[0].revision
        revision.pk = None
        revision.save()
        SheetVersion.objects.create(page=sheet, revision=revision, reason="pause")
    client.force_login(member)
    address = reverse("sheet_versions", args=[sheet.pk])
    first, second = (client.get(address, {"page": n}).content.decode() for n in (1, 2))
    assert "Page 1 sur 2" in first
    assert "?page=2" in first
    assert "Première" not in first
    assert "Première" in second
    assert client.get(address, {"page": "x"}).status_code == 200


def test_a_version_tells_what_changed(
    client: Client, sheet: SheetPage, two: tuple[SheetVersion, SheetVersion], member: User
) -> None:
    client.force_login(member)
    first, second = two
    since = client.get(reverse("sheet_version", args=[sheet.pk, second.pk])).content.decode()
    assert '<del><span class="visually-hidden">[retiré\u00a0: </span>deux<span' in since
    assert '<ins><span class="visually-hidden">[ajouté\u00a0: </span>trois<span' in since
    # The same two texts, asked from the other side: the older still comes first.
    other = reverse("sheet_version", args=[sheet.pk, first.pk])
    back = client.get(other, {"avec": second.pk}).content.decode()
    assert "</span>deux<span" in back.partition("<ins>")[0] + back
    assert back.count("<del>") == since.count("<del>")
    beginning = client.get(other).content.decode()
    assert "la première version gardée" in beginning
    coedit.replace_text(KIND, sheet.pk, said("Le prêt dure dix ans.", SECRET), member)
    copy = client.get(other, {"avec": "copie"}).content.decode()
    assert "</span>dix<span" in copy
    for wrong in ("x", "-1", "9" * 40, "٣", str(second.pk + 500)):
        assert client.get(other, {"avec": wrong}).status_code == 404, wrong


def test_what_is_typed_is_never_run(client: Client, sheet: SheetPage, member: User) -> None:
    evil = "<script>alert(1)</script>"
    link = Mark("link", {"href": 'https://example.org/"onclick=x'})
    node = Node("paragraph", {"id": "a"}, (Node("text", text=evil, marks=(link,)),))
    keep(sheet, member, "Une", said("Rien"))
    version = keep(sheet, member, evil, Draft(lines={"title": evil}, bodies={"body": (node,)}))
    client.force_login(member)
    for address in addresses(sheet, version):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert '"onclick' not in page


def test_reading_a_version_and_the_working_copy_whole(
    client: Client, sheet: SheetPage, two: tuple[SheetVersion, SheetVersion], member: User
) -> None:
    coedit.replace_text(KIND, sheet.pk, said("Phrase de maintenant", title="Titre neuf"), member)
    client.force_login(member)
    whole = client.get(reverse("sheet_version_whole", args=[sheet.pk, two[0].pk])).content.decode()
    assert "dure deux ans" in whole
    assert "Phrase de maintenant" not in whole
    preview = client.get(reverse("sheet_preview", args=[sheet.pk])).content.decode()
    assert "Phrase de maintenant" in preview
    assert "<h1>Titre neuf</h1>" in preview
    # Looking changes nothing.
    assert SheetPage.objects.get(pk=sheet.pk).title == "Fiche essai"


def test_nobody_else_reads_them(
    client: Client, sheet: SheetPage, two: tuple[SheetVersion, SheetVersion], group: Group
) -> None:
    stranger = GroupMembershipFactory(group=GroupFactory(name="Autre groupe")).user
    gone = GroupMembershipFactory(group=group, ended_at=timezone.now()).user
    plain = UserFactory()
    posts = [
        reverse("sheet_keep", args=[sheet.pk]),
        reverse("sheet_restore", args=[sheet.pk, two[0].pk]),
    ]
    count = SheetVersion.objects.count()
    for user in (stranger, gone, plain):
        client.force_login(user)
        client.get(reverse("account_home"))
        for address in addresses(sheet, two[1]):
            answer = client.get(address)
            assert answer.status_code == 404, (user, address)
            assert SECRET not in answer.content.decode()
        for address in posts:
            assert client.post(address, {"name": "x"}).status_code == 404
    client.logout()
    for address in addresses(sheet, two[1]):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/compte/connexion" in answer["Location"] or "next=" in answer["Location"]
    assert SheetVersion.objects.count() == count


def test_a_version_is_read_through_its_own_sheet_only(
    client: Client, sheet: SheetPage, two: tuple[SheetVersion, SheetVersion]
) -> None:
    other_member = UserFactory()
    other = create_sheet(
        GroupMembershipFactory(user=other_member).group, "Autre fiche", other_member
    )
    own = keep(other, other_member, "À moi", said("Autre texte"))
    client.force_login(other_member)
    client.get(reverse("sheet_versions", args=[other.pk]))
    for name in ("sheet_version", "sheet_version_whole"):
        assert client.get(reverse(name, args=[other.pk, two[0].pk])).status_code == 404
    compared = client.get(reverse("sheet_version", args=[other.pk, own.pk]), {"avec": two[0].pk})
    assert compared.status_code == 404
    restored = client.post(reverse("sheet_restore", args=[other.pk, two[0].pk]))
    assert restored.status_code == 404
    assert SECRET not in str(coedit.current_draft(KIND, other.pk))


def test_the_staff_read_without_writing(
    client: Client, sheet: SheetPage, two: tuple[SheetVersion, SheetVersion]
) -> None:
    client.force_login(UserFactory(superuser=True))
    page = client.get(reverse("sheet_version", args=[sheet.pk, two[1].pk])).content.decode()
    assert "Reprendre cette version" not in page
    before = coedit.current_draft(KIND, sheet.pk)
    client.get(reverse("sheet_versions", args=[sheet.pk]))
    client.get(reverse("account_home"))
    for address in (
        reverse("sheet_restore", args=[sheet.pk, two[0].pk]),
        reverse("sheet_keep", args=[sheet.pk]),
    ):
        answer = client.post(address, {"name": "Mienne"}, follow=True)
        assert "Seuls les membres du groupe" in answer.content.decode()
    assert coedit.current_draft(KIND, sheet.pk) == before
    assert sheet.versions.count() == 2


def test_unsafe_methods(client: Client, sheet: SheetPage, two: Any, member: User) -> None:
    client.force_login(member)
    client.get(reverse("sheet_versions", args=[sheet.pk]))
    for address in addresses(sheet, two[0]):
        assert client.post(address).status_code == 405
    for address in (
        reverse("sheet_restore", args=[sheet.pk, two[0].pk]),
        reverse("sheet_keep", args=[sheet.pk]),
    ):
        assert client.get(address).status_code == 405


def test_keeping_a_version_under_a_name(client: Client, sheet: SheetPage, member: User) -> None:
    coedit.replace_text(KIND, sheet.pk, said("Un texte"), member)
    client.force_login(member)
    address = reverse("sheet_keep", args=[sheet.pk])
    client.get(reverse("sheet_versions", args=[sheet.pk]))
    page = client.post(address, {"name": "  Avant la \n réunion " + "x" * 200}, follow=True)
    assert "Cette version est gardée" in page.content.decode()
    version = sheet.versions.get()
    assert version.label == ("Avant la réunion " + "x" * 200)[: versions.LONGEST_NAME]
    assert (version.reason, version.by, version.writers) == ("version", member, ["Membre essai"])
    nameless = client.post(address, {"name": "  "}, follow=True).content.decode()
    assert "Donnez un nom" in nameless
    assert sheet.versions.count() == 1


def test_taking_up_a_version_adds_to_history(
    client: Client, sheet: SheetPage, two: tuple[SheetVersion, SheetVersion], member: User
) -> None:
    coedit.replace_text(KIND, sheet.pk, said("Pas encore gardé", SECRET), member)
    epoch = CoeditDocument.objects.get(kind=KIND, owner_id=sheet.pk).epoch
    client.force_login(member)
    client.get(reverse("sheet_version", args=[sheet.pk, two[0].pk]))
    answer = client.post(reverse("sheet_restore", args=[sheet.pk, two[0].pk]), follow=True)
    assert "La fiche dit de nouveau" in answer.content.decode()
    now = coedit.current_draft(KIND, sheet.pk)
    assert now.bodies["body"][0].plain == "Le prêt dure deux ans."
    # As new updates: whoever has it open stays in the same document.
    assert CoeditDocument.objects.get(kind=KIND, owner_id=sheet.pk).epoch == epoch
    latest, aside, *older = versions.versions_of(sheet)
    assert [one.pk for one in older] == [two[1].pk, two[0].pk]
    assert aside.reason == Reason.RESTORED
    assert "Pas encore gardé" in str(versions.text_of(aside))
    assert latest.label.startswith("Reprise de la version du ")
    assert versions.text_of(latest).bodies == versions.text_of(two[0]).bodies
    # What the public reads is not touched.
    sheet.refresh_from_db()
    assert not sheet.live
    again = client.post(reverse("sheet_restore", args=[sheet.pk, two[0].pk]), follow=True)
    assert "déjà la même chose" in again.content.decode()
    assert sheet.versions.count() == 4


def test_a_group_that_is_over_takes_nothing_up(
    sheet: SheetPage, two: tuple[SheetVersion, SheetVersion], member: User, group: Group
) -> None:
    group.archived_at = timezone.now()
    group.save()
    sheet.refresh_from_db()
    with pytest.raises(ValidationError):
        versions.restore(sheet, two[0], member)
    with pytest.raises(ValidationError):
        versions.keep(sheet, "Tard", member)


def test_a_hidden_offer_keeps_its_title_to_itself(
    client: Client, sheet: SheetPage, member: User
) -> None:
    hidden = OfferFactory(title="Offre encore secrète", draft=True)
    shown = OfferFactory(title="Offre du catalogue")
    cards = tuple(
        Node("offer", {"id": f"o{offer.pk}", "ref": offer.pk, "note": ""})
        for offer in (hidden, shown)
    )
    keep(sheet, member, "Une", said("Un"))
    version = keep(sheet, member, "Deux", Draft(lines={"title": "Un"}, bodies={"body": cards}))
    client.force_login(member)
    page = client.get(reverse("sheet_version", args=[sheet.pk, version.pk])).content.decode()
    assert "Offre du catalogue" in page
    assert LOST_OFFER in page
    for address in addresses(sheet, version):
        assert "Offre encore secrète" not in client.get(address).content.decode()
