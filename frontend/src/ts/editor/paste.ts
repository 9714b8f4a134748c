/** What is pasted or dropped: text is cleaned by the list of blocks; files are pictures, or nothing. */
import { type Editor, Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { tell } from "./messages";

const MOST_BYTES = 300_000;
const TOO_LARGE =
  "Ce que vous collez dépasse 300 ko. Collez-le en plusieurs fois, et ajoutez les images une par une.";
const NO_PICTURE = "Les images collées avec un texte ne sont pas reprises. Ajoutez-les une par une, avec «\u00a0Image\u00a0».";
const ONLY_PICTURES = "Seules les images peuvent être déposées dans le texte.";

const size = (text: string): number => new Blob([text]).size;

const STYLED = /\s(?:style|on\w+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi;

/**
 * The images of a paste have addresses on other sites, or are whole files in the text: neither is kept.
 * Colours and sizes are not either; the policy of the page would complain of each.
 */
function plainer(html: string): string {
  const kept = html.replace(/<img\b[^>]*>/gi, "");
  if (kept.length !== html.length) tell(NO_PICTURE);
  return kept.replace(/<style\b[\s\S]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(STYLED, ""));
}

/** One line of text, for a title. */
const oneLine = (text: string): string => text.replace(/\s+/g, " ");

function tooLarge(event: ClipboardEvent): boolean {
  const data = event.clipboardData;
  if (!data) return false;
  const heavy = Math.max(size(data.getData("text/html").replace(/src="data:[^"]*"/gi, "")), size(data.getData("text/plain")));
  if (heavy <= MOST_BYTES) return false;
  event.preventDefault();
  tell(TOO_LARGE);
  return true;
}

/** For a body: `take` is given the pictures. */
export function pasting(take: ((editor: Editor, files: File[]) => void) | null): Extension {
  const files = (editor: Editor, list: FileList | undefined, event: Event): boolean => {
    const given = Array.from(list ?? []);
    if (given.length === 0) return false;
    event.preventDefault();
    const pictures = given.filter((file) => file.type.startsWith("image/"));
    if (take && pictures.length > 0) take(editor, pictures);
    else tell(ONLY_PICTURES);
    return true;
  };
  return Extension.create({
    name: "pasting",
    addProseMirrorPlugins() {
      const { editor } = this;
      return [
      new Plugin({
        props: {
          handlePaste: (_view, event) => {
            if (tooLarge(event)) return true;
            // Office suites put a picture of the text beside the text.
            if (event.clipboardData?.getData("text/html") || event.clipboardData?.getData("text/plain")) return false;
            return files(editor, event.clipboardData?.files, event);
          },
          handleDrop: (_view, event) => files(editor, event.dataTransfer?.files, event),
          transformPastedHTML: plainer,
        },
      }),
      ];
    },
  });
}

/** For a line: no form, no new line. */
export function plainPasting(): Extension {
  return Extension.create({
    name: "plainPasting",
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          handlePaste: (view, event) => {
            if (tooLarge(event)) return true;
            const text = oneLine(event.clipboardData?.getData("text/plain") ?? "");
            if (text) view.dispatch(view.state.tr.insertText(text).scrollIntoView());
            return true;
          },
          handleDrop: (_view, event) => {
            event.preventDefault();
            return true;
          },
        },
      }),
    ],
  });
}
