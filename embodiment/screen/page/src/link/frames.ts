/** The frames of `/ws`: JSON text, and binary with one byte that says what it is. */

import type { Incoming, VoiceClip } from "./messages";

export const AUDIO = 0x01;
export const PICTURE = 0x02;
export const CLIP = 0x11;

/** A binary frame: its kind, then its data. */
export function pack(kind: number, data: ArrayBufferLike): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(1 + data.byteLength);
  frame[0] = kind;
  frame.set(new Uint8Array(data), 1);
  return frame;
}

/** A clip: 0x11, uint32 length (little-endian), that many bytes of JSON, then s16le samples. Null if it is not one. */
export function unpackClip(frame: ArrayBuffer): VoiceClip | null {
  const view = new DataView(frame);
  if (view.byteLength < 5 || view.getUint8(0) !== CLIP) return null;
  const length = view.getUint32(1, true);
  if (5 + length > view.byteLength) return null;
  const head = parse(new TextDecoder().decode(new Uint8Array(frame, 5, length)));
  if (!head || typeof head.act_id !== "string") return null;
  const start = 5 + length;
  const count = Math.floor((view.byteLength - start) / 2);
  const samples = new Int16Array(count);
  for (let i = 0; i < count; i += 1) samples[i] = view.getInt16(start + 2 * i, true);
  const plain = { index: 0, last: true, text: "", rate: 22050, pause_before: 0, visemes: [], words: [] };
  return { ...plain, ...head, type: "VoiceClip", samples } as unknown as VoiceClip;
}

/** A text frame as a message; null for what is no object with a type. */
export function unpackText(frame: string): Incoming | null {
  const plain = parse(frame);
  return plain && typeof plain.type === "string" ? (plain as unknown as Incoming) : null;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const plain: unknown = JSON.parse(text);
    return typeof plain === "object" && plain !== null && !Array.isArray(plain) ? (plain as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
