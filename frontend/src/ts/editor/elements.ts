/** Small pieces of a page, made without HTML text. */

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and content; text is never read as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

/** An icon of the site's file, beside a word. */
export function icon(name: string): SVGSVGElement {
  const file = document.querySelector<HTMLElement>("[data-writing]")?.dataset.icons ?? "";
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${file}#${name}`);
  drawing.append(use);
  return drawing;
}

/** The one element that a page must have. Throws when it has not. */
export function need<T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T {
  const found = within.querySelector<T>(selector);
  if (!found) throw new Error(`the page lacks ${selector}`);
  return found;
}
