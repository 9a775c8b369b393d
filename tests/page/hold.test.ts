import { Hold } from "../../embodiment/screen/page/src/app/hold";
import { seeded } from "./chance";

test("down is told once and up when nothing holds it any more", () => {
  const told: boolean[] = [];
  const hold = new Hold((down) => told.push(down));
  hold.press("space");
  hold.press("space");
  hold.press("pointer 1");
  hold.release("space");
  expect(told).toEqual([true]);
  hold.release("pointer 1");
  hold.release("pointer 1");
  hold.releaseAll();
  expect(told).toEqual([true, false]);
});

test("whatever happens, down and up take turns and what was told last is how it is", () => {
  const random = seeded(4);
  const told: boolean[] = [];
  const hold = new Hold((down) => told.push(down));
  for (let step = 0; step < 2000; step += 1) {
    const by = `pointer ${Math.floor(random() * 3)}`;
    const what = random();
    if (what < 0.45) hold.press(by);
    else if (what < 0.95) hold.release(by);
    else hold.releaseAll();
    expect(told.at(-1) ?? false).toBe(hold.down);
  }
  expect(told.every((down, at) => down === (at % 2 === 0))).toBe(true);
  expect(told.length).toBeGreaterThan(100);
});
