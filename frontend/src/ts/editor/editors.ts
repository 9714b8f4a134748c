/** The four texts of a sheet: one document, several editors, one presence. */
import { Editor, type Extensions, Extension } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { Dropcursor, Gapcursor, Placeholder } from "@tiptap/extensions";
import { Plugin } from "@tiptap/pm/state";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { Action } from "./actions";
import { bodyBlocks, lineBlocks, sourceBlocks } from "./blocks";
import { carets } from "./carets";
import { Identity } from "./identity";
import { pasting, plainPasting } from "./paste";
import { slashMenu } from "./slash";

export interface Part {
  name: string;
  editor: Editor;
}

export interface Wiring {
  doc: Y.Doc;
  awareness: Awareness;
  editable: boolean;
  cards: Extensions;
  actions: Record<string, Action>;
  pictures(editor: Editor, files: File[]): void;
  moved(): void;
}

const isLine = (name: string): boolean => name === "title" || name === "summary";

/** A line has no new line: Enter goes to the next text. */
function oneLine(next: () => void): Extension {
  const go = (): boolean => {
    next();
    return true;
  };
  return Extension.create({
    name: "oneLine",
    priority: 1200,
    addKeyboardShortcuts: () => ({ Enter: go, "Shift-Enter": go, "Mod-Enter": go }),
  });
}

/** After Escape, the Tab key leaves the text, wherever the caret is: the text is no trap for the keyboard. */
function leaving(): Extension {
  let freed = false;
  return Extension.create({
    name: "leaving",
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          handleDOMEvents: {
            keydown: (_view, event) => {
              const leaves = event.key === "Tab" && freed;
              if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) freed = event.key === "Escape";
              // Nothing here hears of the key, so that the browser moves the focus.
              return leaves;
            },
          },
        },
      }),
    ],
  });
}

function extensionsOf(name: string, place: HTMLElement, wiring: Wiring, next: () => void): Extensions {
  const shared: Extensions = [
    Collaboration.configure({ fragment: wiring.doc.getXmlFragment(name) }),
    carets(wiring.awareness),
    Identity,
    Placeholder.configure({ placeholder: place.dataset.placeholder ?? "", showOnlyCurrent: false }),
  ];
  if (isLine(name)) return [...lineBlocks(), oneLine(next), plainPasting(), ...shared];
  if (name === "sources") return [...sourceBlocks(), pasting(null), ...shared];
  return [
    ...bodyBlocks(wiring.cards),
    Dropcursor,
    Gapcursor,
    leaving(),
    slashMenu(wiring.actions),
    pasting(wiring.pictures),
    ...shared,
  ];
}

/** Makes the editors where the page has a place for them. */
export function makeParts(root: HTMLElement, wiring: Wiring): Part[] {
  const parts: Part[] = [];
  for (const place of root.querySelectorAll<HTMLElement>("[data-part]")) {
    const name = place.dataset.part ?? "";
    const next = (): void => {
      const after = parts[parts.findIndex((part) => part.name === name) + 1];
      after?.editor.commands.focus();
    };
    place.replaceChildren();
    const editor = new Editor({
      element: place,
      injectCSS: false,
      editable: wiring.editable,
      extensions: extensionsOf(name, place, wiring, next),
      coreExtensionOptions: { clipboardTextSerializer: { blockSeparator: "\n" } },
      editorProps: {
        attributes: {
          role: "textbox",
          "aria-multiline": String(!isLine(name)),
          "aria-labelledby": `${name}-nom`,
          "aria-describedby": `${name}-aide`,
          spellcheck: "true",
          lang: "fr",
        },
      },
      onTransaction: wiring.moved,
      onFocus: wiring.moved,
    });
    parts.push({ name, editor });
  }
  return parts;
}
