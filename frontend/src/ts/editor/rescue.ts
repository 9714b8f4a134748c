/** « Votre texte, à recopier »: what could not be stored and has no place in the new text. */
import * as Y from "yjs";
import { need } from "./elements";
import { tell } from "./messages";

const BLOCKS = new Set(["paragraph", "heading"]);

function textOf(node: Y.XmlFragment | Y.XmlElement | Y.XmlText | Y.XmlHook): string {
  if (node instanceof Y.XmlText) {
    return (node.toDelta() as { insert?: unknown }[]).map((run) => (typeof run.insert === "string" ? run.insert : "")).join("");
  }
  if (node instanceof Y.XmlElement && node.nodeName === "hardBreak") return "\n";
  if (!(node instanceof Y.XmlFragment)) return "";
  const inside = node.toArray().map((child) => textOf(child as Y.XmlElement)).join("");
  return node instanceof Y.XmlElement && BLOCKS.has(node.nodeName) ? `${inside}\n\n` : inside;
}

/** All the text of a document, part after part. */
export function plainText(doc: Y.Doc): string {
  const parts = ["title", "summary", "body", "sources"].map((name) => textOf(doc.getXmlFragment(name)).trim());
  return parts.filter(Boolean).join("\n\n");
}

/** Show a text to be copied, below those that are shown already. */
export function rescue(text: string): void {
  if (!text) return;
  const panel = need("[data-rescue]");
  const place = need<HTMLTextAreaElement>("textarea", panel);
  place.value = place.value ? `${place.value}\n\n———\n\n${text}` : text;
  panel.hidden = false;
  panel.focus();
}

/** Make the buttons of the panel work. */
export function startRescue(): void {
  const panel = need("[data-rescue]");
  const place = need<HTMLTextAreaElement>("textarea", panel);
  need("[data-copy]", panel).addEventListener("click", () => {
    place.select();
    navigator.clipboard.writeText(place.value).then(
      () => tell("Le texte est copié."),
      () => tell("Le texte est sélectionné : copiez-le avec Ctrl + C.".replace(" :", "\u00a0:")),
    );
  });
  need("[data-done]", panel).addEventListener("click", () => {
    place.value = "";
    panel.hidden = true;
  });
}

/** Whether a text waits to be copied. */
export const rescuing = (): boolean => !need("[data-rescue]").hidden;
