/** Who is here: shown to all, told aloud sparingly. */
import type { Awareness } from "y-protocols/awareness";
import { colorOf, type Person } from "./carets";
import { element } from "./elements";
import { announce } from "./messages";

/** People who come and go within this time are not told of. */
const CALM = 3_000;

const initials = (name: string): string =>
  name
    .split(/[\s-]+/)
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join("");

export class Persons {
  private told = new Map<number, string>();
  private timer = 0;
  private began = false;

  constructor(
    private readonly list: HTMLElement,
    private readonly awareness: Awareness,
    private readonly self: number,
  ) {
    awareness.on("change", this.changed);
    this.changed();
  }

  destroy(): void {
    window.clearTimeout(this.timer);
    this.awareness.off("change", this.changed);
    this.list.replaceChildren();
  }

  private present(): Map<number, Person> {
    const here = new Map<number, Person>();
    for (const state of this.awareness.getStates().values()) {
      const person = state.user as Person | undefined;
      if (typeof person?.id === "number" && typeof person.name === "string") here.set(person.id, person);
    }
    return here;
  }

  private readonly changed = (): void => {
    const here = [...this.present().values()].sort((one, other) => one.name.localeCompare(other.name, "fr"));
    const mine = here.filter((person) => person.id === this.self);
    const others = here.filter((person) => person.id !== this.self);
    this.list.replaceChildren(...[...mine, ...others].map((person) => this.line(person)));
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.tell(), CALM);
  };

  private line(person: Person): HTMLElement {
    const badge = element("span", { class: "person-badge", "aria-hidden": "true" }, initials(person.name));
    badge.style.setProperty("--person", colorOf(person));
    const name = person.id === this.self ? "Vous" : person.name;
    return element("li", { class: "person" }, badge, element("span", { class: "person-name" }, name));
  }

  private tell(): void {
    const here = new Map([...this.present()].map(([id, person]) => [id, person.name]));
    here.delete(this.self);
    const came = [...here].filter(([id]) => !this.told.has(id)).map(([, name]) => name);
    const left = [...this.told].filter(([id]) => !here.has(id)).map(([, name]) => name);
    this.told = here;
    const words = [
      came.length > 0 ? `${came.join(", ")} ${came.length > 1 ? "ont" : "a"} aussi ouvert cette fiche.` : "",
      left.length > 0 && this.began ? `${left.length > 1 ? "Ne sont plus là" : "N’est plus là"}\u00a0: ${left.join(", ")}.` : "",
    ];
    this.began = true;
    if (words.some(Boolean)) announce(words.filter(Boolean).join(" "));
  }
}
