"""What persons wait for, in real browsers: a long sheet ready to be written, a key on another screen."""

import time
from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
CHROMIUM = "/usr/bin/chromium"
BODY = '[data-part="body"] [contenteditable="true"]'
READY = f"() => document.querySelector('{BODY}') && !document.querySelector('[aria-busy=true]') && performance.now()"
# When each mark first stands on the screen, on the clock that all pages of the machine share.
WATCH = """() => {
  const text = document.querySelector('[data-part="body"]');
  window.seenMarks = {};
  const look = () => {
    for (const found of text.textContent.matchAll(/#(\\d+)#/g))
      window.seenMarks[found[1]] ??= performance.timeOrigin + performance.now();
  };
  new MutationObserver(look).observe(text, {subtree: true, childList: true, characterData: true});
}"""
PRESSED = """() => {
  window.pressed = [];
  const note = event => {
    if (event.key === '#') window.pressed.push(performance.timeOrigin + performance.now());
  };
  addEventListener('keydown', note, true);
}"""


def _page(browser: Browser, port: int, pk: int, cookie: tuple[str, str]) -> tuple[Page, float]:
    """The editor of a sheet in a browser of its own, and milliseconds until it can be written in."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    name, value = cookie
    context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}])
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/fiches/ecrire/{pk}/", wait_until="commit")
    handle = page.wait_for_function(READY, polling="raf", timeout=60_000)
    return page, float(handle.json_value())


def editable(
    ports: Sequence[int], pk: int, cookies: Sequence[tuple[str, str]], rounds: int
) -> list[float]:
    """Milliseconds from the address to a sheet that can be written in; nothing is in the browser's cache."""
    times = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for turn in range(rounds + 1):
            page, took = _page(browser, ports[turn % len(ports)], pk, cookies[0])
            page.context.close()
            if turn:
                times.append(took)
        browser.close()
    return times


def keys(
    ports: Sequence[int], pk: int, cookies: Sequence[tuple[str, str]], count: int
) -> list[float]:
    """Milliseconds from a key pressed on a screen to its sign on another, each on its own server process."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        writer, _ = _page(browser, ports[0], pk, cookies[0])
        reader, _ = _page(browser, ports[-1], pk, cookies[1])
        reader.evaluate(WATCH)
        writer.evaluate(PRESSED)
        writer.click(BODY)
        time.sleep(1)
        for number in range(count):
            # The key that is timed closes the mark.
            writer.keyboard.insert_text(f"#{number}")
            writer.keyboard.press("#")
            time.sleep(0.15)
        time.sleep(1)
        pressed: list[float] = writer.evaluate("window.pressed")
        seen: dict[str, Any] = reader.evaluate("window.seenMarks")
        browser.close()
    return [
        float(seen[str(number)]) - at for number, at in enumerate(pressed) if str(number) in seen
    ]
