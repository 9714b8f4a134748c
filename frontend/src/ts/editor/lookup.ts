/** Asks the site for what cards and pictures show, many in one request. */
import { get } from "./requests";

const GATHERING = 30;
const MOST_AT_ONCE = 100;

export class Lookup<T> {
  private readonly known = new Map<number, T | null>();
  private readonly waiting = new Map<number, ((found: T | null | undefined) => void)[]>();
  private timer = 0;

  constructor(private readonly address: string) {}

  /** Keep what another request has told. */
  learn(ref: number, found: T): void {
    this.known.set(ref, found);
  }

  /** Tell what `ref` is: null when there is no such thing, undefined when the site could not be asked. */
  want(ref: number, then: (found: T | null | undefined) => void): void {
    const known = this.known.get(ref);
    if (known !== undefined) return then(known);
    this.waiting.set(ref, [...(this.waiting.get(ref) ?? []), then]);
    if (!this.timer) this.timer = window.setTimeout(() => void this.ask(), GATHERING);
  }

  private async ask(): Promise<void> {
    this.timer = 0;
    const refs = [...this.waiting.keys()].slice(0, MOST_AT_ONCE);
    const told = new Map(refs.map((ref) => [ref, this.waiting.get(ref) ?? []]));
    for (const ref of refs) this.waiting.delete(ref);
    let found: Record<string, T> | undefined;
    try {
      found = (await get<{ found: Record<string, T> }>(`${this.address}?refs=${refs.join(",")}`)).found;
    } catch {
      found = undefined;
    }
    for (const [ref, listeners] of told) {
      const one = found && (found[String(ref)] ?? null);
      if (one !== undefined) this.known.set(ref, one);
      for (const then of listeners) then(one);
    }
    if (this.waiting.size > 0) void this.ask();
  }
}
