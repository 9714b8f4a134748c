/** Windows over the page: they take the focus, and give it back to the text. */
import type { Editor } from "@tiptap/core";
import { need } from "./elements";
import { cleanAddress } from "./link";

/** A dialog of the page, by its name; its buttons « data-close » close it. */
export function dialog(name: string): HTMLDialogElement {
  const found = need<HTMLDialogElement>(`dialog[data-dialog="${name}"]`);
  if (!found.dataset.ready) {
    found.dataset.ready = "1";
    found.addEventListener("click", (event) => {
      if ((event.target as Element).closest("[data-close]")) found.close();
    });
  }
  return found;
}

/** Show a sentence under a field, or take it away. */
export function fault(box: HTMLElement, words: string): void {
  const place = need("[data-fault]", box);
  need("[data-fault-words]", place).textContent = words;
  place.hidden = !words;
  const input = box.querySelector("input:not([type=hidden])");
  if (words) input?.setAttribute("aria-invalid", "true");
  else input?.removeAttribute("aria-invalid");
}

/** Ask for the address of a link. */
export function openLink(editor: Editor): void {
  if (!editor.isEditable || !editor.schema.marks.link) return;
  const box = dialog("link");
  const form = need<HTMLFormElement>("form", box);
  const address = need<HTMLInputElement>("[name=address]", form);
  const words = need<HTMLInputElement>("[name=words]", form);
  const inside = editor.isActive("link");
  if (inside) editor.commands.extendMarkRange("link");
  const { from, to, empty } = editor.state.selection;
  words.value = empty ? "" : editor.state.doc.textBetween(from, to, " ");
  need("[data-words]", form).hidden = !empty;
  need<HTMLButtonElement>("[data-unlink]", form).hidden = !inside;
  address.value = inside ? String(editor.getAttributes("link").href ?? "").replace(/^mailto:/, "") : "";
  fault(form, "");
  form.onsubmit = (event) => {
    event.preventDefault();
    const href = cleanAddress(address.value);
    if (href === null) {
      fault(form, "Écrivez une adresse complète, par exemple https://example.org/page, ou une adresse électronique.");
      address.focus();
      return;
    }
    box.close();
    const text = words.value.trim() || address.value.trim();
    if (!empty) editor.chain().focus().setTextSelection({ from, to }).setLink(href).run();
    else editor.chain().focus().insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href } }] }).run();
  };
  need<HTMLButtonElement>("[data-unlink]", form).onclick = () => {
    box.close();
    editor.chain().focus().extendMarkRange("link").unsetLink().run();
  };
  box.onclose = () => editor.commands.focus();
  box.showModal();
  address.focus();
}

/** Show the list of shortcuts. */
export function openShortcuts(): void {
  dialog("shortcuts").showModal();
}
