/** Choosing an offer of the catalogue by typing words. Loaded when it is first asked for. */
import type { Editor } from "@tiptap/core";
import type { Offer } from "./cards";
import { dialog } from "./dialogs";
import { element, need } from "./elements";
import type { Lookup } from "./lookup";
import { placeCard } from "./placing";
import { get } from "./requests";

const PAUSE = 250;
const SHORTEST = 2;

interface Found {
  offers: Offer[];
  words: string;
}

export class OfferChoice {
  private readonly box = dialog("offer");
  private readonly input = need<HTMLInputElement>("[name=q]", this.box);
  private readonly list = need("[data-results]", this.box);
  private readonly told = need("[data-told]", this.box);
  private timer = 0;
  private asked = 0;
  private editor: Editor | null = null;

  constructor(
    private readonly address: string,
    private readonly offers: Lookup<Offer>,
  ) {
    this.input.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.search(), PAUSE);
    });
    need<HTMLFormElement>("form", this.box).addEventListener("submit", (event) => {
      event.preventDefault();
      void this.search();
    });
  }

  open(editor: Editor): void {
    this.editor = editor;
    this.input.value = "";
    this.list.replaceChildren();
    this.told.textContent = "";
    this.box.onclose = () => editor.commands.focus();
    this.box.showModal();
    this.input.focus();
    void this.search();
  }

  private async search(): Promise<void> {
    const words = this.input.value.trim();
    if (words.length > 0 && words.length < SHORTEST) return;
    const turn = (this.asked += 1);
    let found: Found;
    try {
      found = await get<Found>(`${this.address}?q=${encodeURIComponent(words)}`);
    } catch {
      if (turn === this.asked) this.told.textContent = "La recherche ne répond pas. Réessayez dans un instant.";
      return;
    }
    // An older question may be answered later.
    if (turn !== this.asked) return;
    this.told.textContent = found.words;
    this.list.replaceChildren(...found.offers.map((offer) => this.row(offer)));
  }

  private row(offer: Offer): HTMLElement {
    const button = element(
      "button",
      { type: "button", class: "found-offer" },
      element("span", { class: "found-title" }, offer.title),
      element("span", { class: "found-line" }, offer.structure),
      element("span", { class: "found-line" }, [offer.kind, offer.amount, offer.deadline].filter(Boolean).join(" · ")),
    );
    button.addEventListener("click", () => this.choose(offer));
    return element("li", {}, button);
  }

  private choose(offer: Offer): void {
    this.offers.learn(offer.ref, offer);
    const { editor } = this;
    this.box.close();
    if (editor) placeCard(editor, "offer", { ref: offer.ref });
  }
}
