/** Where the others are in the text. Colours are set by script, never by a style attribute: the policy refuses those. */
import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { yCursorPlugin } from "@tiptap/y-tiptap";
import type { Awareness } from "y-protocols/awareness";

export interface Person {
  id: number;
  name: string;
  color: string;
}

const COLOR = /^#[0-9a-f]{6}$/i;

/** A colour that is one, whatever was received. */
export const colorOf = (person: Person): string => (COLOR.test(person.color) ? person.color : "#4c5862");

/** How long a name stays on a caret that has moved, in milliseconds. */
const NAMED = 3_000;

function caret(person: Person, client: number): HTMLElement {
  const line = document.createElement("span");
  line.className = "caret caret-moved";
  line.dataset.client = String(client);
  line.style.setProperty("--person", colorOf(person));
  const label = document.createElement("span");
  label.className = "caret-name";
  label.textContent = person.name;
  // Screen readers are told who is here elsewhere; a name in the middle of a sentence would break it.
  line.setAttribute("aria-hidden", "true");
  line.append("\u2060", label, "\u2060");
  return line;
}

/** Shows the name of whoever has just moved, then takes it away. */
function naming(view: EditorView, awareness: Awareness): () => void {
  const timers = new Map<number, number>();
  const name = (client: number, shown: boolean): void => {
    for (const line of view.dom.querySelectorAll(`.caret[data-client="${client}"]`)) {
      line.classList.toggle("caret-moved", shown);
    }
  };
  const moved = ({ added, updated }: { added: number[]; updated: number[] }): void => {
    for (const client of [...added, ...updated]) {
      name(client, true);
      window.clearTimeout(timers.get(client));
      timers.set(client, window.setTimeout(() => name(client, false), NAMED));
    }
  };
  awareness.on("change", moved);
  return () => {
    awareness.off("change", moved);
    for (const timer of timers.values()) window.clearTimeout(timer);
  };
}

export function carets(awareness: Awareness): Extension {
  return Extension.create({
    name: "carets",
    addProseMirrorPlugins: () => [
      yCursorPlugin(awareness, {
        cursorBuilder: caret,
        selectionBuilder: (person: Person) => ({
          class: "caret-selection",
          style: `background-color: ${colorOf(person)}33`,
        }),
      }),
      new Plugin({ view: (view) => ({ destroy: naming(view, awareness) }) }),
    ],
  });
}
