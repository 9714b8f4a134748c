/** Frames of docs/coedit-protocol.md, written and read. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

export const SYNC = 0;
export const PRESENCE = 1;
export const WHO = 3;
export const STORED = 16;
export const NOTICE = 17;
export const STEP_1 = 0;
export const STEP_2 = 1;
export const UPDATE = 2;

export interface Notice {
  type: string;
  may_write?: boolean;
  reason?: string;
}

export type Frame =
  | { kind: "asked"; vector: Uint8Array }
  | { kind: "update"; update: Uint8Array }
  | { kind: "presence"; states: Uint8Array }
  | { kind: "stored"; count: number }
  | { kind: "notice"; notice: Notice }
  | { kind: "other" };

/** Whether an update carries nothing; neither side counts those. */
export function isEmpty(update: Uint8Array): boolean {
  return update.length === 2 && update[0] === 0 && update[1] === 0;
}

/** Whether an update only tells of deletions: every whole state repeats all of them. */
export function onlyDeletes(update: Uint8Array): boolean {
  return update[0] === 0;
}

function sync(step: number, bytes: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, SYNC);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, bytes);
  return encoding.toUint8Array(encoder);
}

/** Ask for what we lack. */
export const ask = (vector: Uint8Array): Uint8Array => sync(STEP_1, vector);
/** Answer with what the other lacks. */
export const answer = (update: Uint8Array): Uint8Array => sync(STEP_2, update);
/** Tell a change. */
export const change = (update: Uint8Array): Uint8Array => sync(UPDATE, update);

/** Tell where we are. */
export function presence(states: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, PRESENCE);
  encoding.writeVarUint8Array(encoder, states);
  return encoding.toUint8Array(encoder);
}

/** Ask who is here. */
export const who = (): Uint8Array => new Uint8Array([WHO]);

/** Read a frame. Throws when it is cut short. */
export function read(bytes: Uint8Array): Frame {
  const decoder = decoding.createDecoder(bytes);
  switch (decoding.readVarUint(decoder)) {
    case SYNC: {
      const step = decoding.readVarUint(decoder);
      const content = decoding.readVarUint8Array(decoder);
      return step === STEP_1 ? { kind: "asked", vector: content } : { kind: "update", update: content };
    }
    case PRESENCE:
      return { kind: "presence", states: decoding.readVarUint8Array(decoder) };
    case STORED:
      return { kind: "stored", count: decoding.readVarUint(decoder) };
    case NOTICE:
      return { kind: "notice", notice: JSON.parse(decoding.readVarString(decoder)) as Notice };
    default:
      return { kind: "other" };
  }
}

/** Put frames one after the other, each after its length (slow mode). */
export function pack(frames: Uint8Array[]): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const frame of frames) encoding.writeVarUint8Array(encoder, frame);
  return encoding.toUint8Array(encoder);
}

/** Take frames apart again. */
export function unpack(bytes: Uint8Array): Uint8Array[] {
  const decoder = decoding.createDecoder(bytes);
  const frames: Uint8Array[] = [];
  while (decoding.hasContent(decoder)) frames.push(decoding.readVarUint8Array(decoder));
  return frames;
}
