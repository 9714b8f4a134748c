/** Blocks in one piece, pictures and offers: what they show is asked of the site, their words are typed in fields. */
import { type Editor, Node } from "@tiptap/core";
import type { Node as Block } from "@tiptap/pm/model";
import type { NodeView } from "@tiptap/pm/view";
import { element, icon } from "./elements";
import type { Lookup } from "./lookup";

export interface Picture {
  url: string;
  width: number;
  height: number;
}

export interface Offer {
  ref: number;
  title: string;
  structure: string;
  kind: string;
  deadline: string;
  amount: string;
  url: string;
  /** A sentence when the offer is no more to be had; empty otherwise. */
  warning: string;
}

interface FieldOf {
  name: string;
  label: string;
  help: string;
  longest: number;
}

let fields = 0;

/** A labelled field that writes an attribute of the block. */
function attributeField(editor: Editor, field: FieldOf, getPos: () => number | undefined) {
  fields += 1;
  const id = `champ-${fields}`;
  const input = element("input", { class: "input", id, type: "text", maxlength: String(field.longest), autocomplete: "off" });
  const label = element("label", { class: "field-label", for: id }, field.label);
  const help = element("p", { class: "field-help", id: `${id}-aide` }, field.help);
  input.setAttribute("aria-describedby", help.id);
  const write = (): void => {
    const position = getPos();
    const block = position === undefined ? null : editor.state.doc.nodeAt(position);
    if (position === undefined || !block || block.attrs[field.name] === input.value) return;
    editor.view.dispatch(editor.state.tr.setNodeAttribute(position, field.name, input.value));
  };
  input.addEventListener("input", write);
  const dom = element("div", { class: "piece-field" }, label, input, help);
  const show = (block: Block): void => {
    const value = String(block.attrs[field.name] ?? "");
    if (input.value !== value && document.activeElement !== input) input.value = value;
    input.readOnly = !editor.isEditable;
  };
  return { dom, show };
}

function removal(editor: Editor, label: string, getPos: () => number | undefined): HTMLElement {
  const button = element("button", { class: "button button-quiet piece-remove", type: "button" }, icon("x"), label);
  button.addEventListener("click", () => {
    const position = getPos();
    const block = position === undefined ? null : editor.state.doc.nodeAt(position);
    if (position === undefined || !block || !editor.isEditable) return;
    editor.chain().deleteRange({ from: position, to: position + block.nodeSize }).focus().run();
  });
  return button;
}

/** The view of a card: its picture or terms, its fields, a button that takes it away. */
function cardView(
  editor: Editor,
  block: Block,
  getPos: () => number | undefined,
  parts: { label: string; remove: string; fields: FieldOf[]; show: (block: Block, place: HTMLElement) => void },
): NodeView {
  const place = element("div", { class: "piece-shown" });
  const inputs = parts.fields.map((field) => attributeField(editor, field, getPos));
  const kept = element("div", { class: "piece-fields" }, ...inputs.map((input) => input.dom));
  const dom = element("div", { class: `piece piece-${block.type.name}`, role: "group", "aria-label": parts.label });
  dom.contentEditable = "false";
  dom.append(place, kept, removal(editor, parts.remove, getPos));
  let shown: unknown = null;
  const update = (next: Block): boolean => {
    if (next.type !== block.type) return false;
    if (shown !== next.attrs.ref) parts.show(next, place);
    shown = next.attrs.ref as unknown;
    for (const input of inputs) input.show(next);
    return true;
  };
  update(block);
  return {
    dom,
    update,
    selectNode: () => dom.classList.add("piece-chosen"),
    deselectNode: () => dom.classList.remove("piece-chosen"),
    stopEvent: (event) => (event.target as Element).closest("input, button, a") !== null,
    ignoreMutation: () => true,
  };
}

const reference = (found: Element, name: string): number => Number(found.getAttribute(name)) || 0;

