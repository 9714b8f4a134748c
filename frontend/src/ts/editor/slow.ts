/** The same frames by plain requests, where sockets are blocked. */
import { encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import * as frames from "./frames";
import type { Hub } from "./hub";
import { post } from "./requests";

const BUSY = 1_000;
const IDLE = 5_000;
const HIDDEN = 15_000;
/** For how long after a change people are held to be writing. */
const WRITING = 10_000;
const MOST_WAIT = 20_000;

export interface SlowEnds {
  /** A request went through, in both directions. */
  answered(): void;
  /** The site did not answer at all. */
  unreachable(): void;
  refused(status: number, code: string): void;
}

export class Slow {
  private timer = 0;
  private busy = false;
  private over = false;
  private head = "";
  private asked: Uint8Array | null = null;
  private replied = false;
  private lastChange = performance.now();
  private failures = 0;
  /** Whether a first exchange succeeded. */
  live = false;

  constructor(
    private readonly address: string,
    private readonly hub: Hub,
    private readonly ends: SlowEnds,
  ) {}

  /** Send and ask now, then regularly. */
  start(): void {
    void this.turn();
  }

  push(): void {
    this.lastChange = performance.now();
    if (this.live && !this.busy) this.soon(BUSY);
  }

  stop(): void {
    this.over = true;
    window.clearTimeout(this.timer);
  }

  private soon(wait: number): void {
    if (this.over) return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.turn(), wait);
  }

  private async turn(): Promise<void> {
    if (this.busy || this.over) return;
    this.busy = true;
    window.clearTimeout(this.timer);
    const again = await this.exchange();
    this.busy = false;
    if (again !== null) this.soon(again);
    if (!this.over) this.hub.moved();
  }

  /** One request. Returns when to send the next, in milliseconds; null when somebody else decides. */
  private async exchange(): Promise<number | null> {
    const { sent, body } = this.gather();
    let answer: Response;
    try {
      answer = await post(this.address, body, { "Coedit-Head": this.head });
    } catch {
      return this.failed(() => this.ends.unreachable());
    }
    if (this.over) return null;
    if (!answer.ok) return this.refusal(answer);
    try {
      this.take(sent, unpacked(await answer.arrayBuffer()));
    } catch {
      return this.failed(() => this.ends.unreachable());
    }
    this.head = answer.headers.get("Coedit-Head") ?? "";
    this.failures = 0;
    this.live = true;
    this.ends.answered();
    return this.pace();
  }

  private gather(): { sent: number; body: Uint8Array } {
    const { doc, awareness } = this.hub;
    const parts = [frames.ask(Y.encodeStateVector(doc))];
    const update = this.hub.mayWrite ? this.outgoing() : null;
    if (update) parts.push(update);
    if (awareness.getLocalState()) parts.push(frames.presence(encodeAwarenessUpdate(awareness, [doc.clientID])));
    return { sent: update ? 1 : 0, body: frames.pack(parts) };
  }

  /** What the server asked for, or else what was written since. */
  private outgoing(): Uint8Array | null {
    const { doc, unsaved } = this.hub;
    const { asked } = this;
    this.asked = null;
    if (!asked) {
      const update = unsaved.take(1);
      return update && frames.change(update);
    }
    const lacking = Y.encodeStateAsUpdate(doc, asked);
    const nothing = frames.isEmpty(lacking);
    if (nothing) unsaved.clear();
    if (nothing || (this.replied && unsaved.none && frames.onlyDeletes(lacking))) return null;
    this.replied = true;
    unsaved.carriedBy(1);
    return frames.answer(lacking);
  }

  private take(sent: number, heard: frames.Frame[]): void {
    let stored = 0;
    for (const frame of heard) {
      if (frame.kind === "update") {
        if (!frames.isEmpty(frame.update)) this.lastChange = performance.now();
        this.hub.apply(frame.update);
      } else if (frame.kind === "asked") this.asked = frame.vector;
      else if (frame.kind === "presence") this.hub.hearPresence(frame.states);
      else if (frame.kind === "stored") stored = frame.count;
      else if (frame.kind === "notice") this.hub.notice(frame.notice);
    }
    if (sent && stored >= sent) this.hub.unsaved.stored(sent);
    else this.hub.unsaved.lostFrames();
  }

  private async refusal(answer: Response): Promise<number | null> {
    this.hub.unsaved.lostFrames();
    // Led elsewhere: to the sign-in, or to the second factor.
    if (answer.type === "opaqueredirect") {
      this.ends.refused(401, "signed_out");
      return null;
    }
    const said = (await answer.json().catch(() => ({}))) as { error?: string };
    if (answer.status === 503 && said.error) return this.failed(() => undefined);
    if (answer.status >= 500) return this.failed(() => this.ends.unreachable());
    if (answer.status === 429) return BUSY * 5;
    this.ends.refused(answer.status, said.error ?? "");
    return null;
  }

  private failed(tell: () => void): number {
    this.hub.unsaved.lostFrames();
    this.failures += 1;
    tell();
    return Math.min(MOST_WAIT, BUSY * 2 ** Math.min(this.failures, 5));
  }

  private pace(): number {
    if (document.hidden) return HIDDEN;
    if (this.asked && !(this.replied && this.hub.unsaved.none)) return 0;
    return performance.now() - this.lastChange < WRITING || !this.hub.unsaved.none ? BUSY : IDLE;
  }
}

function unpacked(buffer: ArrayBuffer): frames.Frame[] {
  return frames.unpack(new Uint8Array(buffer)).map(frames.read);
}
