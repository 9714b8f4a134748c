/** The blocks and marks of a body, made from the list that the server has too (schema.json). */
import { type Extensions, mergeAttributes, Node } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Heading, type Level } from "@tiptap/extension-heading";
import { Italic } from "@tiptap/extension-italic";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Text } from "@tiptap/extension-text";
import { Link } from "./link";
import SCHEMA from "./schema.json";
import { Table, TableCell, TableHeader, TableRow } from "./table";

export const VERSION = SCHEMA.version;
export const TONES = SCHEMA.tones;

/** What a kind may hold, as loose as the server's list: what does not fit is destroyed, for everybody. */
export function content(kind: keyof typeof SCHEMA.holds): string {
  return `(${SCHEMA.holds[kind].join(" | ")})+`;
}

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    callout: {
      /** Set the text apart, or back; or change the tone of the callout we are in. */
      toggleCallout: (tone?: string) => ReturnType;
      setTone: (tone: string) => ReturnType;
    };
  }
}

const Callout = Node.create({
  name: "callout",
  content: content("callout"),
  defining: true,
  addAttributes() {
    return {
      tone: {
        default: "info",
        parseHTML: (element) => {
          const tone = element.getAttribute("data-tone") ?? "";
          return TONES.includes(tone) ? tone : "info";
        },
        renderHTML: (attributes) => ({ "data-tone": attributes.tone as string }),
      },
    };
  },
  parseHTML() {
    return [{ tag: "aside" }, { tag: "div[data-tone]" }];
  },
  renderHTML({ HTMLAttributes }) {
    return ["div", mergeAttributes(HTMLAttributes, { class: "callout", role: "note" }), 0];
  },
  addCommands() {
    return {
      toggleCallout:
        (tone = "info") =>
        ({ commands }) =>
          commands.toggleWrap(this.name, { tone }),
      setTone:
        (tone) =>
        ({ commands }) =>
          commands.updateAttributes(this.name, { tone }),
    };
  },
});

const Title = Heading.extend({
  addAttributes() {
    return { level: { default: 2, rendered: false } };
  },
  parseHTML() {
    // A pasted page has its own title, and levels that we do not have.
    const level = (found: number): Level => Math.min(4, Math.max(2, found)) as Level;
    return [1, 2, 3, 4, 5, 6].map((found) => ({ tag: `h${found}`, attrs: { level: level(found) } }));
  },
  renderHTML({ node, HTMLAttributes }) {
    const level = Number(node.attrs.level);
    return [`h${SCHEMA.headingLevels.includes(level) ? level : 2}`, HTMLAttributes, 0];
  },
}).configure({ levels: SCHEMA.headingLevels as Level[] });

/** Numbers always begin at one: where a list begins is not kept. */
const Numbers = OrderedList.extend({
  addAttributes() {
    return {};
  },
  renderHTML({ HTMLAttributes }) {
    return ["ol", HTMLAttributes, 0];
  },
});

const TEXT: Extensions = [Paragraph, Text, HardBreak];
const MARKS: Extensions = [Bold, Italic, Link];

/** A line without form: a title, a summary. */
export function lineBlocks(): Extensions {
  return [Document.extend({ content: "paragraph+" }), Paragraph.extend({ content: "text*" }), Text];
}

/** Paragraphs with links, and nothing else. */
export function sourceBlocks(): Extensions {
  return [Document.extend({ content: "paragraph+" }), ...TEXT, Link];
}

/** All that a sheet can say; pictures and offers come with what shows them. */
export function bodyBlocks(cards: Extensions): Extensions {
  return [
    Document.extend({ content: `(${SCHEMA.top.join(" | ")})+` }),
    ...TEXT,
    ...MARKS,
    Title,
    BulletList,
    Numbers,
    ListItem.extend({ content: content("listItem") }),
    ListKeymap,
    Blockquote.extend({ content: content("blockquote") }),
    Callout,
    Table.extend({ content: content("table") }),
    TableRow.extend({ content: content("tableRow") }),
    TableHeader.extend({ content: content("tableHeader") }),
    TableCell.extend({ content: content("tableCell") }),
    ...cards,
  ];
}
