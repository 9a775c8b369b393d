import { Framer } from "../../embodiment/screen/page/src/capture/framer";
import { Resampler } from "../../embodiment/screen/page/src/capture/resample";
import { seeded } from "./chance";

function tone(hertz: number, rate: number, seconds: number): Float32Array {
  return Float32Array.from({ length: Math.round(rate * seconds) }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / rate));
}

function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

function through(samples: Float32Array, from: number, piece = 128): Float32Array {
  const resampler = new Resampler(from, 16000);
  const out: number[] = [];
  for (let at = 0; at < samples.length; at += piece) out.push(...resampler.push(samples.subarray(at, at + piece)));
  return Float32Array.from(out);
}

describe.each([48000, 44100, 96000, 22050, 8000])("from %i Hz to 16 kHz", (from) => {
  test("keeps the length to within the filter's reach", () => {
    const out = through(new Float32Array(from), from);
    expect(out.length).toBeGreaterThan(16000 - 60);
    expect(out.length).toBeLessThanOrEqual(16000);
  });

  test.each([200, 1000, 3000])("passes %i Hz to within 0.3 dB", (hertz) => {
    const out = through(tone(hertz, from, 1), from).subarray(400);
    expect(Math.abs(20 * Math.log10(rms(out) / (0.5 / Math.SQRT2)))).toBeLessThan(0.3);
  });
});

test("what 16 kHz cannot hold is 50 dB down, not folded back", () => {
  for (const hertz of [10000, 13000, 20000]) {
    const out = through(tone(hertz, 48000, 1), 48000).subarray(400);
    expect(20 * Math.log10(rms(out) / (0.5 / Math.SQRT2))).toBeLessThan(-50);
  }
});

test("the same whatever the pieces", () => {
  const random = seeded(1);
  const noise = Float32Array.from({ length: 9000 }, () => random() - 0.5);
  const whole = through(noise, 44100, 9000);
  for (const piece of [1, 7, 128, 1000]) {
    const out = through(noise, 44100, piece);
    expect(out.length).toBe(whole.length);
    out.forEach((sample, i) => expect(sample).toBeCloseTo(whole[i] ?? NaN, 5));
  }
});

test("frames hold 512 samples, in order, bounded, little-endian", () => {
  const framer = new Framer();
  const frames = [...framer.push(Float32Array.from({ length: 700 }, (_, i) => (i % 3) - 1)), ...framer.push(new Float32Array(400).fill(7))];
  expect(frames.map((frame) => frame.byteLength)).toEqual([1024, 1024]);
  const view = new DataView(frames[0] as ArrayBuffer);
  expect([0, 1, 2].map((i) => view.getInt16(2 * i, true))).toEqual([-32767, 0, 32767]);
  expect(new DataView(frames[1] as ArrayBuffer).getInt16(1022, true)).toBe(32767);
});
