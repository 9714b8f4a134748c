/** What can be done to a text, by whatever way: toolbar, menu, shortcut. */
import type { Editor } from "@tiptap/core";
import { placeOf } from "./table";

export interface Action {
  run(editor: Editor): void;
  /** Whether it already holds where the caret is. */
  active?(editor: Editor): boolean;
  /** Whether it can be done here; always, when absent. */
  can?(editor: Editor): boolean;
}

export interface Openers {
  link(editor: Editor): void;
  picture(editor: Editor, files?: File[]): void;
  offer(editor: Editor): void;
}

const heading = (level: 2 | 3 | 4): Action => ({
  run: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
  active: (editor) => editor.isActive("heading", { level }),
  can: (editor) => editor.can().toggleHeading({ level }),
});

const tone = (name: string): Action => ({
  run: (editor) => {
    if (editor.isActive("callout")) editor.chain().focus().setTone(name).run();
    else editor.chain().focus().toggleCallout(name).run();
  },
  active: (editor) => editor.isActive("callout", { tone: name }),
});

const inTable = (editor: Editor): boolean => placeOf(editor.state) !== null;
const atTop = (editor: Editor): boolean => !inTable(editor) && !editor.isActive("callout") && !editor.isActive("blockquote");

/** Every action by its name. */
export function actions(openers: Openers): Record<string, Action> {
  return {
    undo: { run: (e) => e.chain().focus().undo().run(), can: (e) => e.can().undo() },
    redo: { run: (e) => e.chain().focus().redo().run(), can: (e) => e.can().redo() },
    text: { run: (e) => e.chain().focus().setParagraph().run(), active: (e) => e.isActive("paragraph") },
    title: heading(2),
    subtitle: heading(3),
    smalltitle: heading(4),
    bold: { run: (e) => e.chain().focus().toggleBold().run(), active: (e) => e.isActive("bold") },
    italic: { run: (e) => e.chain().focus().toggleItalic().run(), active: (e) => e.isActive("italic") },
    link: { run: (e) => openers.link(e), active: (e) => e.isActive("link") },
    bullets: { run: (e) => e.chain().focus().toggleBulletList().run(), active: (e) => e.isActive("bulletList") },
    numbers: { run: (e) => e.chain().focus().toggleOrderedList().run(), active: (e) => e.isActive("orderedList") },
    quote: {
      run: (e) => e.chain().focus().toggleBlockquote().run(),
      active: (e) => e.isActive("blockquote"),
      can: (e) => !inTable(e) && !e.isActive("callout"),
    },
    callout: {
      run: (e) => e.chain().focus().toggleCallout().run(),
      active: (e) => e.isActive("callout"),
      can: (e) => !inTable(e) && !e.isActive("blockquote"),
    },
    info: tone("info"),
    warning: tone("warning"),
    example: tone("example"),
    check: tone("check"),
    table: { run: (e) => e.chain().focus().insertTable().run(), can: atTop },
    addRow: { run: (e) => e.chain().focus().addRow().run(), can: inTable },
    addColumn: { run: (e) => e.chain().focus().addColumn().run(), can: inTable },
    removeRow: { run: (e) => e.chain().focus().removeRow().run(), can: inTable },
    removeColumn: { run: (e) => e.chain().focus().removeColumn().run(), can: inTable },
    removeTable: { run: (e) => e.chain().focus().removeTable().run(), can: inTable },
    image: { run: (e) => openers.picture(e), can: atTop },
    offer: { run: (e) => openers.offer(e), can: atTop },
  };
}
