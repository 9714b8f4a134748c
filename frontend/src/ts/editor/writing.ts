/** A page on which people write a sheet: enters the document, makes its editors, follows its state. */
import type { Editor } from "@tiptap/core";
import * as Y from "yjs";
import type { Copy } from "../copies";
import { able, type Action, actions } from "./actions";
import { VERSION } from "./blocks";
import { offerBlock, type Offer, pictureBlock, type Picture } from "./cards";
import { openLink, openShortcuts } from "./dialogs";
import { makeParts, type Part } from "./editors";
import { need } from "./elements";
import { allowFacts, bindFacts } from "./facts";
import type { LocalCopy } from "./local_copy";
import { Lookup } from "./lookup";
import { tell } from "./messages";
import { Persons } from "./persons";
import { type Entry, Provider } from "./provider";
import { get, Refused, renew } from "./requests";
import { plainText, rescue, rescuing, startRescue } from "./rescue";
import { endOf, type State } from "./state";
import { Status } from "./status";
import { Toolbar } from "./toolbar";

export interface Config {
  /** The document, such as `fiche/12`, and where to ask how to enter it. */
  document: string;
  entry: string;
  /** What that address said when the page was made: the first time, one request less. */
  entered: Entry | null;
  offers: string;
  offer_search: string;
  pictures: string;
  picture_bytes: number;
}

const LONGEST_TITLE = 255;
const AGAIN = [1_000, 3_000, 10_000];
const VERSIONS: Record<string, string> = {
  soumission: "La fiche vient d’être proposée à la relecture.",
  publication: "La fiche vient d’être publiée. Vous pouvez continuer d’écrire.",
  reprise: "Une version d’avant vient d’être reprise.",
};

export class Writing {
  private readonly status = new Status();
  private readonly offers: Lookup<Offer>;
  private readonly pictures: Lookup<Picture>;
  private readonly actions: Record<string, Action>;
  private readonly toolbar: Toolbar;
  private doc = new Y.Doc();
  private provider: Provider | null = null;
  private parts: Part[] = [];
  private persons: Persons | null = null;
  private copy: LocalCopy | null = null;
  private letGo: () => void = () => undefined;
  private current: Editor | null = null;
  private failures = 0;
  private drawing = 0;
  private last: State = { link: "joining", end: null, saved: true, mayWrite: false };

  constructor(
    private readonly root: HTMLElement,
    private readonly config: Config,
  ) {
    this.offers = new Lookup(config.offers);
    this.pictures = new Lookup(config.pictures);
    this.actions = actions({
      link: openLink,
      picture: (editor, files) => void this.openPicture(editor, files),
      offer: (editor) => void this.openOffer(editor),
    });
    this.toolbar = new Toolbar(need("[data-toolbar]", root), this.actions, () => this.current);
    startRescue();
  }

  get saved(): boolean {
    return this.last.saved && !rescuing();
  }

  /** The last state shown, for what waits until everything is stored. */
  get state(): State {
    return this.last;
  }

  get identity(): Copy | null {
    return this.provider ? this.provider.copyOf(this.config.document) : null;
  }

  /** Ask how to enter, and begin. */
  async enter(): Promise<void> {
    let entry: Entry;
    try {
      entry = this.config.entered ?? (await get<Entry>(this.config.entry));
      this.config.entered = null;
    } catch (error) {
      return this.notEntered(error);
    }
    this.failures = 0;
    if (entry.schema !== VERSION) return this.show({ ...this.last, link: "ended", end: "schema" });
    this.doc = new Y.Doc();
    const provider = new Provider(this.doc, entry, {
      state: (state) => this.show(state),
      ready: () => this.open(entry),
      renew: () => void this.again(),
      version: (reason) => {
        if (VERSIONS[reason]) tell(VERSIONS[reason]);
      },
    });
    this.provider = provider;
    this.persons = new Persons(need("[data-persons]", this.root), provider.awareness, entry.person.id);
    document.dispatchEvent(new CustomEvent("writing:entered"));
    provider.start();
  }

  /** Try again after an end that the person may have mended. */
  async retry(): Promise<void> {
    await renew().catch(() => false);
    if (this.provider) this.provider.retry();
    else await this.enter();
  }

