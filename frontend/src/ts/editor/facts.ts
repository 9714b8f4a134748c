/** What is said about a sheet beside its text: ordinary controls, bound to the shared document. */
import type * as Y from "yjs";
import { element, icon, need } from "./elements";
import { announce, tell } from "./messages";

const LONGEST_TAG = 50;
const MOST_TAGS = 30;

/** Boxes: one name of a set each. */
function bindBoxes(box: HTMLElement, names: Y.Map<unknown>): () => void {
  const inputs = Array.from(box.querySelectorAll<HTMLInputElement>("input[type=checkbox]"));
  const chosen = box.querySelector("[data-chosen]");
  const show = (): void => {
    for (const input of inputs) input.checked = names.get(input.value) === true;
    const labels = inputs.filter((input) => input.checked).map((input) => input.labels?.[0]?.textContent?.trim() ?? "");
    if (chosen) chosen.textContent = labels.join(", ") || "Aucun pour le moment.";
  };
  const write = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    if (input.checked) names.set(input.value, true);
    else names.delete(input.value);
  };
  box.addEventListener("change", write);
  names.observe(show);
  show();
  return () => {
    box.removeEventListener("change", write);
    names.unobserve(show);
  };
}

/** A single value. */
function bindField(input: HTMLInputElement | HTMLSelectElement, fields: Y.Map<unknown>): () => void {
  const name = input.dataset.field ?? "";
  const show = (): void => {
    const value = fields.get(name);
    const text = typeof value === "string" ? value : "";
    if (input.value !== text) input.value = text;
  };
  const write = (): void => {
    if ((fields.get(name) ?? "") !== input.value) fields.set(name, input.value);
  };
  input.addEventListener("change", write);
  fields.observe(show);
  show();
  return () => {
    input.removeEventListener("change", write);
    fields.unobserve(show);
  };
}

const normal = (text: string): string => text.trim().replace(/\s+/g, " ").replace(/,/g, "");

/** Free words: two people add and take away without undoing each other. */
class Tags {
  private readonly list = need("[data-tag-list]", this.box);
  private readonly input = need<HTMLInputElement>("input", this.box);
  private readonly add = need<HTMLButtonElement>("[data-tag-add]", this.box);

  constructor(
    private readonly box: HTMLElement,
    private readonly names: Y.Map<unknown>,
  ) {
    this.add.addEventListener("click", this.taken);
    this.input.addEventListener("keydown", this.pressed);
    names.observe(this.show);
    this.show();
  }

  destroy(): void {
    this.add.removeEventListener("click", this.taken);
    this.input.removeEventListener("keydown", this.pressed);
    this.names.unobserve(this.show);
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== ",") return;
    event.preventDefault();
    this.taken();
  };

  private readonly taken = (): void => {
    const name = normal(this.input.value);
    if (!name || this.add.disabled) return;
    const kept = this.kept();
    if (name.length > LONGEST_TAG) return tell(`Un mot-clé a au plus ${LONGEST_TAG} caractères.`);
    if (kept.length >= MOST_TAGS) return tell(`Une fiche a au plus ${MOST_TAGS} mots-clés.`);
    const same = kept.find((tag) => tag.toLowerCase() === name.toLowerCase());
    if (!same) this.names.set(name, true);
    this.input.value = "";
    announce(`Mot-clé ${same ?? name} ajouté.`);
  };

  private kept(): string[] {
    const all = Array.from(this.names.keys()).filter((name) => this.names.get(name) === true);
    return all.sort((one, other) => one.localeCompare(other, "fr"));
  }

  private readonly show = (): void => {
    this.list.replaceChildren(...this.kept().map((name) => this.chip(name)));
  };

  private chip(name: string): HTMLElement {
    const button = element("button", { type: "button", class: "tag-remove", "aria-label": `Retirer le mot-clé ${name}` }, icon("x"));
    button.disabled = this.add.disabled;
    button.addEventListener("click", () => {
      this.names.delete(name);
      this.input.focus();
      announce(`Mot-clé ${name} retiré.`);
    });
    return element("li", { class: "tag" }, name, button);
  }
}

/** Binds everything beside the text; returns what lets go of it. */
export function bindFacts(root: HTMLElement, doc: Y.Doc): () => void {
  const loose: (() => void)[] = [];
  for (const box of root.querySelectorAll<HTMLElement>("[data-set]")) {
    loose.push(bindBoxes(box, doc.getMap(box.dataset.set)));
  }
  for (const input of root.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[data-field]")) {
    loose.push(bindField(input, doc.getMap("fields")));
  }
  const tags = new Tags(need("[data-tags]", root), doc.getMap("tags"));
  loose.push(() => tags.destroy());
  return () => loose.forEach((letGo) => letGo());
}

/** Let the person change what is beside the text, or not. */
export function allowFacts(root: HTMLElement, allowed: boolean): void {
  for (const control of root.querySelectorAll<HTMLInputElement>("[data-facts] :is(input, select, button)")) {
    control.disabled = !allowed;
  }
}
