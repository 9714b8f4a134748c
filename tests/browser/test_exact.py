"""The yearly reminder: approved by the staff, received, answered from a phone without account, seen by the staff."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DemoSite
from tests.browser.mailbox import Mailbox, link_in
from tests.browser.pictures import picture

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], None]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
WRONG = "Le nouveau téléphone est le 02 40 00 00 00."
PREPARED = """
from connect.outreach.models import Target
waiting = Target.objects.filter(campaign__kind="relance", campaign__state="preparee", structure__isnull=False)
target = waiting.exclude(address="").exclude(structure__offers=None).order_by("pk").first()
print("FOUND", target.campaign_id, target.address)
"""
TURN = "from connect.outreach.tasks import send_campaigns; send_campaigns()"


def test_a_reminder_is_answered_from_a_phone(
    open_page: OpenPage, site: DemoSite, sign_in: SignIn
) -> None:
    said = site.manage("shell", "--no-imports", "-c", PREPARED)
    found = next(line for line in said.splitlines() if line.startswith("FOUND"))
    _, campaign, address = found.split()
    staff, phone = open_page(), open_page(**PHONE)
    box = Mailbox(site, address)
    sign_in(staff, "moderateur")
    staff.goto(f"/gestion/relances/{campaign}/")
    staff.get_by_label(re.compile("J’ai relu l’aperçu")).check()
    staff.get_by_role("button", name=re.compile("^Approuver l’envoi")).click()
    expect(staff.get_by_role("button", name=re.compile("^Approuver"))).to_have_count(0)

    # The job comes every ten minutes: this is its next turn.
    site.manage("shell", "--no-imports", "-c", TURN)
    link = link_in(box.next("toujours exactes"), "/toujours-exact/")
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("toujours exactes")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    picture(phone, "toujours-exact")
    sheets = phone.locator(".exact-sheet")
    first, last = sheets.first, sheets.last
    first.get_by_role("button", name=re.compile("^Toujours exact")).tap()
    expect(first).to_contain_text("Vous avez confirmé cette fiche.")
    last.locator("summary").tap()
    last.get_by_label("Ce qui doit être corrigé").fill(WRONG)
    last.get_by_role("button", name="Envoyer la correction").tap()
    expect(last).to_contain_text("Votre correction est arrivée à la CRESS.")

    staff.goto("/gestion/lundi/?sorte=erreurs-signalees")
    expect(staff.get_by_text(WRONG)).to_be_visible()
