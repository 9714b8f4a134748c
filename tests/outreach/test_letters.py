"""Letters by territory: strict files, whom they go to, what they say, coverage."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from connect.notifications.models import Notice, Suppression
from connect.notifications.services import recipient_of
from connect.outreach import campaigns, sending
from connect.outreach.enums import CampaignState
from connect.outreach.letters import prospects
from connect.outreach.letters.coverage import coverage
from connect.outreach.letters.reading import MOST_LINES, FileRefused, read_file
from connect.outreach.letters.writing import (
    candidates,
    compose_letter,
    prepare_letter,
    propose_paragraph,
)
from connect.outreach.models import Campaign, Prospect, Target
from connect.structures.models import Structure
from connect.taxonomy.models import Territory
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.memberships.factories import MembershipFactory, NetworkAnimatorFactory
from tests.outreach.factories import (
    CampaignFactory,
    ParagraphFactory,
    ProspectFactory,
    TargetFactory,
    days_ago,
)
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import TerritoryFactory

pytestmark = pytest.mark.django_db
HEAD = "nom,adresse,commune\n"


def region() -> tuple[Territory, Territory, Territory]:
    """A department, an intercommunality, a commune of both."""
    department = TerritoryFactory(department=True, code="53", name="Mayenne")
    epci = TerritoryFactory(
        epci_level=True, code="245300001", name="Pays de Nozay", parent=department
    )
    commune = TerritoryFactory(code="53001", name="Nozay", parent=department, epci=epci)
    return department, epci, commune


def test_reads_what_is_written_as_asked() -> None:
    _, _, commune = region()
    for text in (
        f"{HEAD}Café associatif,Cafe@Example.org,Nozay\n",
        "\ufeffcommune;nom;adresse\r\nNOZAY;Café associatif;cafe@example.org\r\n\r\n",
        f'{HEAD}"Café associatif",cafe@example.org,"Nozay"',
    ):
        (line,) = read_file(text.encode())
        assert (line.name, line.address, line.commune) == (
            "Café associatif",
            "cafe@example.org",
            commune.pk,
        )


def test_accented_domains_are_compared_as_accounts_keep_them() -> None:
    department, _, commune = region()
    UserFactory(email="membre@xn--cole-9oa.example.org")
    lines = read_file(
        f"{HEAD}A,Membre@École.example.org,Nozay\nB,b@école.example.org,Nozay\n".encode()
    )
    told = prospects.import_prospects(lines, "Annuaire", by=UserFactory(editor=True))
    assert (told.added, told.members) == (1, 1)
    StructureFactory(email="B@école.example.org", commune=commune, department=department)

    (target,) = candidates(department)
    assert target.address == Prospect.objects.get().address == "b@xn--cole-9oa.example.org"


def test_refuses_whole_files_with_what_to_correct() -> None:
    region()
    TerritoryFactory(name="Double")
    TerritoryFactory(name="Double")
    good = "A,a@example.org,Nozay\n"
    cases: tuple[tuple[bytes, str], ...] = (
        (b"", "vide"),
        (b"   \n", "vide"),
        (HEAD.encode(), "première ligne"),
        (b"nom,adresse\nA,a@example.org\n", "trois colonnes"),
        (f"{HEAD}A,a@example.org\n".encode(), "2 cellules"),
        ((HEAD + good).encode("utf-16"), "UTF-16"),
        (f"{HEAD}Café,a@example.org,Nozay\n".encode("cp1252"), "pas en UTF-8 (ligne 2)"),
        (b"PK\x03\x04classeur", "classeur"),
        (f"{HEAD}A\0,a@example.org,Nozay\n".encode(), "pas un fichier CSV"),
        (b"x" * 1_000_001, "1 Mo"),
        ((HEAD + good * (MOST_LINES + 1)).encode(), "5000 lignes"),
        (f'{HEAD}"A,a@example.org,Nozay\n'.encode(), "guillemets"),
        (f"{HEAD},a@example.org,Nozay\n".encode(), "Ligne 2 : le nom est vide"),
        (f"{HEAD}{'x' * 161},a@example.org,Nozay\n".encode(), "160 caractères"),
        (f"{HEAD}<b>A</b>,a@example.org,Nozay\n".encode(), "code"),
        (f"{HEAD}A,pas une adresse,Nozay\n".encode(), "n’est pas une adresse"),
        (f"{HEAD}A,a@example.org,Paris\n".encode(), "n’est pas une commune"),
        (f"{HEAD}A,a@example.org,\n".encode(), "commune est vide"),
        (f"{HEAD}A,a@example.org,Double\n".encode(), "ajoutez le code postal"),
    )
    for content, expected in cases:
        with pytest.raises(FileRefused) as refusal:
            read_file(content)
        assert expected in " ".join(refusal.value.faults), content[:60]
    with pytest.raises(FileRefused) as many:
        read_file((HEAD + "A,faux,Nozay\n" * 50).encode())
    assert len(many.value.faults) == 21 and "30 autres" in many.value.faults[-1]


def test_imports_each_address_once_with_its_origin() -> None:
    _, _, commune = region()
    editor = UserFactory(editor=True)
    ProspectFactory(address="deja@example.org")
    Suppression.objects.create(
        recipient=recipient_of("non@example.org"), kind="lettre-referencement"
    )
    member = UserFactory(email="membre@example.org")
    rows = ["neuve", "neuve", "deja", "non", "membre"]
    lines = read_file((HEAD + "".join(f"=A,{one}@example.org,Nozay\n" for one in rows)).encode())

    done = prospects.import_prospects(lines, " Annuaire ", by=editor)

    assert (done.added, done.known, done.opposed, done.members) == (1, 2, 1, 1)
    kept = Prospect.objects.get(address="neuve@example.org")
    assert (kept.origin, kept.commune, kept.imported_by) == ("Annuaire", commune, editor)
    assert member.email == "membre@example.org"
    for origin in ("", "  ", "x" * 201):
        with pytest.raises(ValidationError):
            prospects.import_prospects(lines, origin, by=editor)
    for user in (UserFactory(), UserFactory(publisher=True)):
        with pytest.raises(PermissionDenied):
            prospects.import_prospects(lines, "Annuaire", by=user)
        with pytest.raises(PermissionDenied):
            prospects.erase([kept.pk], by=user)
    assert prospects.erase([kept.pk], by=editor) == 1


def test_addresses_are_erased_after_twelve_months_or_an_opposition() -> None:
    ProspectFactory(imported_at=days_ago(366))
    opposed, kept = ProspectFactory(), ProspectFactory(imported_at=days_ago(300))
    Suppression.objects.create(recipient=recipient_of(opposed.address), kind="lettre-referencement")

    waiting = TargetFactory(
        campaign=CampaignFactory(letter=True), structure=None, prospect=opposed, address=opposed.address
    )  # fmt: skip

    assert prospects.forget_old_prospects() == 2
    assert Prospect.objects.get() == kept
    waiting.refresh_from_db()
    assert (waiting.address, waiting.prospect) == ("", None)
    assert sending.hand_over() == 0


def test_writes_to_whom_nobody_wrote_in_this_territory_only() -> None:
    department, epci, commune = region()
    alone = StructureFactory(epci=epci, department=department, email="Seule@example.org")
    held = StructureFactory(epci=epci, email="tenue@example.org")
    MembershipFactory(structure=held)
    StructureFactory(epci=epci, email="privee@example.org", private=True)
    StructureFactory(epci=epci, email="")
    here = ProspectFactory(commune=commune)
    ProspectFactory(commune=commune, address="seule@example.org")
    ProspectFactory()
    written = ProspectFactory(commune=commune)
    TargetFactory(
        campaign=CampaignFactory(letter=True, state=CampaignState.ENDED),
        structure=None, prospect=written, address=written.address, sent_at=days_ago(300),
    )  # fmt: skip
    opposed = ProspectFactory(commune=commune)
    Suppression.objects.create(recipient=recipient_of(opposed.address), kind="lettre-referencement")

    for place in (epci, department):
        found = {(one.structure_id, one.prospect_id) for one in candidates(place)}
        assert found == {(alone.pk, None), (None, here.pk)}, place


def letter() -> tuple[Campaign, Prospect, Structure]:
    _, epci, commune = region()
    prospect = ProspectFactory(commune=commune)
    structure = StructureFactory(epci=epci, email="seule@example.org")
    campaign = prepare_letter(epci, by=UserFactory(editor=True))
    return campaign, prospect, structure


def test_a_letter_leaves_once_approved_and_only_while_it_stands() -> None:
    campaign, prospect, structure = letter()
    assert sending.hand_over() == 0
    assert prepare_letter(campaign.territory, by=UserFactory(editor=True)) == campaign  # type: ignore[arg-type]  # a letter has one
    campaigns.approve(campaign, by=UserFactory(moderator=True))
    assert sending.hand_over() == 2
    first = Notice.objects.get(recipient=recipient_of(prospect.address))
    second = Notice.objects.get(recipient=recipient_of(structure.email))
    mail = compose_letter(first)
    assert mail is not None and mail.context["origin"] == prospect.origin
    assert compose_letter(second) is not None

    MembershipFactory(structure=structure)
    Prospect.objects.all().delete()
    assert compose_letter(first) is None and compose_letter(second) is None
    assert Target.objects.filter(campaign=campaign).count() == 2


def test_a_stopped_letter_sends_nothing() -> None:
    campaign, prospect, _ = letter()
    moderator = UserFactory(moderator=True)
    campaigns.approve(campaign, by=moderator)
    sending.hand_over()
    assert campaigns.stop(campaign, by=moderator) == 2
    assert compose_letter(Notice.objects.get(recipient=recipient_of(prospect.address))) is None


def test_nobody_to_write_to_is_told() -> None:
    department, epci, commune = region()
    editor = UserFactory(editor=True)
    for place in (epci, department, commune):
        with pytest.raises(ValidationError):
            prepare_letter(place, by=editor)
    with pytest.raises(PermissionDenied):
        prepare_letter(epci, by=UserFactory())


def test_an_animator_proposes_the_paragraph_of_their_territory() -> None:
    department, epci, commune = region()
    ProspectFactory(commune=commune)
    animator = NetworkAnimatorFactory(network__territory=department)
    propose_paragraph(department, " Permanence le mardi. ", by=animator.user)
    campaign = prepare_letter(department, by=UserFactory(editor=True))

    assert campaign.words == "Permanence le mardi."
    for user in (NetworkAnimatorFactory().user, UserFactory()):
        with pytest.raises(PermissionDenied):
            propose_paragraph(department, "Autre", by=user)
    with pytest.raises(PermissionDenied):
        propose_paragraph(epci, "Autre", by=animator.user)
    with pytest.raises(ValidationError):
        propose_paragraph(department, "x" * 1300, by=animator.user)


def test_the_page_of_the_paragraph_is_for_its_animators(client: Visitor) -> None:
    page = reverse("network-letter")
    other = ParagraphFactory(text="SECRET d’un autre réseau")
    assert client.get(page).status_code == 302
    stranger = Visitor()
    stranger.force_login(UserFactory())
    assert stranger.get(page).status_code == 404
    animator = NetworkAnimatorFactory(network__territory=region()[0])
    mine = Visitor()
    mine.force_login(animator.user)
    assert "SECRET" not in mine.get(page).content.decode()

    place = animator.network.territory_id
    assert mine.post(page, {"territoire": place, "texte": "x" * 1300}).status_code == 422
    assert mine.post(page, {"territoire": place, "texte": "Le mardi."}).status_code == 302
    assert "Le mardi." in mine.get(page).content.decode()
    for wrong in (other.territory_id, "x", ""):
        assert mine.post(page, {"territoire": wrong, "texte": "Non"}).status_code == 404
    assert mine.delete(page).status_code == 405
    other.refresh_from_db()
    assert other.text.startswith("SECRET")


def test_coverage_counts_structures_addresses_and_letters() -> None:
    _, epci, commune = region()
    bare = TerritoryFactory(epci_level=True)
    StructureFactory(epci=epci)
    StructureFactory(epci=epci, private=True)
    prospect = ProspectFactory(commune=commune)
    TargetFactory(
        campaign=CampaignFactory(letter=True), structure=None, prospect=prospect,
        address=prospect.address, sent_at=timezone.now(),
    )  # fmt: skip
    rows = {one.pk: one for one in coverage()}

    assert rows[bare.pk].is_bare and not rows[epci.pk].is_bare
    assert (rows[epci.pk].structures, rows[epci.pk].prospects, rows[epci.pk].letters) == (1, 1, 1)


def test_the_desk_imports_and_prepares(client: Visitor) -> None:
    _, epci, commune = region()
    client.force_login(UserFactory(editor=True))
    page = reverse("prospects")
    client.get(page)

    def send(content: bytes, origin: str = "Annuaire") -> Any:
        file = SimpleUploadedFile("adresses.csv", content, content_type="text/csv")
        return client.post(page, {"fichier": file, "origine": origin})

    bad = send(f"{HEAD}A,faux,Nozay\n".encode())
    assert bad.status_code == 422 and "Ligne 2" in bad.content.decode()
    assert client.post(page, {"origine": "Annuaire"}).status_code == 422
    assert send(f"{HEAD}A,a@example.org,Nozay\n".encode(), "").status_code == 422
    assert not Prospect.objects.exists()
    assert send(f"{HEAD}=HYPERLINK(1),a@example.org,Nozay\n".encode()).status_code == 302
    assert "HYPERLINK" in client.get(page).content.decode()

    prepare = reverse("letter-prepare")
    for wrong in ("", "x", str(commune.pk), "99999999"):
        answer = client.post(prepare, {"territoire": wrong})
        assert answer["Location"] == reverse("letters-coverage")
    client.post(prepare, {"territoire": epci.pk})
    campaign = Campaign.objects.get()
    target = campaign.targets.get()
    assert client.get(reverse("campaign", args=[campaign.pk])).status_code == 200
    mail = client.get(reverse("campaign-preview-mail", args=[campaign.pk, target.pk]))
    assert "Annuaire" in mail.content.decode() and "CNIL" in mail.content.decode()
    file = client.get(reverse("letters-coverage-csv"))
    assert (
        b"adresses_importees" in b"".join(file.streaming_content)
        if file.streaming
        else file.content
    )
    assert datetime.date.today().year > 2000


def test_privacy_hands_over_and_erases() -> None:
    from connect.accounts.privacy import holdings  # noqa: PLC0415  # registries are ready only now

    user = UserFactory(email="moi@example.org")
    TargetFactory(structure=StructureFactory(), user=user, sent=True)
    TargetFactory(structure=StructureFactory(email="moi@example.org"), sent=True)
    ProspectFactory(address="moi@example.org")
    other = TargetFactory(sent=True)
    mine = {one.key: one for one in holdings()}
    assert len(list(mine["relances"].export(user))) == 2
    assert len(list(mine["lettres"].export(user))) == 1
    for key in ("relances", "lettres", "appels-aux-structures"):
        mine[key].erase(user)
        assert not list(mine[key].export(user))

    other.refresh_from_db()
    assert other.recipient
    assert not Target.objects.filter(address="moi@example.org").exists()
