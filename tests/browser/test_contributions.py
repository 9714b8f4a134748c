"""From « Se référencer » to the public page: claim, check, invitation, amend, returned, amended again, accepted."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DemoSite
from tests.browser.hands import Pointer
from tests.browser.mailbox import Mailbox, link_in
from tests.browser.pictures import picture
from tests.browser.test_accounts import READING_TIME, enter_by_code

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], None]
FREE = """
from connect.memberships.selectors import administered
from connect.offers.enums import Kind
from connect.offers.selectors import visible_to
from connect.structures.models import Structure
held = Structure.objects.filter(administered()).values("pk")
offer = visible_to(None).filter(kind=Kind.FUNDING).exclude(structure__in=held).order_by("reference").first()
print("FOUND", offer.reference, offer.structure.reference, offer.structure.slug)
"""
CLAIMANT, COLLEAGUE = "presidence@example.org", "tresorerie@example.org"
FIRST, SECOND = "Première rédaction du parcours.", "Seconde rédaction, avec qui peut demander."


def free_offer(site: DemoSite) -> tuple[str, str, str]:
    """An offer whose structure nobody holds: its reference, that of the structure, the address of the structure."""
    said = site.manage("shell", "--no-imports", "-c", FREE)
    _, offer, structure, slug = next(
        line for line in said.splitlines() if line.startswith("FOUND")
    ).split()
    return offer, structure, slug


def claim(page: Page, site: DemoSite, structure: str, slug: str) -> None:
    """Ask to hold a structure, from its public page, without account."""
    box = Mailbox(site, CLAIMANT)
    page.goto(f"/structures/{slug}/")
    page.locator(f"main a[href='/se-referencer/{structure}/']").first.click()
    picture(page, "se-referencer")
    page.get_by_label("Votre fonction").fill("présidente")
    page.get_by_label("Votre adresse électronique").fill(CLAIMANT)
    page.wait_for_timeout(READING_TIME)
    page.get_by_role("button", name="Demander à tenir la fiche").click()
    page.goto(link_in(box.next(""), "/se-referencer/confirmer/"))
    page.locator("main form button[type=submit]").first.click()


def check(staff: Page) -> None:
    """The chamber accepts on the Monday page."""
    staff.goto("/gestion/lundi/?sorte=referencements")
    row = staff.locator("[data-duty]").filter(has_text=CLAIMANT)
    expect(row).to_have_count(1)
    row.get_by_role("button", name="Accepter").click()
    expect(row).to_have_count(0)


def invite(page: Page, structure: str) -> None:
    """Invite a colleague."""
    page.goto(f"/compte/structures/{structure}/")
    picture(page, "ma-structure")
    form = page.locator(f"form[action$='/{structure}/inviter/']")
    form.locator("input[type=email]").fill(COLLEAGUE)
    form.locator("button[type=submit]").click()
    expect(page.locator("main")).to_contain_text(COLLEAGUE)


def write(page: Page, offer: str, text: str) -> None:
    """Change the summary, let the draft save itself, look at the preview, propose."""
    page.goto(f"/mes-fiches/offre/{offer}/modifier/")
    page.get_by_label("Résumé").fill(text)
    expect(page.locator("[data-draft-state]")).to_contain_text("Enregistré")
    picture(page, "modifier-une-fiche")
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.locator("main")).to_contain_text(text)
    page.goto(f"/mes-fiches/offre/{offer}/modifier/")
    expect(page.get_by_label("Résumé")).to_have_value(text)
    page.get_by_role("button", name="Proposer à la CRESS").click()
    expect(page).to_have_url(re.compile("/mes-fiches/"))


def open_decision(staff: Page, text: str) -> None:
    """Open the proposal from the Monday page."""
    staff.goto("/gestion/lundi/?sorte=propositions")
    row = staff.locator("[data-duty]").filter(has_text=text[:20])
    # On the Monday page such links open beside it.
    link = row.locator("a[href*='/gestion/propositions/']").first.get_attribute("href")
    assert link
    staff.goto(link)


def test_from_the_claim_to_the_public_page(
    open_page: OpenPage, site: DemoSite, sign_in: SignIn
) -> None:
    offer, structure, slug = free_offer(site)
    public, staff, president, treasurer = (open_page() for _ in range(4))
    president_box, treasurer_box = Mailbox(site, CLAIMANT), Mailbox(site, COLLEAGUE)
    claim(president, site, structure, slug)
    sign_in(staff, "moderateur")
    check(staff)

    assert structure in president_box.next("acceptée")
    enter_by_code(president, Pointer(president), site, CLAIMANT)
    invite(president, structure)

    link = link_in(treasurer_box.next("invite"), "/invitations/")
    treasurer.goto(link)
    treasurer.get_by_role("button", name="Rejoindre la structure").click()
    treasurer.goto("/mes-fiches/")
    picture(treasurer, "mes-fiches")
    write(treasurer, offer, FIRST)

    open_decision(staff, FIRST)
    staff.get_by_label(re.compile("Pourquoi|motif", re.IGNORECASE)).fill("Dites qui peut demander.")
    staff.get_by_role("button", name="Retourner à l’auteur").click()
    assert "Dites qui peut demander." in treasurer_box.next("proposition")
    treasurer.goto("/mes-fiches/")
    expect(treasurer.get_by_text("Dites qui peut demander.")).to_be_visible()
    picture(treasurer, "proposition-retournee")
    write(treasurer, offer, SECOND)
    public.goto(f"/offres/{offer}/")
    expect(public.locator("main")).not_to_contain_text(SECOND)

    open_decision(staff, SECOND)
    staff.get_by_role("button", name="Accepter ce qui est coché").click()
    expect(staff.locator("li.success")).to_be_visible()
    public.goto(f"/offres/{offer}/")
    expect(public.locator("main")).to_contain_text(SECOND)
    treasurer.goto(f"/mes-fiches/offre/{offer}/historique/")
    expect(treasurer.locator("main")).to_contain_text("accepté par la CRESS")
    picture(treasurer, "historique")


def test_a_draft_without_scripts(page_without_script: Page, site: DemoSite) -> None:
    page = page_without_script
    enter_by_code(page, Pointer(page), site, "contributeur@example.org")
    page.goto("/mes-fiches/")
    page.locator("main a[href*='/mes-fiches/offre/'][href$='/modifier/']").first.click()
    page.get_by_label("Résumé").fill("Un brouillon sans script.")
    page.get_by_role("button", name="Enregistrer le brouillon").last.click()
    expect(page.get_by_label("Résumé")).to_have_value("Un brouillon sans script.")
    page.goto("/mes-fiches/")
    expect(page.locator("main")).to_contain_text("brouillon")
