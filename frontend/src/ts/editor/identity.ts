/** Every block has a name of its own, kept for its whole life: comments and differences hold on to it. */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, type Transaction } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import SCHEMA from "./schema.json";

const BLOCKS = Object.keys(SCHEMA.nodes).filter((kind) => kind !== "hardBreak");
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
const LENGTH = 8;

function name(): string {
  const numbers = crypto.getRandomValues(new Uint8Array(LENGTH));
  return Array.from(numbers, (number) => LETTERS[number % LETTERS.length]).join("");
}

/** Names the blocks that have none, or the name of another that stands before them. */
function baptise(doc: Node, transaction: Transaction): void {
  const taken = new Set<string>();
  doc.descendants((node, position) => {
    if (!node.isBlock || !BLOCKS.includes(node.type.name)) return;
    const id = node.attrs.id as string | null;
    if (id && !taken.has(id)) {
      taken.add(id);
      return;
    }
    const fresh = name();
    taken.add(fresh);
    transaction.setNodeAttribute(position, "id", fresh);
  });
}

export const Identity = Extension.create({
  name: "identity",
  addGlobalAttributes() {
    // Pasted blocks come without a name; the half that a split adds too.
    const id = { default: null, keepOnSplit: false, rendered: false, parseHTML: () => null };
    return [{ types: BLOCKS, attributes: { id } }];
  },
  addProseMirrorPlugins() {
    return [
      new Plugin({
        // Only what is written here: two browsers that named the same block would name it twice.
        appendTransaction: (transactions, _before, state) => {
          const ours = transactions.some(
            (transaction) => transaction.docChanged && !transaction.getMeta(ySyncPluginKey),
          );
          if (!ours) return null;
          const transaction = state.tr;
          baptise(state.doc, transaction);
          return transaction.docChanged ? transaction : null;
        },
      }),
    ];
  },
});
