import { MouthTrack, type Viseme } from "../../embodiment/screen/page/src/face/timeline";
import { MOUTH_PARTS } from "../../embodiment/screen/page/src/face/visemes";
import { seeded } from "./chance";

const NAMES = ["sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR", "aa", "E", "ih", "oh", "ou"];

function row(...shapes: [string, number][]): Viseme[] {
  let at = 0;
  return shapes.map(([name, seconds]) => ({ name, start: at, end: (at += seconds), weight: 1 }));
}

describe("the mouth over a clip", () => {
  test("is shut well before and well after, and open on a vowel", () => {
    const track = new MouthTrack(row(["DD", 0.06], ["aa", 0.16], ["nn", 0.06]));
    expect(track.at(-0.5).open).toBeLessThan(0.01);
    expect(track.at(0.14).open).toBeGreaterThan(0.5);
    expect(track.at(0.9).open).toBeLessThan(0.01);
  });

  test("prepares the first shape before its sound", () => {
    const track = new MouthTrack(row(["aa", 0.2]));
    expect(track.at(-0.03).open).toBeGreaterThan(0.15);
    expect(track.at(-0.1).open).toBeGreaterThan(track.at(-0.3).open);
  });

  test.each([0.01, 0.02, 0.05, 0.09])("meets the lips for a P of %f s between open vowels, for 45 ms at least", (seconds) => {
    const track = new MouthTrack(row(["aa", 0.12], ["PP", seconds], ["aa", 0.12]));
    for (let t = 0.12; t <= 0.12 + Math.max(seconds, 0.045); t += 0.005) expect(track.at(t).open).toBeLessThan(0.02);
    expect(track.at(0.06).open).toBeGreaterThan(0.45);
  });

  test("tucks the lip for an F and rounds for an oo", () => {
    const track = new MouthTrack(row(["FF", 0.08], ["ou", 0.14]));
    expect(track.at(0.04).tuck).toBeGreaterThan(0.8);
    expect(track.at(0.15).round).toBeGreaterThan(0.7);
  });

  test("colours a consonant by the vowel that comes", () => {
    const before = (vowel: string): number => new MouthTrack(row(["kk", 0.06], [vowel, 0.15])).at(0.05).round;
    expect(before("ou")).toBeGreaterThan(before("ih") + 0.1);
  });

  test("stays in bounds and moves without leaps, whatever comes", () => {
    const random = seeded(3);
    for (let round = 0; round < 60; round += 1) {
      const track = new MouthTrack(
        row(...Array.from({ length: 12 }, (): [string, number] => [NAMES[Math.floor(random() * NAMES.length)] ?? "sil", 0.02 + random() * 0.2])),
      );
      let last = track.at(-0.2);
      for (let t = -0.2; t < 2.8; t += 0.004) {
        const shape = track.at(t);
        for (const part of MOUTH_PARTS) expect(Math.abs(shape[part])).toBeLessThanOrEqual(1);
        expect(Math.abs(shape.open - last.open)).toBeLessThan(0.14);
        last = shape;
      }
    }
  });

  test("takes an unknown name, an end before its start, and nothing at all", () => {
    expect(new MouthTrack([{ name: "??", start: 0, end: 0.1, weight: 1 }]).at(0.05).open).toBeGreaterThan(0);
    expect(new MouthTrack([{ name: "aa", start: 0.2, end: 0.1, weight: 1 }]).at(0.15).open).toBe(0);
    expect(new MouthTrack([]).at(0).open).toBe(0);
  });
});
