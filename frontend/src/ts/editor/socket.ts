/** One opening of the socket: from its first frame to its end. */
import { encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import * as frames from "./frames";
import type { Hub } from "./hub";

/** Milliseconds between two frames of changes, and of presence: the server bears sixty frames a second. */
const BREATH = 30;
const PRESENCE_BREATH = 80;
/** A relayed change may be lost: what we lack is asked for soon after opening, then regularly. */
const FIRST_RESYNC = 2_000;
const RESYNC = 30_000;
/** Without an answer for so long, the line is held to be dead. */
const SILENCE = 12_000;
const OPENING = 10_000;
/** Said to ourselves when we give a silent line up. */
const GIVEN_UP = 1006;
const UNREADABLE = 4400;

export interface SocketEnds {
  /** Both sides have told each other what they have. */
  agreed(): void;
  closed(code: number, opened: boolean): void;
}

export class Socket {
  private readonly line: WebSocket;
  private opened = false;
  private over = false;
  private synced = false;
  private answered = false;
  private sent = 0;
  private lastFlush = 0;
  private flushTimer = 0;
  private presenceTimer = 0;
  private resyncTimer = 0;
  private silenceTimer = 0;

  constructor(
    address: string,
    private readonly hub: Hub,
    private readonly ends: SocketEnds,
  ) {
    this.line = new WebSocket(address);
    this.line.binaryType = "arraybuffer";
    this.line.addEventListener("open", () => this.begin());
    this.line.addEventListener("message", (event) => this.hear(event.data));
    this.line.addEventListener("close", (event) => this.end(event.code));
    this.silenceTimer = window.setTimeout(() => this.end(GIVEN_UP), OPENING);
  }

  /** Whether both sides agreed; then only `unsaved` says what is missing. */
  get live(): boolean {
    return this.synced && this.answered;
  }

  /** Something was written here. */
  push(): void {
    if (!this.opened || this.flushTimer) return;
    const wait = Math.max(0, this.lastFlush + BREATH - performance.now());
    if (wait === 0) this.flush();
    else this.flushTimer = window.setTimeout(() => this.flush(), wait);
  }

  /** Our own presence changed. */
  tell(): void {
    if (!this.opened || this.presenceTimer) return;
    this.presenceTimer = window.setTimeout(() => {
      this.presenceTimer = 0;
      this.send(frames.presence(encodeAwarenessUpdate(this.hub.awareness, [this.hub.doc.clientID])));
    }, PRESENCE_BREATH);
  }

  /** Close without telling anybody. */
  stop(): void {
    this.over = true;
    this.clearTimers();
    this.line.close(1000);
  }

  private begin(): void {
    if (this.over) return;
    window.clearTimeout(this.silenceTimer);
    this.silenceTimer = 0;
    this.opened = true;
    this.ask();
    // When the last socket closed, the server withdrew our state under the next number: ours must come after it.
    const { awareness } = this.hub;
    for (let twice = 0; twice < 2; twice += 1) awareness.setLocalState(awareness.getLocalState());
    this.tell();
    this.resyncTimer = window.setTimeout(() => this.resync(), FIRST_RESYNC);
  }

  private resync(): void {
    this.ask();
    this.resyncTimer = window.setTimeout(() => this.resync(), RESYNC);
  }

  private ask(): void {
    this.send(frames.ask(Y.encodeStateVector(this.hub.doc)));
    if (!this.silenceTimer) this.silenceTimer = window.setTimeout(() => this.end(GIVEN_UP), SILENCE);
  }

  private flush(): void {
    window.clearTimeout(this.flushTimer);
    this.flushTimer = 0;
    this.lastFlush = performance.now();
    const update = this.hub.mayWrite ? this.hub.unsaved.take(this.sent + 1) : null;
    if (!update) return;
    this.sent += 1;
    this.send(frames.change(update));
  }

  private hear(data: ArrayBuffer): void {
    if (this.over) return;
    window.clearTimeout(this.silenceTimer);
    this.silenceTimer = 0;
    let frame: frames.Frame;
    try {
      frame = frames.read(new Uint8Array(data));
    } catch {
      return this.end(GIVEN_UP);
    }
    switch (frame.kind) {
      case "update":
        try {
          this.hub.apply(frame.update);
        } catch {
          // A text that this browser cannot hold: said, rather than waited for.
          return this.end(UNREADABLE);
        }
        this.synced = true;
        break;
      case "asked":
        this.reply(frame.vector);
        break;
      case "presence":
        this.hub.hearPresence(frame.states);
        break;
      case "stored":
        this.hub.unsaved.stored(frame.count);
        break;
      case "notice":
        this.hub.notice(frame.notice);
        if (frame.notice.type === "error.busy") this.end(1013);
        break;
    }
    if (!this.over) this.hub.moved();
  }

  /** The server says what it has: it gets the rest. What it has of ours is in the database. */
  private reply(vector: Uint8Array): void {
    const lacking = Y.encodeStateAsUpdate(this.hub.doc, vector);
    const first = !this.answered;
    this.answered = true;
    if (frames.isEmpty(lacking)) {
      this.hub.unsaved.clear();
    } else if (!this.hub.mayWrite) {
      // The server would refuse it.
    } else if (first || !this.hub.unsaved.none || !frames.onlyDeletes(lacking)) {
      this.sent += 1;
      this.hub.unsaved.carriedBy(this.sent);
      this.send(frames.answer(lacking));
    }
    if (first) this.ends.agreed();
  }

  private send(bytes: Uint8Array): void {
    if (!this.over && this.line.readyState === WebSocket.OPEN) this.line.send(bytes as Uint8Array<ArrayBuffer>);
  }

  private end(code: number): void {
    if (this.over) return;
    this.over = true;
    this.clearTimers();
    this.line.close();
    this.ends.closed(code, this.opened);
  }

  private clearTimers(): void {
    for (const timer of [this.flushTimer, this.presenceTimer, this.resyncTimer, this.silenceTimer]) {
      window.clearTimeout(timer);
    }
  }
}
