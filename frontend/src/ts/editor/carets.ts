/** Where the others are in the text. Colours are set by script, never by a style attribute: the policy refuses those. */
import { Extension } from "@tiptap/core";
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

function caret(person: Person): HTMLElement {
  const line = document.createElement("span");
  line.className = "caret";
  line.style.setProperty("--person", colorOf(person));
  const label = document.createElement("span");
  label.className = "caret-name";
  label.textContent = person.name;
  // Screen readers are told who is here elsewhere; a name in the middle of a sentence would break it.
  line.setAttribute("aria-hidden", "true");
  line.append("\u2060", label, "\u2060");
  return line;
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
    ],
  });
}
