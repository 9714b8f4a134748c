/** Tables without merged cells: rows of as many cells, the first row usually of headers. */
import { type Editor, findParentNode, mergeAttributes, Node } from "@tiptap/core";
import type { Node as Block, NodeType, Schema } from "@tiptap/pm/model";
import { type EditorState, Plugin, TextSelection, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { goAfter, paragraph, place } from "./placing";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    table: {
      insertTable: (rows?: number, columns?: number) => ReturnType;
      addRow: () => ReturnType;
      addColumn: () => ReturnType;
      removeRow: () => ReturnType;
      removeColumn: () => ReturnType;
      removeTable: () => ReturnType;
    };
  }
}

const MOST_ROWS = 100;
const MOST_COLUMNS = 12;

interface Place {
  table: Block;
  /** Position before the table. */
  start: number;
  row: number;
  column: number;
}

/** Where the caret stands in a table, or null. */
export function placeOf(state: EditorState): Place | null {
  const table = findParentNode((node) => node.type.name === "table")(state.selection);
  if (!table) return null;
  const { $from } = state.selection;
  return {
    table: table.node,
    start: table.pos,
    row: $from.index(table.depth),
    column: $from.depth > table.depth ? $from.index(table.depth + 1) : 0,
  };
}

function kind(schema: Schema, name: string): NodeType {
  const found = schema.nodes[name];
  if (!found) throw new Error(`no ${name} here`);
  return found;
}

function cell(schema: Schema, header: boolean): Block {
  return kind(schema, header ? "tableHeader" : "tableCell").createChecked(null, paragraph(schema));
}

function row(schema: Schema, columns: number, header: boolean): Block {
  return kind(schema, "tableRow").createChecked(
    null,
    Array.from({ length: columns }, () => cell(schema, header)),
  );
}

const columnsOf = (table: Block): number => Math.max(...rowsOf(table).map((line) => line.childCount));
const rowsOf = (table: Block): Block[] => Array.from({ length: table.childCount }, (_, index) => table.child(index));

/** Position before a row, in a table that begins at `start`. */
function beforeRow(table: Block, start: number, index: number): number {
  return rowsOf(table)
    .slice(0, index)
    .reduce((position, line) => position + line.nodeSize, start + 1);
}

/** Position before a cell of a row that begins at `start`. */
function beforeCell(line: Block, start: number, index: number): number {
  let position = start + 1;
  for (let before = 0; before < Math.min(index, line.childCount); before += 1) position += line.child(before).nodeSize;
  return position;
}

function caretIn(transaction: Transaction, table: Block, start: number, rowIndex: number, column: number): void {
  const line = table.maybeChild(rowIndex);
  if (!line) return;
  const inside = beforeCell(line, beforeRow(table, start, rowIndex), Math.min(column, line.childCount - 1)) + 1;
  transaction.setSelection(TextSelection.near(transaction.doc.resolve(inside))).scrollIntoView();
}

function addRow(state: EditorState, transaction: Transaction): boolean {
  const here = placeOf(state);
  if (!here || here.table.childCount >= MOST_ROWS) return false;
  const { table, start } = here;
  transaction.insert(beforeRow(table, start, here.row + 1), row(state.schema, columnsOf(table), false));
  const grown = transaction.doc.nodeAt(start);
  if (grown) caretIn(transaction, grown, start, here.row + 1, 0);
  return true;
}

function addColumn(state: EditorState, transaction: Transaction): boolean {
  const here = placeOf(state);
  if (!here || columnsOf(here.table) >= MOST_COLUMNS) return false;
  const { table, start, column } = here;
  for (let index = table.childCount - 1; index >= 0; index -= 1) {
    const line = table.child(index);
    const header = line.maybeChild(Math.min(column, line.childCount - 1))?.type.name === "tableHeader";
    transaction.insert(beforeCell(line, beforeRow(table, start, index), column + 1), cell(state.schema, header));
  }
  const grown = transaction.doc.nodeAt(start);
  if (grown) caretIn(transaction, grown, start, here.row, column + 1);
  return true;
}

function removeRow(state: EditorState, transaction: Transaction): boolean {
  const here = placeOf(state);
  if (!here) return false;
  if (here.table.childCount === 1) return removeTable(state, transaction);
  const from = beforeRow(here.table, here.start, here.row);
  transaction.delete(from, from + here.table.child(here.row).nodeSize);
  return true;
}

function removeColumn(state: EditorState, transaction: Transaction): boolean {
  const here = placeOf(state);
  if (!here) return false;
  const { table, start, column } = here;
  if (columnsOf(table) === 1) return removeTable(state, transaction);
  for (let index = table.childCount - 1; index >= 0; index -= 1) {
    const line = table.child(index);
    if (column >= line.childCount || line.childCount === 1) continue;
    const from = beforeCell(line, beforeRow(table, start, index), column);
    transaction.delete(from, from + line.child(column).nodeSize);
  }
  return true;
}

function removeTable(state: EditorState, transaction: Transaction): boolean {
  const here = placeOf(state);
  if (!here) return false;
  transaction.delete(here.start, here.start + here.table.nodeSize).scrollIntoView();
  return true;
}

