import { Animator, CALM, type FaceOrder } from "../../embodiment/screen/page/src/face/animator";
import { expressed, SHAPES } from "../../embodiment/screen/page/src/face/expressions";
import { saccadeSeconds, Gaze } from "../../embodiment/screen/page/src/face/gaze";
import { PARTS, type Pose } from "../../embodiment/screen/page/src/face/pose";
import { CLOSED } from "../../embodiment/screen/page/src/face/visemes";
import { deviation, mean, seeded } from "./chance";

const FRAME = 1 / 60;

function live(seconds: number, order: Partial<FaceOrder>, still = false, warmUp = 4): Pose[] {
  const animator = new Animator(seeded(11), 0, still);
  animator.command({ ...CALM, ...order }, 0);
  const poses: Pose[] = [];
  for (let t = 0; t < seconds + warmUp; t += FRAME) {
    const pose = animator.step(t, FRAME, null);
    if (t >= warmUp) poses.push(pose);
  }
  return poses;
}

/** Peaks of the chest, counted where it turns from rising to falling. */
function breaths(poses: readonly Pose[]): number {
  return poses.filter((pose, i) => pose.breath > 0.6 && pose.breath >= (poses[i - 1]?.breath ?? 2) && pose.breath > (poses[i + 1]?.breath ?? 2)).length;
}

describe("the living face", () => {
  test("breathes 12 to 14 times a minute, slower and smaller in a hard moment", () => {
    const calm = live(600, {});
    const heavy = live(600, { heavy: true });
    expect(breaths(calm) / 10).toBeGreaterThan(11.5);
    expect(breaths(calm) / 10).toBeLessThan(14.5);
    expect(breaths(heavy) / 10).toBeGreaterThan(9);
    expect(breaths(heavy) / 10).toBeLessThan(11);
    expect(Math.max(...heavy.map((pose) => pose.breath))).toBeLessThan(0.75);
  });

  test("is never perfectly still, never restless, and quieter when it matters or is asked to be", () => {
    const yaw = (poses: Pose[]): number => deviation(poses.map((pose) => pose.yaw));
    const calm = yaw(live(300, {}));
    expect(calm).toBeGreaterThan(0.8);
    expect(calm).toBeLessThan(1.8);
    expect(yaw(live(300, { heavy: true }))).toBeLessThan(calm * 0.45);
    expect(yaw(live(300, {}, true))).toBeLessThan(0.01);
  });

  test("a head has weight: it never trembles", () => {
    for (const part of ["yaw", "pitch", "roll"] as const) {
      const all = live(120, { mode: "waiting" }).map((pose) => pose[part]);
      const steps = all.slice(1).map((each, i) => each - (all[i] ?? 0));
      expect(Math.max(...steps.map(Math.abs)), part).toBeLessThan(0.08);
      // From frame to frame it goes on as it went: noise would turn round half of the time.
      const turned = steps.slice(1).filter((each, i) => each * (steps[i] ?? 0) < 0).length;
      expect(turned / steps.length, part).toBeLessThan(0.05);
    }
  });

  test.each([
    { mode: "thinking" },
    { mode: "listening", expression: "concerned" },
    { mode: "listening", gesture: "nod" },
    { mode: "listening", gesture: "slow_nod", heavy: true },
    { mode: "waiting" },
  ] as Partial<FaceOrder>[])("answers %o within two frames", (order) => {
    const animator = new Animator(seeded(8), 0, false);
    animator.command({ ...CALM, mode: "listening" }, 0);
    const times = Array.from({ length: 180 }, (_, i) => i * FRAME);
    const before = times.map((t) => animator.step(t, FRAME, null)).at(-1) as Pose;
    animator.command({ ...CALM, ...order }, 180 * FRAME - 0.001);
    animator.step(180 * FRAME, FRAME, null);
    const after = animator.step(181 * FRAME, FRAME, null);
    // In units of the drawing (418 high).
    const moved = Math.hypot((after.gazeX - before.gazeX) * 13, (after.gazeY - before.gazeY) * 9);
    expect(moved).toBeGreaterThan(0.5);
  });

  test("keeps its mouth still when nothing sounds", () => {
    const open = live(60, { mode: "speaking", expression: "warm" }).map((pose) => pose.open);
    expect(Math.max(...open.map(Math.abs))).toBeLessThan(0.001);
  });

  test("opens its mouth with the sound and shuts it when it stops", () => {
    const animator = new Animator(seeded(1), 0, false);
    let pose = animator.step(0, FRAME, null);
    for (let t = FRAME; t < 0.3; t += FRAME) pose = animator.step(t, FRAME, { shape: { ...CLOSED, open: 0.7 }, clause: true });
    expect(pose.open).toBeGreaterThan(0.65);
    pose = animator.step(0.32, FRAME, null);
    expect(pose.open).toBeLessThan(0.05);
  });

  test("nods when told to, and only then", () => {
    const animator = new Animator(seeded(2), 0, true);
    const pitches = (from: number, to: number): number[] => {
      const all: number[] = [];
      for (let t = from; t < to; t += FRAME) all.push(animator.step(t, FRAME, null).pitch);
      return all;
    };
    const before = pitches(0, 2);
    expect(animator.command({ ...CALM, gesture: "nod", strength: 2 }, 2)).toBe(true);
    const during = pitches(2, 2.4);
    expect(Math.max(...during) - mean(before)).toBeGreaterThan(3);
    expect(Math.max(...pitches(2.5, 4)) - mean(before)).toBeLessThan(1);
    expect(animator.command({ ...CALM, gesture: "cartwheel" }, 4)).toBe(false);
  });

  test("looks aside to think and closes its eyes to sleep", () => {
    expect(Math.abs(mean(live(5, { mode: "thinking" }).map((pose) => pose.gazeX)))).toBeGreaterThan(0.3);
    expect(Math.max(...live(20, { mode: "asleep" }).map((pose) => pose.lidL))).toBeLessThan(0.1);
  });
});

