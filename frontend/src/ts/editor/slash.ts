/** The menu of « / »: what can be put in the text, chosen without leaving the keyboard. */
import { type Editor, Extension } from "@tiptap/core";
import { Plugin, type EditorState } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { able, type Action } from "./actions";
import { element } from "./elements";
import { announce } from "./messages";

interface Item {
  action: string;
  label: string;
  help: string;
  words: string;
}

const ITEMS: Item[] = [
  { action: "title", label: "Titre", help: "Ouvre une partie", words: "titre partie h2" },
  { action: "subtitle", label: "Sous-titre", help: "Dans une partie", words: "sous-titre h3" },
  { action: "smalltitle", label: "Petit titre", help: "Dans un sous-titre", words: "petit titre h4" },
  { action: "text", label: "Texte", help: "Paragraphe ordinaire", words: "texte paragraphe" },
  { action: "bullets", label: "Liste", help: "À puces", words: "liste puces" },
  { action: "numbers", label: "Liste numérotée", help: "Des étapes, dans l’ordre", words: "liste numerotee etapes" },
  { action: "quote", label: "Citation", help: "Les mots de quelqu’un", words: "citation" },
  { action: "info", label: "Encadré «\u00a0À savoir\u00a0»", help: "Une précision utile", words: "encadre savoir info" },
  { action: "warning", label: "Encadré «\u00a0Attention\u00a0»", help: "Un piège, une limite", words: "encadre attention" },
  { action: "example", label: "Encadré «\u00a0Exemple\u00a0»", help: "Un cas vécu", words: "encadre exemple cas" },
  { action: "check", label: "Encadré «\u00a0Point à vérifier\u00a0»", help: "Ce qui n’est pas sûr", words: "encadre verifier" },
  { action: "table", label: "Tableau", help: "Deux colonnes, trois lignes", words: "tableau" },
  { action: "image", label: "Image", help: "De votre ordinateur", words: "image photo" },
  { action: "offer", label: "Carte d’offre", help: "Une offre du catalogue", words: "carte offre aide appel" },
];

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** What was typed after a « / » that begins a word, and where. */
function typed(state: EditorState): { from: number; query: string } | null {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.isTextblock) return null;
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, "\ufffc");
  const found = /(?:^|\s)\/([\p{L}-]{0,20})$/u.exec(before);
  return found ? { from: $from.pos - (found[1] ?? "").length - 1, query: plain(found[1] ?? "") } : null;
}

class Menu {
  private readonly list = element("ul", { class: "slash", id: "menu-blocs", role: "listbox", "aria-label": "Insérer" });
  private items: Item[] = [];
  private chosen = 0;
  private dismissed = -1;
  private from = 0;

  constructor(
    private readonly editor: Editor,
    private readonly actions: Record<string, Action>,
  ) {
    this.list.hidden = true;
    document.body.append(this.list);
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (option) this.run(Number(option.dataset.place));
    });
  }

  get open(): boolean {
    return !this.list.hidden;
  }

  update(view: EditorView): void {
    const found = view.editable && view.hasFocus() ? typed(view.state) : null;
    if (!found) this.dismissed = -1;
    if (!found || found.from === this.dismissed) return this.close(view);
    const possible = ITEMS.filter((item) => {
      const action = this.actions[item.action];
      return action !== undefined && able(action, this.editor);
    });
    this.items = possible.filter((item) => plain(item.words).split(" ").some((word) => word.startsWith(found.query)));
    if (this.items.length === 0) return this.close(view);
    const opening = !this.open;
    this.from = found.from;
    this.chosen = Math.min(opening ? 0 : this.chosen, this.items.length - 1);
    this.draw(view);
    if (opening) announce("Menu d’insertion. Flèches pour choisir, Entrée pour insérer, Échap pour fermer.");
  }

  key(view: EditorView, event: KeyboardEvent): boolean {
    if (!this.open) return false;
    const last = this.items.length;
    if (event.key === "ArrowDown") this.chosen = (this.chosen + 1) % last;
    else if (event.key === "ArrowUp") this.chosen = (this.chosen + last - 1) % last;
    else if (event.key === "Enter" || event.key === "Tab") return this.run(this.chosen);
    else if (event.key === "Escape") {
      this.dismissed = this.from;
      this.close(view);
      return true;
    } else return false;
    this.draw(view);
    return true;
  }

  destroy(): void {
    this.list.remove();
  }

  private run(place: number): boolean {
    const item = this.items[place];
    if (!item) return false;
    const { from } = this;
    this.close(this.editor.view);
    this.editor.commands.deleteRange({ from, to: this.editor.state.selection.from });
    this.actions[item.action]?.run(this.editor);
    return true;
  }

  private draw(view: EditorView): void {
    const options = this.items.map((item, place) => {
      const chosen = String(place === this.chosen);
      const attributes = { role: "option", id: `bloc-${item.action}`, "aria-selected": chosen, "data-place": String(place) };
      return element("li", attributes, element("span", {}, item.label), element("span", { class: "slash-help" }, item.help));
    });
    this.list.replaceChildren(...options);
    this.list.hidden = false;
    this.place(view);
    options[this.chosen]?.scrollIntoView({ block: "nearest" });
    view.dom.setAttribute("aria-controls", this.list.id);
    view.dom.setAttribute("aria-activedescendant", `bloc-${this.items[this.chosen]?.action ?? ""}`);
  }

  /** Under the caret, or above it where there is no room. */
  private place(view: EditorView): void {
    const caret = view.coordsAtPos(this.from);
    const box = this.list.getBoundingClientRect();
    const under = caret.bottom + 6 + box.height < window.innerHeight;
    const top = under ? caret.bottom + 6 : Math.max(8, caret.top - box.height - 6);
    const left = Math.max(8, Math.min(caret.left, document.documentElement.clientWidth - box.width - 8));
    this.list.style.top = `${top + window.scrollY}px`;
    this.list.style.left = `${left + window.scrollX}px`;
  }

  close(view: EditorView): void {
    if (!this.open) return;
    this.list.hidden = true;
    view.dom.removeAttribute("aria-controls");
    view.dom.removeAttribute("aria-activedescendant");
  }
}

export function slashMenu(actions: Record<string, Action>): Extension {
  return Extension.create({
    name: "slash",
    // Before the list of the keyboard: Enter chooses.
    priority: 1100,
    addProseMirrorPlugins() {
      const menu = new Menu(this.editor, actions);
      return [
        new Plugin({
          props: {
            handleKeyDown: (view, event) => menu.key(view, event),
            handleDOMEvents: { blur: (view) => menu.close(view) },
          },
          view: () => ({ update: (view) => menu.update(view), destroy: () => menu.destroy() }),
        }),
      ];
    },
  });
}
