/** Plans made smoother: how many offers are ticked, offers moved in place, links copied. */

function countPicked(form: HTMLFormElement): void {
  const told = form.querySelector<HTMLElement>("[data-picked]");
  if (!told) return;
  const count = form.querySelectorAll("input[name=offre]:checked, input[name=offre][type=hidden]").length;
  if (told.dataset.picked === String(count)) return;
  told.dataset.picked = String(count);
  told.textContent = count < 2 ? `${count}\u00a0offre cochée` : `${count}\u00a0offres cochées`;
}

/** The first step cannot go up, nor the last one down; their buttons stay in place and say so. */
function freeEnds(list: Element): void {
  const steps = Array.from(list.querySelectorAll("[data-step]"));
  steps.forEach((step, rank) => {
    step.querySelectorAll<HTMLElement>("[data-move]").forEach((button) => {
      const end = button.dataset.move === "-1" ? rank === 0 : rank === steps.length - 1;
      button.toggleAttribute("aria-disabled", false);
      if (end) button.setAttribute("aria-disabled", "true");
    });
  });
}

function move(button: HTMLElement): void {
  const step = button.closest<HTMLElement>("[data-step]");
  const list = step?.parentElement;
  if (!step || !list || button.getAttribute("aria-disabled") === "true") return;
  if (button.dataset.move === "-1") step.previousElementSibling?.before(step);
  else step.nextElementSibling?.after(step);
  freeEnds(list);
  button.focus();
  step.scrollIntoView({ block: "nearest" });
  const rank = Array.from(list.children).indexOf(step) + 1;
  const told = document.querySelector("[data-moved]");
  if (told) told.textContent = `${step.querySelector("h3")?.textContent ?? ""} : place ${rank} sur ${list.children.length}`;
}

async function copyLink(button: HTMLElement): Promise<void> {
  const field = document.getElementById(button.dataset.copyLink ?? "") as HTMLInputElement | null;
  const word = button.querySelector<HTMLElement>("[data-copy-word]");
  if (!field || !word) return;
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Without the clipboard, the link is selected: the keyboard copies it.
    word.textContent = "Faites Ctrl + C";
    return;
  }
  word.textContent = "Copié";
  window.setTimeout(() => {
    word.textContent = "Copier";
  }, 4000);
}

/** What is ticked or unticked while new lists are on their way stays so when they arrive. */
function keepTicks(form: HTMLFormElement): void {
  const boxes = () => Array.from(form.querySelectorAll<HTMLInputElement>("input[name=offre]"));
  let ticked = new Map<string, boolean>();
  form.addEventListener("htmx:beforeSwap", () => {
    ticked = new Map(boxes().map((box) => [box.value, box.checked || box.type === "hidden"]));
  });
  form.addEventListener("htmx:afterSwap", () => {
    const carried = boxes().filter((box) => box.type === "hidden");
    for (const box of boxes().filter((one) => one.type === "checkbox")) {
      const before = ticked.get(box.value);
      if (before !== undefined) box.checked = before;
      ticked.delete(box.value);
      carried.find((one) => one.value === box.value)?.remove();
    }
    for (const [value, was] of ticked) {
      if (!was || carried.some((one) => one.value === value)) continue;
      // It left the lists before the server heard of it: it goes along with what is sent next.
      const kept = document.createElement("input");
      kept.type = "hidden";
      kept.name = "offre";
      kept.value = value;
      form.append(kept);
    }
    countPicked(form);
  });
}

export function startPlan(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const mover = target.closest<HTMLElement>("[data-move]");
    if (mover) {
      event.preventDefault();
      move(mover);
    }
    const copier = target.closest<HTMLElement>("[data-copy-link]");
    if (copier) void copyLink(copier);
    const link = target.closest<HTMLInputElement>("input[data-link]");
    if (link) link.select();
  });
  document.addEventListener("change", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-picking]");
    if (form) countPicked(form);
  });
  const picking = document.querySelector<HTMLFormElement>("form[data-picking]");
  if (!picking) return;
  keepTicks(picking);
  // Browsers tick again what was ticked when « back » shows the page.
  window.addEventListener("pageshow", () => countPicked(picking));
}
