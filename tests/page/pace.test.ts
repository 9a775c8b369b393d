import { fullness, momentAt, roundLength, wayRound, withoutHolds } from "../../embodiment/screen/page/src/view/sheet/pace";
import { seeded } from "./chance";

const BOX = [4, 4, 4, 4];

test("a box breath goes in, is held, goes out, is held, four seconds each", () => {
  const parts = [0, 3.9, 4, 8, 12, 15.9, 16].map((at) => momentAt(BOX, 4, at));
  expect(parts.map(({ part }) => part)).toEqual(["in", "in", "full", "out", "empty", "empty", "in"]);
  expect(parts.map(({ round }) => round)).toEqual([0, 0, 0, 0, 0, 0, 1]);
  expect(parts.map(({ left }) => left)).toEqual([4, 1, 4, 4, 4, 1, 4]);
});

test("it is over after its last round, and not before", () => {
  expect(momentAt(BOX, 4, 63.9).over).toBe(false);
  expect(momentAt(BOX, 4, 64)).toMatchObject({ over: true, round: 4 });
  expect(momentAt([0, 0, 0, 0], 4, 0).over).toBe(true);
});

test("without holds there is only in and out", () => {
  const easy = withoutHolds(BOX);
  expect(roundLength(easy)).toBe(8);
  for (let at = 0; at < 32; at += 0.25) expect(["in", "out"]).toContain(momentAt(easy, 4, at).part);
});

test("the dot goes round the square once a breath and never jumps, whatever the pattern", () => {
  const random = seeded(6);
  for (let turn = 0; turn < 40; turn += 1) {
    const pattern = [1 + random() * 5, random() < 0.5 ? 0 : 1 + random() * 4, 1 + random() * 6, random() < 0.5 ? 0 : 1 + random() * 4];
    let before = { way: 0, full: 0 };
    for (let at = 0; at < roundLength(pattern); at += 0.02) {
      const moment = momentAt(pattern, 2, at);
      const now = { way: wayRound(pattern, moment), full: fullness(moment) };
      expect(now.way - before.way).toBeGreaterThanOrEqual(-1e-9);
      expect(now.way - before.way).toBeLessThan(0.03);
      expect(Math.abs(now.full - before.full)).toBeLessThan(0.05);
      before = now;
    }
    expect(before.way).toBeGreaterThan(0.97);
  }
});
