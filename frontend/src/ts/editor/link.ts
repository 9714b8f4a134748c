/** Links: where they may lead, and how they are kept. */
import { Mark, mergeAttributes } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import SCHEMA from "./schema.json";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    link: {
      setLink: (href: string) => ReturnType;
      unsetLink: () => ReturnType;
    };
  }
}

const SCHEMES = /^(https?:\/\/[^\s/]|mailto:[^\s@]+@[^\s@]+$)/i;
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const BARE = /^(www\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}([/?#]\S*)?$/i;

/** The address that people meant, or null when it may lead nowhere safe. */
export function cleanAddress(written: string): string | null {
  const typed = written.trim();
  if (!typed || typed.length > SCHEMA.longestAttribute) return null;
  if (SCHEMES.test(typed)) return /\s/.test(typed) ? null : typed;
  // A page of this site, not another host named without its scheme.
  if (/^\/(?![/\\])/.test(typed)) return /[\s\\]/.test(typed) ? null : typed;
  if (ADDRESS.test(typed)) return `mailto:${typed}`;
  if (BARE.test(typed)) return `https://${typed}`;
  return null;
}

export const Link = Mark.create({
  name: "link",
  priority: 1000,
  inclusive: false,
  addAttributes() {
    return { href: { default: "" } };
  },
  parseHTML() {
    return [
      {
        tag: "a[href]",
        getAttrs: (element) => {
          const href = cleanAddress(element.getAttribute("href") ?? "");
          return href === null ? false : { href };
        },
      },
    ];
  },
  renderHTML({ HTMLAttributes }) {
    // What another browser sent is not trusted either.
    const href = cleanAddress(String(HTMLAttributes.href ?? ""));
    return ["a", mergeAttributes(href === null ? {} : { href }, { rel: "noopener", title: href ?? "" }), 0];
  },
  addCommands() {
    return {
      setLink:
        (href) =>
        ({ chain }) =>
          chain().setMark(this.name, { href }).run(),
      unsetLink:
        () =>
        ({ chain }) =>
          chain().unsetMark(this.name, { extendEmptyMarkRange: true }).run(),
    };
  },
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        props: {
          // An address pasted over words becomes their link.
          handlePaste: (view, event) => {
            const text = event.clipboardData?.getData("text/plain").trim() ?? "";
            if (view.state.selection.empty || !SCHEMES.test(text)) return false;
            const href = cleanAddress(text);
            return href !== null && editor.commands.setLink(href);
          },
          handleClick: (_view, _position, event) => {
            const link = (event.target as Element).closest("a");
            if (!link || !(event.ctrlKey || event.metaKey)) return false;
            window.open(link.href, "_blank", "noopener");
            return true;
          },
        },
      }),
    ];
  },
});