/** Pictures of the site's own library. */
export function pictureBlock(pictures: Lookup<Picture>): Node {
  return Node.create({
    name: "image",
    atom: true,
    draggable: true,
    addAttributes: () => ({
      ref: { default: 0, parseHTML: (found) => reference(found, "data-picture"), rendered: false },
      alt: { default: "", parseHTML: (found) => found.getAttribute("data-alt") ?? "", rendered: false },
      caption: { default: "", parseHTML: (found) => found.getAttribute("data-caption") ?? "", rendered: false },
    }),
    parseHTML: () => [{ tag: "figure[data-picture]" }],
    renderHTML: ({ node }) => [
      "figure",
      { "data-picture": String(node.attrs.ref), "data-alt": String(node.attrs.alt), "data-caption": String(node.attrs.caption) },
    ],
    addNodeView:
      () =>
      ({ editor, node, getPos }) =>
        cardView(editor, node, getPos, {
          label: "Image",
          remove: "Retirer l’image",
          fields: [
            {
              name: "alt",
              label: "Description",
              help: "Ce que l’image apprend, pour qui ne la voit pas. Vide si elle ne fait que décorer.",
              longest: 250,
            },
            { name: "caption", label: "Légende (facultatif)", help: "Affichée sous l’image.", longest: 250 },
          ],
          show: (block, place) => pictures.want(Number(block.attrs.ref), (found) => showPicture(place, found)),
        }),
  });
}

function showPicture(place: HTMLElement, found: Picture | null | undefined): void {
  if (!found) {
    const words = found === null ? "Cette image n’est plus dans la bibliothèque." : "L’image ne peut pas être affichée pour le moment.";
    place.replaceChildren(element("p", { class: "piece-warning" }, words));
    return;
  }
  const size = { width: String(found.width), height: String(found.height) };
  place.replaceChildren(element("img", { src: found.url, alt: "", loading: "lazy", ...size }));
}

/** Offers of the catalogue, with their terms of today. */
export function offerBlock(offers: Lookup<Offer>): Node {
  return Node.create({
    name: "offer",
    atom: true,
    draggable: true,
    addAttributes: () => ({
      ref: { default: 0, parseHTML: (found) => reference(found, "data-offer"), rendered: false },
      note: { default: "", parseHTML: (found) => found.getAttribute("data-note") ?? "", rendered: false },
    }),
    parseHTML: () => [{ tag: "div[data-offer]" }],
    renderHTML: ({ node }) => ["div", { "data-offer": String(node.attrs.ref), "data-note": String(node.attrs.note) }],
    addNodeView:
      () =>
      ({ editor, node, getPos }) =>
        cardView(editor, node, getPos, {
          label: "Carte d’offre",
          remove: "Retirer la carte",
          fields: [
            {
              name: "note",
              label: "Pourquoi cette offre (facultatif)",
              help: "Une phrase, affichée sous la carte.",
              longest: 200,
            },
          ],
          show: (block, place) => offers.want(Number(block.attrs.ref), (found) => showOffer(place, found)),
        }),
  });
}

function showOffer(place: HTMLElement, found: Offer | null | undefined): void {
  if (!found) {
    const words =
      found === null
        ? "Cette offre n’est plus au catalogue. Les lecteurs verront qu’elle n’est plus proposée, et votre phrase."
        : "Les conditions de cette offre ne peuvent pas être affichées pour le moment.";
    place.replaceChildren(element("p", { class: "piece-warning" }, icon("triangle-alert"), words));
    return;
  }
  const link = found.url ? element("a", { href: found.url, target: "_blank", rel: "noopener" }, found.title) : found.title;
  const facts = [found.kind, found.amount, found.deadline].filter(Boolean).join(" · ");
  place.replaceChildren(
    element("p", { class: "piece-title" }, link),
    element("p", { class: "piece-line" }, found.structure),
    element("p", { class: "piece-line" }, facts),
    ...(found.warning ? [element("p", { class: "piece-warning" }, icon("triangle-alert"), found.warning)] : []),
  );
}
