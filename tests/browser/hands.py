"""Ways to use a page: the keyboard alone, or a pointer. A journey is written once and walked with each."""

from typing import Any, Protocol

from playwright.sync_api import Locator, Page

# A page of the catalogue has about a hundred stops; more means that the focus goes round in circles.
MOST_STOPS = 250
# What the person sees of the focus, and whether it stands on the element wanted.
AT_FOCUS = """wanted => {
  const focused = document.activeElement;
  const style = getComputedStyle(focused);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  const box = focused.getBoundingClientRect();
  return {
    lost: focused === document.body || focused === document.documentElement,
    seen: (outlined || style.boxShadow !== 'none') && box.width > 0 && box.height > 0,
    there: focused === wanted,
    what: focused.outerHTML.slice(0, 200),
  };
}"""


class Hands(Protocol):
    """What every way of using a page can do."""

    def follow(self, link: Locator) -> None:
        """Follow a link."""

    def press(self, button: Locator) -> None:
        """Press a button or open a group."""

    def tick(self, box: Locator) -> None:
        """Tick or untick a box."""

    def write(self, field: Locator, text: str) -> None:
        """Write in a field, in place of what it holds."""

    def send(self, field: Locator) -> None:
        """Send the form of a field."""


def focus(page: Page, wanted: Locator | None = None) -> dict[str, Any]:
    """What has the focus, how it looks, and whether it is the element wanted.

    Args:
        page: where to look.
        wanted: an element; None when any may hold the focus.
    """
    handle = wanted.element_handle() if wanted is not None else None
    found: dict[str, Any] = page.evaluate(AT_FOCUS, handle)
    return found


def assert_focus_seen(page: Page) -> None:
    """Check that something has the focus, and that it shows.

    Args:
        page: where to look.
    """
    state = focus(page)
    assert not state["lost"], "the focus is lost"
    assert state["seen"], f"the focus does not show on {state['what']}"


class Keyboard:
    """Tab, Enter and Space; every stop on the way must show its focus."""

    def __init__(self, page: Page) -> None:
        """Use the page with the keyboard only.

        Args:
            page: the page.
        """
        self.page = page

    def reach(self, wanted: Locator) -> None:
        """Press Tab until the focus is on an element.

        Args:
            wanted: the element.

        Raises:
            AssertionError: when Tab does not lead there, or a stop does not show its focus.
        """
        wanted.wait_for(state="visible")
        handle = wanted.element_handle()
        for _ in range(MOST_STOPS):
            state = self.page.evaluate(AT_FOCUS, handle)
            if state["there"]:
                assert state["seen"], f"the focus does not show on {state['what']}"
                return
            assert state["lost"] or state["seen"] or 'tabindex="-1"' in state["what"], (
                f"the focus does not show on {state['what']}"
            )
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {wanted}")

    def follow(self, link: Locator) -> None:
        """Follow a link."""
        self.reach(link)
        self.page.keyboard.press("Enter")

    def press(self, button: Locator) -> None:
        """Press a button or open a group."""
        self.reach(button)
        self.page.keyboard.press("Enter")

    def tick(self, box: Locator) -> None:
        """Tick or untick a box."""
        self.reach(box)
        self.page.keyboard.press("Space")

    def write(self, field: Locator, text: str) -> None:
        """Write in a field, in place of what it holds."""
        self.reach(field)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def send(self, field: Locator) -> None:
        """Send the form of a field."""
        self.reach(field)
        self.page.keyboard.press("Enter")


class Pointer:
    """A mouse, or a finger on a narrow screen."""

    def __init__(self, page: Page, *, touch: bool = False) -> None:
        """Use the page with a pointer.

        Args:
            page: the page.
            touch: whether it is a finger.
        """
        self.page = page
        self.touch = touch

    def _hit(self, wanted: Locator) -> None:
        if self.touch:
            wanted.tap()
        else:
            wanted.click()

    def follow(self, link: Locator) -> None:
        """Follow a link."""
        self._hit(link)

    def press(self, button: Locator) -> None:
        """Press a button or open a group."""
        self._hit(button)

    def tick(self, box: Locator) -> None:
        """Tick or untick a box."""
        self._hit(box)

    def write(self, field: Locator, text: str) -> None:
        """Write in a field, in place of what it holds."""
        self._hit(field)
        field.fill(text)

    def send(self, field: Locator) -> None:
        """Press the button of the field's form."""
        self._hit(self.page.locator("form", has=field).locator("button[type=submit]"))
