import { backoff } from "../../embodiment/screen/page/src/link/backoff";
import { CLIP, pack, unpackClip, unpackText } from "../../embodiment/screen/page/src/link/frames";
import { seeded } from "./chance";

function clipFrame(head: unknown, samples: number[]): ArrayBuffer {
  const json = new TextEncoder().encode(typeof head === "string" ? head : JSON.stringify(head));
  const frame = new DataView(new ArrayBuffer(5 + json.length + samples.length * 2));
  frame.setUint8(0, CLIP);
  frame.setUint32(1, json.length, true);
  new Uint8Array(frame.buffer).set(json, 5);
  samples.forEach((sample, i) => frame.setInt16(5 + json.length + 2 * i, sample, true));
  return frame.buffer as ArrayBuffer;
}

test("a clip with its words and samples, at any alignment", () => {
  for (const name of ["a", "ab", "abc", "äö"]) {
    const clip = unpackClip(clipFrame({ act_id: name, index: 2, last: false, rate: 16000, text: "Hm." }, [1, -2, 32767, -32768]));
    expect(clip).toMatchObject({ type: "VoiceClip", act_id: name, index: 2, last: false, rate: 16000, visemes: [], words: [] });
    expect([...(clip?.samples ?? [])]).toEqual([1, -2, 32767, -32768]);
  }
});

test("what is no clip is refused, whatever it is", () => {
  const whole = clipFrame({ act_id: "a" }, [1, 2]);
  for (let length = 0; length < 8; length += 1) expect(unpackClip(whole.slice(0, length))).toBeNull();
  expect(unpackClip(clipFrame("[1]", []))).toBeNull();
  expect(unpackClip(clipFrame("{", []))).toBeNull();
  expect(unpackClip(clipFrame({}, []))).toBeNull();
  const random = seeded(9);
  for (let i = 0; i < 300; i += 1) {
    const noise = Uint8Array.from({ length: Math.floor(random() * 60) }, () => random() * 256);
    expect(() => unpackClip(noise.buffer)).not.toThrow();
  }
});

test("text frames are objects with a type", () => {
  expect(unpackText('{"type":"Stop","by":"operator"}')).toMatchObject({ type: "Stop" });
  for (const frame of ["", "null", "[]", "3", '{"kind":1}', '{"type":4}', "{"]) expect(unpackText(frame)).toBeNull();
});

test("a packed frame is its kind and then the data", () => {
  expect([...pack(1, Uint8Array.of(7, 8).buffer)]).toEqual([1, 7, 8]);
});

test("attempts come soon at first, then further apart, never beyond ten seconds", () => {
  const random = seeded(4);
  const waits = Array.from({ length: 12 }, (_, attempt) => backoff(attempt, random));
  expect(waits[0]).toBeLessThan(0.6);
  expect(Math.max(...waits)).toBeLessThanOrEqual(10);
  expect(Math.min(...waits.slice(6))).toBeGreaterThan(4);
});
