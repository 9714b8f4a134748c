/** The questionnaire made smoother: answers kept by « back », the focus on each new question, questions to copy. */

/** The address of the page takes what is typed in, so that leaving and coming back finds it again. */
function keepInAddress(form: HTMLFormElement): void {
  const address = new URLSearchParams();
  let shown = "";
  for (const [name, value] of new FormData(form)) {
    if (name === "repondu") shown = String(value);
    else if (name !== "lieu_propose" && value !== "") address.append(name, String(value));
  }
  if (!shown) return;
  address.append("question", shown);
  window.history.replaceState(window.history.state, "", `${window.location.pathname}?${address}`);
}

/** A new question is announced by its heading, or by what is to be corrected. */
function meetQuestion(): void {
  const summary = document.querySelector<HTMLElement>("[data-error-summary]");
  const heading = document.querySelector<HTMLElement>("[data-question-title]");
  (summary ?? heading)?.focus({ preventScroll: true });
}

async function copy(button: HTMLElement): Promise<void> {
  const text = button.parentElement?.querySelector("[data-copied]")?.textContent?.trim();
  const word = button.querySelector<HTMLElement>("[data-copy-word]");
  if (!text || !word) return;
  await navigator.clipboard.writeText(text);
  word.textContent = "Copié";
  window.setTimeout(() => {
    word.textContent = "Copier";
  }, 4000);
}

export function startOrientation(): void {
  // Browsers give the clipboard to secure pages only.
  if (!navigator.clipboard) document.documentElement.classList.add("no-copy");

  const keep = (event: Event): void => {
    const form = (event.target as Element | null)?.closest<HTMLFormElement>("form[data-asking]");
    if (form) keepInAddress(form);
  };
  document.addEventListener("change", keep);
  document.addEventListener("submit", keep, true);
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
    if (button) void copy(button);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if ((event as CustomEvent<{ target?: Element }>).detail.target?.id === "contenu") meetQuestion();
  });
}
