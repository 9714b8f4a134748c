/** Short sentences to the person: shown for a moment, and read aloud. */

const SHOWN = 9_000;
let timer = 0;

/** Say something to everybody: on the page, and to screen readers. */
export function tell(words: string): void {
  const place = document.querySelector<HTMLElement>("[data-message]");
  if (!place) return;
  place.textContent = words;
  place.hidden = false;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    place.hidden = true;
    place.textContent = "";
  }, SHOWN);
}

/** Say something to screen readers only. */
export function announce(words: string): void {
  const place = document.querySelector<HTMLElement>("[data-announce]");
  if (place) place.textContent = words;
}
