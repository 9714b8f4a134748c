/** A copy on this computer, which outlives the closing of the page. Loaded when the person chose it. */
import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";
import { copies, type Copy, forgetCopy, noteCopy } from "../copies";

export class LocalCopy {
  private readonly kept: IndexeddbPersistence;
  private unsaved = false;

  constructor(
    doc: Y.Doc,
    private readonly copy: Copy,
  ) {
    noteCopy(copy);
    this.kept = new IndexeddbPersistence(copy.name, doc);
  }

  /** What the copy holds is in the document; what the site lacks of it is sent by the provider as any other change. */
  get loaded(): Promise<unknown> {
    return this.kept.whenSynced;
  }

  /** Note whether closing the page now would leave something here only. */
  note(unsaved: boolean): void {
    if (unsaved === this.unsaved) return;
    this.unsaved = unsaved;
    noteCopy({ ...this.copy, unsaved });
  }

  /** Stop keeping; what is kept stays. */
  stop(): Promise<void> {
    return this.kept.destroy();
  }

  /** Stop keeping and delete. */
  async forget(): Promise<void> {
    await this.kept.destroy();
    await forgetCopy(this.copy.name);
  }
}

/** What an older copy said, before it is deleted: a text of another epoch is never merged, it is shown. */
export async function readOld(copy: Copy): Promise<Y.Doc | null> {
  const doc = new Y.Doc();
  const kept = new IndexeddbPersistence(copy.name, doc);
  await kept.whenSynced;
  await kept.destroy();
  await forgetCopy(copy.name);
  return copy.unsaved ? doc : null;
}

/** The copies of a document that are not this one: of another epoch, or of somebody else. */
export const others = (mine: Copy): Copy[] =>
  copies().filter((copy) => copy.document === mine.document && copy.name !== mine.name);
