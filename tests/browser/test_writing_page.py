"""The page on which a sheet is written, as a page: by the keyboard alone, for everybody's eyes, and what it weighs."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, expect

from tests.browser.conftest import DemoSite
from tests.browser.hands import Keyboard, assert_focus_seen
from tests.browser.test_accessibility import SETTLED, TOO_WIDE, axe
from tests.browser.writers import Desk, until

pytestmark = pytest.mark.browser

SHEET = "innovation-sociale"
MOST_SCRIPT = 230_000


@pytest.fixture(scope="module")
def desk(
    site: DemoSite, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """A copy of the demonstration."""
    made = Desk(site, browser, tmp_path_factory.mktemp("page") / "var")
    yield made
    made.close()


def test_everything_is_done_with_the_keyboard(desk: Desk) -> None:
    with desk.writers("membre_groupe") as (one,):
        one.open(desk.sheets[SHEET])
        keys = one.page.keyboard
        hands = Keyboard(one.page)
        hands.reach(one.part("title").locator(".ProseMirror"))
        keys.press("End")
        one.type(" au clavier")
        # Enter goes from one text to the next.
        keys.press("Enter")
        expect(one.part("summary").locator(".ProseMirror")).to_be_focused()
        keys.press("Enter")
        expect(one.part("body").locator(".ProseMirror")).to_be_focused()
        assert_focus_seen(one.page)
        keys.press("ControlOrMeta+Home")
        one.type("/encadre")
        menu = one.page.get_by_role("listbox", name="Insérer")
        expect(menu.get_by_role("option", selected=True)).to_contain_text("À savoir")
        keys.press("ArrowDown")
        keys.press("Enter")
        one.type("Danger au clavier")
        warning = one.part().locator(".callout[data-tone=warning]", has_text="Danger au clavier")
        expect(warning).to_be_visible()
        # The bar of the form of the text is one stop; arrows go inside it.
        keys.press("Alt+F10")
        bar = one.page.get_by_role("toolbar")
        expect(bar.locator(":focus")).to_have_count(1)
        keys.press("End")
        keys.press("Home")
        expect(bar.get_by_role("button", name="Annuler")).to_be_focused()
        keys.press("Escape")
        expect(one.part("body").locator(".ProseMirror")).to_be_focused()
        # A link that would run something is refused with a sentence; the window gives the focus back.
        keys.press("ControlOrMeta+k")
        expect(one.page.get_by_label("Adresse", exact=True)).to_be_focused()
        one.type("javascript:alert(1)")
        keys.press("Enter")
        expect(one.page.get_by_role("dialog")).to_contain_text("adresse complète")
        keys.press("Escape")
        expect(one.part("body").locator(".ProseMirror")).to_be_focused()
        # The text is no trap: what comes next is a card in it, then the sources, then what stands beside.
        keys.press("Escape")
        keys.press("Tab")
        expect(one.part("body").locator(".ProseMirror")).not_to_be_focused()
        hands.reach(one.part("sources").locator(".ProseMirror"))
        keys.press("Tab")
        expect(one.page.locator("[data-facts] :focus")).to_have_count(1)
        one.is_saved()


def test_an_offer_is_found_and_put_in_the_text(desk: Desk) -> None:
    with desk.writers("membre_groupe") as (one,):
        asked: list[str] = []
        one.page.on("request", lambda request: asked.append(request.url))
        one.open(desk.sheets[SHEET])
        cards = one.part().get_by_role("group", name="Carte d’offre")
        before = cards.count()
        expect(cards.last.get_by_role("link")).to_be_visible()
        # The terms of all the cards come in one answer.
        assert len([url for url in asked if "/cartes/" in url]) == 1
        one.begin()
        one.page.keyboard.press("ControlOrMeta+Alt+o")
        one.page.get_by_label("Chercher dans le catalogue").fill("emploi")
        found = one.page.get_by_role("dialog").get_by_role("listitem").get_by_role("button")
        expect(one.page.get_by_role("dialog")).to_contain_text("premières")
        title = found.first.locator(".found-title").inner_text()
        found.first.click()
        expect(cards).to_have_count(before + 1)
        expect(cards.get_by_role("link", name=title).first).to_be_visible()
        # What is pasted is cleaned by the list of blocks.
        one.type("Avant ")
        one.part("body").locator(".ProseMirror").evaluate(PASTE, HOSTILE)
        until(lambda: "Collé" in one.text())
        assert one.part().locator("script, iframe, [onclick], [style*=red]").count() == 0
        assert one.part().locator("a[href^=javascript]").count() == 0
        expect(one.page.locator("[data-message]")).to_contain_text("images")
        one.is_saved()


PASTE = """(place, html) => {
  const data = new DataTransfer();
  data.setData('text/html', html);
  data.setData('text/plain', 'Collé');
  place.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""
HOSTILE = (
    "<p onclick='alert(1)' style='color: red'>Collé <a href='javascript:alert(1)'>ici</a></p>"
    "<script>alert(1)</script><iframe src='/'></iframe><img src='data:image/png;base64,AAAA'>"
)


def test_the_page_is_accessible_and_light(desk: Desk) -> None:
    with desk.writers("membre_groupe") as (one,):
        wire = one.page.context.new_cdp_session(one.page)
        wire.send("Network.enable")
        urls: dict[str, str] = {}
        weights: dict[str, float] = {}
        wire.on(
            "Network.requestWillBeSent",
            lambda e: urls.update({e["requestId"]: e["request"]["url"]}),
        )
        wire.on(
            "Network.loadingFinished",
            lambda e: weights.update({urls.get(e["requestId"], ""): e["encodedDataLength"]}),
        )
        one.open(desk.sheets[SHEET])
        scripts = {url: size for url, size in weights.items() if url.endswith(".js")}
        assert sum(scripts.values()) < MOST_SCRIPT, scripts
        assert not [url for url in scripts if "local_copy" in url or "offer_choice" in url]

        one.page.evaluate(Axe().axe_script)
        faults = []
        for scheme in ("light", "dark"):
            one.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            one.page.evaluate(SETTLED)
            for width in (360, 1280):
                one.page.set_viewport_size({"width": width, "height": 900})
                told = axe(one.page, part=".writing", colours_only=scheme == "dark")
                told += one.page.evaluate(TOO_WIDE)
                faults += [f"{scheme} {width}: {fault}" for fault in told]
        assert not faults


def test_without_a_script_the_text_is_read(desk: Desk) -> None:
    with desk.writers("membre_groupe", java_script_enabled=False) as (one,):
        one.page.goto(f"/fiches/ecrire/{desk.sheets[SHEET]}/")
        expect(
            one.page.get_by_role("heading", name="Pour écrire, il faut JavaScript")
        ).to_be_visible()
        expect(one.page.locator(".writing-plain")).to_contain_text("diagnostic")
        expect(one.page.get_by_role("toolbar")).to_be_hidden()
