/** Changes made here that the database is not yet known to hold. */
import * as Y from "yjs";

interface Entry {
  update: Uint8Array;
  /** Number of the frame that carried it, or null when no frame on its way does. */
  frame: number | null;
}

export class Unsaved {
  private entries: Entry[] = [];

  get none(): boolean {
    return this.entries.length === 0;
  }

  get unsent(): boolean {
    return this.entries.some((entry) => entry.frame === null);
  }

  add(update: Uint8Array): void {
    this.entries.push({ update, frame: null });
  }

  /** What no frame carries, in one update; from now on `frame` does. Null when there is nothing. */
  take(frame: number): Uint8Array | null {
    const taken = this.entries.filter((entry) => entry.frame === null);
    const [first] = taken;
    if (!first) return null;
    const update = taken.length === 1 ? first.update : Y.mergeUpdates(taken.map((entry) => entry.update));
    this.entries = this.entries.filter((entry) => entry.frame !== null);
    this.entries.push({ update, frame });
    return update;
  }

  /** A frame with all that the server lacks carries everything. */
  carriedBy(frame: number): void {
    for (const entry of this.entries) entry.frame = frame;
  }

  /** The frames up to this one are in the database. */
  stored(frame: number): void {
    this.entries = this.entries.filter((entry) => entry.frame === null || entry.frame > frame);
  }

  /** The line was cut: nobody knows what became of the frames on their way. */
  lostFrames(): void {
    for (const entry of this.entries) entry.frame = null;
  }

  /** The server has all that we have. */
  clear(): void {
    this.entries = [];
  }
}
