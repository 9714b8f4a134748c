/** Putting whole blocks in a text, so that one can go on writing after them. */
import type { Editor } from "@tiptap/core";
import type { Node as Block, Schema } from "@tiptap/pm/model";
import { TextSelection, type Transaction } from "@tiptap/pm/state";

/** An empty paragraph. */
export function paragraph(schema: Schema): Block {
  const type = schema.nodes.paragraph;
  if (!type) throw new Error("no paragraph here");
  return type.create();
}

/** Put the caret in the text that begins after a position at the top; make one where there is none. */
export function goAfter(transaction: Transaction, position: number, schema: Schema): void {
  if (!transaction.doc.nodeAt(position)?.isTextblock) transaction.insert(position, paragraph(schema));
  transaction.setSelection(TextSelection.create(transaction.doc, position + 1)).scrollIntoView();
}

/** Put a block after the one at the top where the caret is, or in its place when it is an empty paragraph. Returns where. */
export function place(transaction: Transaction, block: Block): number {
  const { $from } = transaction.selection;
  const top = $from.depth === 0 ? $from.nodeAfter : $from.node(1);
  const start = $from.depth === 0 ? $from.pos : $from.before(1);
  const empty = top?.type.name === "paragraph" && top.content.size === 0;
  const at = empty || !top ? start : start + top.nodeSize;
  if (empty) transaction.replaceWith(start, start + 2, block);
  else transaction.insert(at, block);
  return at;
}

/** Put a card in the text, and the caret after it. */
export function placeCard(editor: Editor, kind: string, attributes: Record<string, unknown>): void {
  const type = editor.schema.nodes[kind];
  if (!type) return;
  const { tr } = editor.state;
  const at = place(tr, type.create(attributes));
  goAfter(tr, at + 1, editor.schema);
  editor.view.dispatch(tr);
  editor.view.focus();
}
