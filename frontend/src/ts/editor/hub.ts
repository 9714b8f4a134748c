/** What both ways to the server share. */
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { Notice } from "./frames";
import type { Unsaved } from "./unsaved";

export interface Hub {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly unsaved: Unsaved;
  /** Whether the person writes; a reader sends nothing but presence. */
  readonly mayWrite: boolean;
  /** Take in what others wrote. */
  apply(update: Uint8Array): void;
  hearPresence(states: Uint8Array): void;
  notice(notice: Notice): void;
  /** Something may have changed in what is saved or agreed. */
  moved(): void;
}
