/** What can be done to a text, by whatever way: toolbar, menu, shortcut. */
import type { ChainedCommands, Editor } from "@tiptap/core";
import { placeOf } from "./table";

export interface Action {
  run(editor: Editor): void;
  /** Whether it already holds where the caret is. */
  active?(editor: Editor): boolean;
  /** Whether it can be done here; always, when absent. */
  can?(editor: Editor): boolean;
  /** The block or mark without which a text knows nothing of it. */
  needs?: string;
}

/** Whether an action can be done in a text, where the caret is. */
export function able(action: Action, editor: Editor): boolean {
  const { nodes, marks } = editor.schema;
  if (action.needs && !(action.needs in nodes) && !(action.needs in marks)) return false;
  return editor.isEditable && (action.can?.(editor) ?? true);
}

export interface Openers {
  link(editor: Editor): void;
  picture(editor: Editor, files?: File[]): void;
  offer(editor: Editor): void;
}

const heading = (level: 2 | 3 | 4): Action => ({
  needs: "heading",
  run: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
  active: (editor) => editor.isActive("heading", { level }),
  can: (editor) => editor.can().toggleHeading({ level }),
});

/** A title becomes a paragraph before it goes where titles may not stand. */
function asText(editor: Editor): ChainedCommands {
  const chain = editor.chain().focus();
  return editor.isActive("heading") ? chain.setParagraph() : chain;
}

const tone = (name: string): Action => ({
  needs: "callout",
  run: (editor) => {
    if (editor.isActive("callout")) editor.chain().focus().setTone(name).run();
    else asText(editor).toggleCallout(name).run();
  },
  active: (editor) => editor.isActive("callout", { tone: name }),
});

const inTable = (editor: Editor): boolean => placeOf(editor.state) !== null;
/** Whole blocks go after the one at the top where the caret is; inside a table nobody would look for them there. */
const atTop = (editor: Editor): boolean => !inTable(editor);

/** Every action by its name. */
export function actions(openers: Openers): Record<string, Action> {
  return {
    undo: { run: (e) => e.chain().focus().undo().run(), can: (e) => e.can().undo() },
    redo: { run: (e) => e.chain().focus().redo().run(), can: (e) => e.can().redo() },
    text: { run: (e) => e.chain().focus().setParagraph().run(), active: (e) => e.isActive("paragraph") },
    title: heading(2),
    subtitle: heading(3),
    smalltitle: heading(4),
    bold: { needs: "bold", run: (e) => e.chain().focus().toggleBold().run(), active: (e) => e.isActive("bold") },
    italic: { needs: "italic", run: (e) => e.chain().focus().toggleItalic().run(), active: (e) => e.isActive("italic") },
    link: { needs: "link", run: (e) => openers.link(e), active: (e) => e.isActive("link") },
    bullets: { needs: "bulletList", run: (e) => e.chain().focus().toggleBulletList().run(), active: (e) => e.isActive("bulletList") },
    numbers: { needs: "orderedList", run: (e) => e.chain().focus().toggleOrderedList().run(), active: (e) => e.isActive("orderedList") },
    quote: {
      needs: "blockquote",
      run: (e) => asText(e).toggleBlockquote().run(),
      active: (e) => e.isActive("blockquote"),
      can: (e) => !inTable(e) && !e.isActive("callout"),
    },
    callout: {
      needs: "callout",
      run: (e) => asText(e).toggleCallout().run(),
      active: (e) => e.isActive("callout"),
      can: (e) => !inTable(e) && !e.isActive("blockquote"),
    },
    info: tone("info"),
    warning: tone("warning"),
    example: tone("example"),
    check: tone("check"),
    table: { needs: "table", run: (e) => e.chain().focus().insertTable().run(), can: atTop },
    addRow: { needs: "table", run: (e) => e.chain().focus().addRow().run(), can: inTable },
    addColumn: { needs: "table", run: (e) => e.chain().focus().addColumn().run(), can: inTable },
    removeRow: { needs: "table", run: (e) => e.chain().focus().removeRow().run(), can: inTable },
    removeColumn: { needs: "table", run: (e) => e.chain().focus().removeColumn().run(), can: inTable },
    removeTable: { needs: "table", run: (e) => e.chain().focus().removeTable().run(), can: inTable },
    image: { needs: "image", run: (e) => openers.picture(e), can: atTop },
    offer: { needs: "offer", run: (e) => openers.offer(e), can: atTop },
  };
}