describe("gaze", () => {
  test.each([2, 8, 20])("jumps %i degrees within its time, and does not overshoot", (degrees) => {
    const gaze = new Gaze(seeded(5), 0);
    gaze.look({ x: degrees / 25, y: 0 }, 0);
    let arrived = Infinity;
    for (let t = 0; t < 0.2; t += 0.001) {
      const { x } = gaze.step(t, 1);
      expect(x).toBeLessThanOrEqual(degrees / 25 + 1e-9);
      if (x >= (degrees / 25) * 0.99) arrived = Math.min(arrived, t);
    }
    expect(arrived).toBeLessThanOrEqual(saccadeSeconds(degrees) + 0.001);
    expect(arrived).toBeGreaterThan(saccadeSeconds(degrees) * 0.6);
  });
});

describe("expressions", () => {
  const names = Object.keys(SHAPES);

  test("the eight that must be told apart differ clearly, each from each", () => {
    const eight = ["neutral", "listening", "thinking", "warm", "concerned", "sad_with", "amused", "serious"];
    const weight = (part: keyof Pose): number => (["yaw", "pitch", "roll"].includes(part) ? 1 / 6 : 1);
    for (const a of eight) {
      for (const b of eight.filter((name) => name > a)) {
        const [one, other] = [expressed(a, 0, 0), expressed(b, 0, 0)];
        const apart = Math.hypot(...PARTS.map((part) => (one[part] - other[part]) * weight(part)));
        expect(apart, `${a} and ${b}`).toBeGreaterThan(0.7);
      }
    }
  });

  test("valence goes from concern to warmth without a leap, under every expression", () => {
    for (const name of names) {
      let last = expressed(name, -1, 0).smile;
      for (let valence = -0.9; valence <= 1; valence += 0.1) {
        const { smile } = expressed(name, valence, 0);
        expect(smile).toBeGreaterThanOrEqual(last - 1e-9);
        expect(smile - last).toBeLessThan(0.12);
        last = smile;
      }
    }
  });

  test("anger is never shown, and an unknown name is neutral", () => {
    expect(expressed("furious", 0, 0)).toEqual(expressed("serious", 0, 0));
    expect(expressed("no such thing", 0, 0)).toEqual(expressed("neutral", 0, 0));
  });
});