/** To the cell after (1) or before (-1); after the last, a row more. */
function goToCell(editor: Editor, direction: 1 | -1): boolean {
  const here = placeOf(editor.state);
  if (!here) return false;
  const columns = here.table.child(here.row).childCount;
  const column = here.column + direction;
  let line = here.row;
  if (column >= columns) line += 1;
  if (column < 0) line -= 1;
  if (line < 0) return false;
  if (line >= here.table.childCount) return editor.commands.addRow();
  const wanted = column >= columns ? 0 : column < 0 ? here.table.child(line).childCount - 1 : column;
  const { tr } = editor.state;
  caretIn(tr, here.table, here.start, line, wanted);
  editor.view.dispatch(tr);
  return true;
}

/** Rows that two people, or a paste, made of unequal length get the cells that they lack. */
function evenRows(state: EditorState): Transaction | null {
  const { tr } = state;
  state.doc.forEach((table, start) => {
    if (table.type.name !== "table") return;
    const columns = columnsOf(table);
    for (let index = table.childCount - 1; index >= 0; index -= 1) {
      const line = table.child(index);
      const lacking = columns - line.childCount;
      if (lacking <= 0) continue;
      const header = line.firstChild?.type.name === "tableHeader" && line.lastChild?.type.name === "tableHeader";
      const end = tr.mapping.map(beforeRow(table, start, index) + line.nodeSize - 1);
      tr.insert(end, Array.from({ length: lacking }, () => cell(state.schema, header)));
    }
  });
  return tr.docChanged ? tr : null;
}

/** A header where nothing is written names nothing: screen readers are given a cell. */
function emptyHeaders(state: EditorState): DecorationSet {
  const found: Decoration[] = [];
  state.doc.forEach((table, start) => {
    if (table.type.name !== "table") return;
    table.descendants((node, position) => {
      if (node.type.name !== "tableHeader" || node.textContent) return;
      const from = start + 1 + position;
      found.push(Decoration.node(from, from + node.nodeSize, { role: "cell" }));
    });
  });
  return DecorationSet.create(state.doc, found);
}

export const Table = Node.create({
  name: "table",
  content: "tableRow+",
  isolating: true,
  parseHTML() {
    return [{ tag: "table" }];
  },
  renderHTML({ HTMLAttributes }) {
    return ["div", { class: "table-scroll" }, ["table", mergeAttributes(HTMLAttributes, { class: "table" }), ["tbody", 0]]];
  },
  addCommands() {
    return {
      insertTable:
        (rows = 3, columns = 2) =>
        ({ state, tr, dispatch }) => {
          const lines = Array.from({ length: rows }, (_, index) => row(state.schema, columns, index === 0));
          const table = kind(state.schema, "table").createChecked(null, lines);
          if (dispatch) caretIn(tr, table, place(tr, table), 0, 0);
          return true;
        },
      addRow:
        () =>
        ({ state, tr, dispatch }) =>
          dispatch ? addRow(state, tr) : placeOf(state) !== null,
      addColumn:
        () =>
        ({ state, tr, dispatch }) =>
          dispatch ? addColumn(state, tr) : placeOf(state) !== null,
      removeRow:
        () =>
        ({ state, tr, dispatch }) =>
          dispatch ? removeRow(state, tr) : placeOf(state) !== null,
      removeColumn:
        () =>
        ({ state, tr, dispatch }) =>
          dispatch ? removeColumn(state, tr) : placeOf(state) !== null,
      removeTable:
        () =>
        ({ state, tr, dispatch }) =>
          dispatch ? removeTable(state, tr) : placeOf(state) !== null,
    };
  },
  addKeyboardShortcuts() {
    const leave = (): boolean => {
      const here = placeOf(this.editor.state);
      if (!here) return false;
      const { tr, schema } = this.editor.state;
      goAfter(tr, here.start + here.table.nodeSize, schema);
      this.editor.view.dispatch(tr);
      return true;
    };
    return {
      Tab: () => goToCell(this.editor, 1),
      "Shift-Tab": () => goToCell(this.editor, -1),
      "Mod-Enter": leave,
    };
  },
  addProseMirrorPlugins() {
    return [
      new Plugin({
        appendTransaction: (transactions, _before, state) => {
          const ours = transactions.some((made) => made.docChanged && !made.getMeta(ySyncPluginKey));
          return ours ? evenRows(state) : null;
        },
      }),
    ];
  },
});

export const TableRow = Node.create({
  name: "tableRow",
  content: "(tableHeader | tableCell)+",
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: ({ HTMLAttributes }) => ["tr", HTMLAttributes, 0],
});

export const TableHeader = Node.create({
  name: "tableHeader",
  content: "paragraph+",
  isolating: true,
  parseHTML: () => [{ tag: "th" }],
  renderHTML: ({ HTMLAttributes }) => ["th", HTMLAttributes, 0],
  addProseMirrorPlugins: () => [new Plugin({ props: { decorations: emptyHeaders } })],
});

export const TableCell = Node.create({
  name: "tableCell",
  content: "paragraph+",
  isolating: true,
  parseHTML: () => [{ tag: "td" }],
  renderHTML: ({ HTMLAttributes }) => ["td", HTMLAttributes, 0],
});
