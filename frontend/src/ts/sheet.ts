/** On a narrow screen the facets move into a dialog of the full height, and back when the screen grows. */

export function startSheet(): void {
  const home = document.querySelector<HTMLElement>("[data-sheet-home]");
  const sheet = document.querySelector<HTMLDialogElement>("dialog[data-sheet]");
  const slot = sheet?.querySelector<HTMLElement>("[data-sheet-body]");
  if (!home || !sheet || !slot) return;

  const open = (): void => {
    slot.append(...Array.from(home.childNodes));
    sheet.showModal();
  };
  const restore = (): void => {
    home.append(...Array.from(slot.childNodes));
  };

  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-sheet-open]")) open();
    if (target.closest("[data-sheet-close]")) sheet.close();
  });
  sheet.addEventListener("close", () => {
    restore();
    document.querySelector<HTMLElement>("[data-sheet-open]")?.focus();
  });
  window.matchMedia("(min-width: 60rem)").addEventListener("change", (query) => {
    if (query.matches && sheet.open) sheet.close();
  });
  // The sheet's button repeats how many offers fit, as the count line does.
  document.addEventListener("htmx:afterSettle", () => {
    const words = document.querySelector("[data-count-words]")?.textContent?.trim();
    const label = sheet.querySelector("[data-sheet-count]");
    if (words && label) label.textContent = words;
  });
}
