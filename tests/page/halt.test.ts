import { Halt } from "../../embodiment/screen/page/src/face/halt";
import { PARTS, REST, type Pose } from "../../embodiment/screen/page/src/face/pose";

const NODDING: Pose = { ...REST, pitch: 5, gazeX: 0.4, open: 0.6, lidL: 0.3 };

test("what moves stays where it is, and the mouth shuts", () => {
  const halt = new Halt();
  halt.begin(NODDING, 10);
  const still = halt.step({ ...REST, pitch: -3, yaw: 4 }, 10.1);
  expect([still.pitch, still.gazeX, still.yaw]).toEqual([5, 0.4, REST.yaw]);
  expect(still.open).toBeLessThan(0.05);
  expect(still.lidL).toBeGreaterThan(0.9);
});

test("it goes over into what follows without a jerk, and then is out of the way", () => {
  const halt = new Halt();
  halt.begin(NODDING, 10);
  let before = halt.step(REST, 10);
  for (let now = 10.016; now < 12; now += 0.016) {
    const next = halt.step(REST, now);
    for (const part of ["pitch", "gazeX", "yaw"] as const) expect(Math.abs(next[part] - before[part])).toBeLessThan(0.25);
    before = next;
  }
  for (const part of PARTS) expect(before[part]).toBe(REST[part]);
});
