/** Keeps a document and the site in agreement, by the socket, or by plain requests where sockets are blocked. */
import { applyAwarenessUpdate, Awareness, removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";
import type { Copy } from "../copies";
import * as frames from "./frames";
import type { Hub } from "./hub";
import { token } from "./requests";
import { Slow } from "./slow";
import { Socket } from "./socket";
import { type End, endOf, type Link, type State } from "./state";
import { Unsaved } from "./unsaved";

const FIRST_WAIT = 500;
const MOST_WAIT = 20_000;
const TOO_FAST_WAIT = 5_000;
/** Openings that failed before plain requests are tried. */
const BLOCKED_AFTER = 2;
/** A socket that dies so young did not serve. */
const YOUNG = 5_000;
/** In slow mode the socket is tried again after these waits, the last one repeated. */
const RETRIES_OF_SOCKET = [5_000, 20_000, 60_000];
/** What a browser sends after the page is gone. */
const MOST_LAST_WORDS = 60_000;

export interface Entry {
  epoch: string;
  schema: number;
  socket: string;
  slow: string;
  may_write: boolean;
  person: { id: number; name: string; color: string };
}

export interface Listener {
  state(state: State): void;
  /** The first whole text is here. */
  ready(): void;
  /** The server has another epoch or schema. */
  renew(): void;
  version(reason: string): void;
}

export class Provider implements Hub {
  readonly awareness: Awareness;
  readonly unsaved = new Unsaved();
  private socket: Socket | null = null;
  private slow: Slow | null = null;
  private timer = 0;
  private failures = 0;
  private waits = 0;
  private retries = 0;
  private broken = 0;
  private openedAt = 0;
  private link: Link = "joining";
  private end: End | null = null;
  mayWrite: boolean;
  private isReady = false;
  private gone = false;

  constructor(
    readonly doc: Y.Doc,
    private readonly entry: Entry,
    private readonly listener: Listener,
  ) {
    this.mayWrite = entry.may_write;
    this.awareness = new Awareness(doc);
    this.awareness.setLocalState({ user: entry.person });
    doc.on("update", this.written);
    this.awareness.on("update", this.presenceMoved);
    window.addEventListener("online", this.networkBack);
    window.addEventListener("offline", this.networkLost);
    window.addEventListener("pagehide", this.lastWords);
  }

  /** Begin to talk with the site. */
  start(): void {
    if (navigator.onLine) this.open();
    else this.networkLost();
  }

  get state(): State {
    const agreed = this.socket?.live === true || this.slow?.live === true;
    const saved = this.unsaved.none && (agreed || this.isReady);
    return { link: this.link, end: this.end, saved, mayWrite: this.mayWrite };
  }

  /** Names the copy of this document that this person may keep on their computer. */
  copyOf(document: string): Copy {
    const { epoch, person } = this.entry;
    return { name: `essor/${document}/${epoch}/${person.id}`, document, epoch, person: person.id, unsaved: false };
  }

  /** Try again at once, when the person asks for it. */
  retry(): void {
    if (this.gone) return;
    this.end = null;
    this.broken = 0;
    this.waits = 0;
    this.become(this.isReady ? "away" : "joining");
    this.dropSlow();
    this.open();
  }

  /** Stop for good and let go of everything. */
  destroy(): void {
    this.gone = true;
    this.cutLines();
    this.doc.off("update", this.written);
    this.awareness.off("update", this.presenceMoved);
    window.removeEventListener("online", this.networkBack);
    window.removeEventListener("offline", this.networkLost);
    window.removeEventListener("pagehide", this.lastWords);
    this.awareness.destroy();
  }

  apply(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, this);
  }

  hearPresence(states: Uint8Array): void {
    applyAwarenessUpdate(this.awareness, states, this);
  }

  notice(notice: frames.Notice): void {
    if (notice.type === "document.rights") this.allow(notice.may_write === true);
    if (notice.type === "error.readonly") this.allow(false);
    if (notice.type === "document.version") this.listener.version(notice.reason ?? "");
  }

  moved(): void {
    if (!this.gone) this.listener.state(this.state);
  }

  private readonly written = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.unsaved.add(update);
    this.socket?.push();
    this.slow?.push();
    this.moved();
  };

  private readonly presenceMoved = (_change: unknown, origin: unknown): void => {
    if (origin === "local") this.socket?.tell();
  };

  private readonly networkBack = (): void => {
    if (this.end || this.gone) return;
    this.waits = 0;
    if (this.slow) this.slow.start();
    else this.open();
  };

  private readonly networkLost = (): void => {
    if (this.end || this.gone) return;
    this.cutLines();
    this.become("offline");
  };

  /** What is not stored when the page goes away is sent behind it, if it is short. */
  private readonly lastWords = (): void => {
    if (this.unsaved.none || this.end) return;
    this.unsaved.lostFrames();
    const update = this.unsaved.take(1);
    if (!update || update.length > MOST_LAST_WORDS) return;
    const headers = { "Content-Type": "application/octet-stream", "X-CSRFToken": token() };
    const body = frames.pack([frames.change(update)]) as BodyInit;
    void fetch(this.entry.slow, { method: "POST", body, headers, keepalive: true }).catch(() => undefined);
    // The page may come back from the browser's memory: nothing is held to be stored.
    this.unsaved.lostFrames();
  };

  private open(): void {
    window.clearTimeout(this.timer);
    if (this.socket || this.end || this.gone) return;
    const address = new URL(this.entry.socket, window.location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    this.openedAt = performance.now();
    try {
      this.socket = new Socket(address.href, this, {
        agreed: () => this.agreed(),
        closed: (code, opened) => this.closed(code, opened),
      });
    } catch {
      this.closed(1006, false);
    }
  }

  private agreed(): void {
    this.failures = 0;
    this.waits = 0;
    this.dropSlow();
    this.become("live");
    this.arrived();
  }

  private closed(code: number, opened: boolean): void {
    this.socket = null;
    // Those who are here are not known any more; our own state stays.
    if (!this.slow) this.forgetOthers();
    this.unsaved.lostFrames();
    const served = opened && performance.now() - this.openedAt > YOUNG;
    this.failures = served ? 0 : this.failures + 1;
    if (this.gone || this.ends(code)) return;
    if (code === 4409) return this.listener.renew();
    if (!navigator.onLine) return this.networkLost();
    if (code === 4408) return this.open();
    if (this.slow?.live) return this.retryLater();
    if (this.link === "live") this.become("away");
    if (this.failures >= BLOCKED_AFTER && code !== 4429) this.beginSlow();
    this.wait(code === 4429 ? TOO_FAST_WAIT : undefined);
  }

  /** Whether a code ends everything. */
  private ends(code: number): boolean {
    const unreadable = code === 4400 || code === 400;
    if (unreadable) this.broken += 1;
    const end = unreadable && this.broken > 1 ? "broken" : endOf(code);
    if (!end) return false;
    this.cutLines();
    this.end = end;
    this.become("ended");
    return true;
  }

  private wait(fixed?: number): void {
    const longest = Math.min(MOST_WAIT, FIRST_WAIT * 1.5 ** this.waits);
    this.waits += 1;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.open(), fixed ?? longest * (0.6 + 0.4 * Math.random()));
  }

  /** The socket does not serve: see whether plain requests do. */
  private beginSlow(): void {
    if (this.slow) return;
    this.slow = new Slow(this.entry.slow, this, {
      answered: () => {
        if (this.link === "slow") return;
        this.become("slow");
        this.arrived();
        this.retryLater();
      },
      unreachable: () => {
        // A line that served once goes on trying by itself.
        if (!this.slow?.live) this.dropSlow();
        this.become(navigator.onLine ? "away" : "offline");
      },
      refused: (status, code) => this.refused(status, code),
    });
    this.slow.start();
  }

  private refused(status: number, code: string): void {
    if (status === 403 && code === "readonly") {
      this.allow(false);
      return this.slow?.start();
    }
    if (status === 409) {
      this.cutLines();
      return this.listener.renew();
    }
    if (!this.ends(status)) {
      this.dropSlow();
      this.wait();
    }
  }

  private retryLater(): void {
    const last = RETRIES_OF_SOCKET[RETRIES_OF_SOCKET.length - 1] ?? MOST_WAIT;
    const wait = RETRIES_OF_SOCKET[this.retries] ?? last;
    this.retries += 1;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.open(), wait);
  }

  private allow(writing: boolean): void {
    if (writing === this.mayWrite) return;
    this.mayWrite = writing;
    // What was on its way may have been refused; what was refused is kept, and sent when the right is back.
    this.unsaved.lostFrames();
    // A frame that was refused is not counted by the server: a new line counts from nothing.
    if (writing && this.socket) {
      this.socket.stop();
      this.socket = null;
      this.open();
    }
    this.moved();
  }

  private arrived(): void {
    if (!this.isReady) {
      this.isReady = true;
      this.listener.ready();
    }
    this.moved();
  }

  private become(link: Link): void {
    this.link = link;
    if (link !== "slow") this.retries = 0;
    this.moved();
  }

  private dropSlow(): void {
    this.slow?.stop();
    this.slow = null;
  }

  private cutLines(): void {
    window.clearTimeout(this.timer);
    this.socket?.stop();
    this.socket = null;
    this.dropSlow();
    this.unsaved.lostFrames();
    this.forgetOthers();
  }

  private forgetOthers(): void {
    const others = [...this.awareness.getStates().keys()].filter((id) => id !== this.doc.clientID);
    removeAwarenessStates(this.awareness, others, this);
  }
}
