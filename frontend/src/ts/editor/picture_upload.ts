/** Adding a picture: chosen, described, sent to the site's library. Loaded when it is first asked for. */
import type { Editor } from "@tiptap/core";
import type { Picture } from "./cards";
import { dialog, fault } from "./dialogs";
import { need } from "./elements";
import type { Lookup } from "./lookup";
import { placeCard } from "./placing";
import { post, said } from "./requests";

interface Sent extends Picture {
  ref: number;
}

const TROUBLE = "L’image n’a pas pu être envoyée. Vérifiez votre connexion, puis réessayez.";

export class PictureUpload {
  private readonly box = dialog("picture");
  private readonly form = need<HTMLFormElement>("form", this.box);
  private readonly file = need<HTMLInputElement>("[name=file]", this.form);
  private readonly alt = need<HTMLInputElement>("[name=alt]", this.form);
  private readonly send = need<HTMLButtonElement>("[type=submit]", this.form);
  private editor: Editor | null = null;

  constructor(
    private readonly address: string,
    private readonly mostBytes: number,
    private readonly pictures: Lookup<Picture>,
  ) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.upload();
    });
    this.file.addEventListener("change", () => fault(this.form, this.wrong()));
  }

  open(editor: Editor, files: File[] = []): void {
    this.editor = editor;
    this.form.reset();
    fault(this.form, "");
    const [first] = files;
    if (first) {
      const given = new DataTransfer();
      given.items.add(first);
      this.file.files = given.files;
      fault(this.form, this.wrong());
    }
    this.box.onclose = () => editor.commands.focus();
    this.box.showModal();
    if (first) this.alt.focus();
  }

  private wrong(): string {
    const [file] = Array.from(this.file.files ?? []);
    if (!file) return "Choisissez une image.";
    const kinds = this.file.accept.split(",").map((kind) => kind.trim());
    if (!kinds.includes(file.type)) return "Ce fichier n’est pas une image que nous acceptons : JPEG, PNG, GIF ou WebP.";
    const most = Math.round(this.mostBytes / 1024 / 1024);
    return file.size > this.mostBytes ? `Cette image dépasse ${most}\u00a0Mo. Réduisez-la, puis réessayez.` : "";
  }

  private async upload(): Promise<void> {
    const wrong = this.wrong();
    fault(this.form, wrong);
    const [file] = Array.from(this.file.files ?? []);
    if (wrong || !file) return;
    const body = new FormData();
    body.set("file", file);
    body.set("alt", this.alt.value);
    this.send.disabled = true;
    try {
      const answer = await post(this.address, body);
      if (!answer.ok) {
        fault(this.form, (await said(answer)) || TROUBLE);
        return;
      }
      this.insert((await answer.json()) as Sent);
    } catch {
      fault(this.form, TROUBLE);
    } finally {
      this.send.disabled = false;
    }
  }

  private insert(sent: Sent): void {
    this.pictures.learn(sent.ref, sent);
    const alt = this.alt.value.trim();
    const { editor } = this;
    this.box.close();
    if (editor) placeCard(editor, "image", { ref: sent.ref, alt });
  }
}
