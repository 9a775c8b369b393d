import { Blinker, closure, newBlink, type Attention } from "../../embodiment/screen/page/src/face/blink";
import { seeded } from "./chance";

const FRAME = 1 / 120;

function blinks(seconds: number, seed: number, attention: (t: number) => Attention): { starts: number[]; depths: number[]; lengths: number[] } {
  const blinker = new Blinker(seeded(seed), 0);
  const [starts, depths, lengths]: number[][] = [[], [], []];
  let began = -1;
  let depth = 0;
  for (let t = 0; t < seconds; t += FRAME) {
    const down = blinker.step(t, attention(t));
    if (down > 0 && began < 0) [began, depth] = [t, 0];
    if (began >= 0) depth = Math.max(depth, down);
    if (down === 0 && began >= 0) {
      starts?.push(began);
      depths?.push(depth);
      lengths?.push(t - began);
      began = -1;
    }
  }
  return { starts: starts ?? [], depths: depths ?? [], lengths: lengths ?? [] };
}

describe("blinks", () => {
  test.each([
    ["listening", 3, 13, 21],
    ["speaking", 2.3, 17, 28],
    ["in a hard moment", 5, 7, 13],
  ])("%s: the rate is a person's", (_, gap, low, high) => {
    const rate = blinks(1800, 5, () => ({ gap, holding: false })).starts.length / 30;
    expect(rate).toBeGreaterThan(low);
    expect(rate).toBeLessThan(high);
  });

  test("gaps are skewed, not regular", () => {
    const { starts } = blinks(1800, 6, () => ({ gap: 3, holding: false }));
    const gaps = starts.slice(1).map((start, i) => start - (starts[i] ?? 0));
    const sorted = [...gaps].sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(share * sorted.length)] ?? NaN;
    expect(at(0.9) / at(0.5)).toBeGreaterThan(1.7);
    expect(at(0.9) - at(0.5)).toBeGreaterThan(at(0.5) - at(0.1));
  });

  test("none is longer than 350 ms, a third or so is partial, and none is shallower than 55 %", () => {
    const { depths, lengths } = blinks(1800, 7, () => ({ gap: 3, holding: false }));
    expect(Math.max(...lengths)).toBeLessThan(0.35);
    expect(Math.min(...depths)).toBeGreaterThan(0.55);
    const partial = depths.filter((depth) => depth < 0.9).length / depths.length;
    expect(partial).toBeGreaterThan(0.2);
    expect(partial).toBeLessThan(0.4);
  });

  test("they wait for the end of a clause, but not for ever", () => {
    const holding = (t: number): boolean => t % 4 < 2;
    const { starts } = blinks(1200, 8, (t) => ({ gap: 2.3, holding: holding(t) }));
    expect(starts.filter(holding).length / starts.length).toBeLessThan(0.05);
    expect(blinks(60, 8, () => ({ gap: 2.3, holding: true })).starts.length).toBeGreaterThan(5);
  });

  test("the lid falls faster than it rises and ends open", () => {
    const blink = newBlink(seeded(2));
    expect(blink.close).toBeLessThan(blink.open / 1.7);
    expect(closure(blink, blink.close)).toBeCloseTo(blink.depth, 5);
    expect(closure(blink, blink.close + blink.shut + blink.open + 0.001)).toBe(0);
    expect(closure(blink, -0.1)).toBe(0);
  });
});
