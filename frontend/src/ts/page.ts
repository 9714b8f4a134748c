/** Small comforts: print button, menu that closes, errors that take the focus. */

function closeMenus(except?: Node): void {
  document.querySelectorAll<HTMLDetailsElement>("details.menu-small[open]").forEach((menu) => {
    if (!except || !menu.contains(except)) menu.open = false;
  });
}

export function startPage(): void {
  document.querySelector<HTMLElement>("[data-error-summary]")?.focus();

  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-print]")) window.print();
    closeMenus(target);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector<HTMLDetailsElement>("details.menu-small[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}
