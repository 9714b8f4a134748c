/** htmx under a strict Content-Security-Policy, and where the focus goes after a swap. */
import htmx from "htmx.org";

/** Groups that the reader has opened or closed stay so when the facets are redrawn. */
const openGroups = new Map<string, boolean>();

function rememberGroups(root: ParentNode): void {
  root.querySelectorAll<HTMLDetailsElement>("details[id]").forEach((group) => openGroups.set(group.id, group.open));
}

function restoreGroups(root: ParentNode): void {
  root.querySelectorAll<HTMLDetailsElement>("details[id]").forEach((group) => {
    const open = openGroups.get(group.id);
    if (open !== undefined) group.open = open;
  });
}

/** A link that carried the focus may have gone with the old results: the new count takes it over. */
function keepFocus(): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  document.querySelector<HTMLElement>("#resultats [data-focus]")?.focus({ preventScroll: true });
}

/** Screen readers hear the new count from a line that stays in place while the results change. */
function announce(): void {
  const words = document.querySelector("[data-count-words]")?.textContent?.trim();
  const line = document.querySelector("[data-announce]");
  if (words && line && line.textContent !== words) line.textContent = words;
}

export function startHtmx(): void {
  htmx.config.allowEval = false;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.selfRequestsOnly = true;
  htmx.config.allowScriptTags = false;
  // « Back » reads the page again from the server: always true, and nothing is kept in the browser.
  htmx.config.historyCacheSize = 0;
  htmx.config.refreshOnHistoryMiss = true;
  htmx.config.scrollIntoViewOnBoost = false;
  htmx.config.timeout = 20000;

  document.addEventListener("htmx:beforeSwap", () => rememberGroups(document));
  document.addEventListener("htmx:afterSettle", () => {
    restoreGroups(document);
    keepFocus();
    announce();
  });
  // A fragment that does not come is asked as a whole page: the reader always gets an answer.
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const path = (event as CustomEvent<{ pathInfo?: { finalRequestPath?: string } }>).detail.pathInfo?.finalRequestPath;
      if (path && navigator.onLine) window.location.assign(path);
    });
  }
}