  /** Keep a copy on this computer from now on, or stop. */
  async keepCopy(keep: boolean): Promise<void> {
    const { provider, doc } = this;
    const mine = this.identity;
    if (!keep) {
      await this.copy?.forget();
      this.copy = null;
    } else if (provider && mine && !this.copy) {
      const { LocalCopy, others, readOld } = await import("./local_copy");
      for (const old of others(mine)) {
        const before = await readOld(old);
        if (before && old.person === mine.person) rescue(plainText(before));
      }
      if (this.provider !== provider) return;
      this.copy = new LocalCopy(doc, mine);
    }
    this.show(this.last);
  }

  focusToolbar(): void {
    this.toolbar.focus();
  }

  run(action: string): void {
    const found = this.actions[action];
    if (action === "shortcuts") openShortcuts();
    else if (found && this.current && able(found, this.current)) found.run(this.current);
  }

  private notEntered(error: unknown): void {
    const end = error instanceof Refused ? endOf(error.status) : null;
    if (end) return this.show({ ...this.last, link: "ended", end });
    this.show({ ...this.last, link: navigator.onLine ? "away" : "offline" });
    const wait = AGAIN[Math.min(this.failures, AGAIN.length - 1)];
    this.failures += 1;
    window.setTimeout(() => void this.enter(), wait);
  }

  /** The text is here: show it, and let people write. */
  private open(entry: Entry): void {
    const { provider, doc, root } = this;
    if (!provider) return;
    this.parts = makeParts(root, {
      doc,
      awareness: provider.awareness,
      editable: entry.may_write,
      cards: [pictureBlock(this.pictures), offerBlock(this.offers)],
      actions: this.actions,
      pictures: (editor, files) => void this.openPicture(editor, files),
      moved: () => this.draw(),
    });
    this.current = this.parts.find((part) => part.name === "body")?.editor ?? null;
    this.letGo = bindFacts(root, doc);
    root.dataset.ready = "1";
    root.removeAttribute("aria-busy");
    this.show(provider.state);
  }

  /** The text was replaced from outside: what was not stored is kept to be copied, and the new text is opened. */
  private async again(): Promise<void> {
    if (this.provider && !this.provider.unsaved.none) rescue(plainText(this.doc));
    await this.copy?.forget();
    this.copy = null;
    this.close();
    await this.enter();
  }

  private close(): void {
    this.letGo();
    this.letGo = () => undefined;
    for (const part of this.parts) part.editor.destroy();
    this.parts = [];
    this.current = null;
    this.persons?.destroy();
    this.persons = null;
    this.provider?.destroy();
    this.provider = null;
    this.doc.destroy();
  }

  private show(state: State): void {
    const could = this.last.mayWrite && this.last.end === null;
    this.last = state;
    const can = state.mayWrite && state.end === null;
    if (can !== could || this.root.dataset.writes !== String(can)) {
      this.root.dataset.writes = String(can);
      for (const part of this.parts) part.editor.setEditable(can, false);
      allowFacts(this.root, can);
      this.draw();
    }
    this.copy?.note(!state.saved);
    this.status.show(state, this.copy !== null);
  }

  /** Show in the bar what holds where the caret is, once for many changes. */
  private draw(): void {
    if (this.drawing) return;
    this.drawing = window.requestAnimationFrame(() => {
      this.drawing = 0;
      const focused = this.parts.find((part) => part.editor.isFocused);
      if (focused && focused.name !== "title" && focused.name !== "summary") this.current = focused.editor;
      this.toolbar.refresh();
      const title = this.parts.find((part) => part.name === "title")?.editor.getText() ?? "";
      need("[data-too-long]", this.root).hidden = title.length <= LONGEST_TITLE;
    });
  }

  private async openPicture(editor: Editor, files?: File[]): Promise<void> {
    const { PictureUpload } = await import("./picture_upload");
    this.uploads ??= new PictureUpload(this.config.pictures, this.config.picture_bytes, this.pictures);
    this.uploads.open(editor, files);
  }

  private async openOffer(editor: Editor): Promise<void> {
    const { OfferChoice } = await import("./offer_choice");
    this.choice ??= new OfferChoice(this.config.offer_search, this.offers);
    this.choice.open(editor);
  }

  private uploads: import("./picture_upload").PictureUpload | null = null;
  private choice: import("./offer_choice").OfferChoice | null = null;
}
