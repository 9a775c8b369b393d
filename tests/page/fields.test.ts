import { Stopwatch } from "../../embodiment/screen/page/src/view/sheet/stopwatch";
import { asRows, asText, asTime, shownCell } from "../../embodiment/screen/page/src/view/sheet/value";
import { clockWords, daysFrom, howMany, sinceBegun, together } from "../../embodiment/screen/page/src/view/sheet/words";

test("the days to touch are the next seven, as dates", () => {
  const days = daysFrom(new Date(2026, 11, 30));
  expect(days.map(({ value }) => value)).toEqual(["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04", "2027-01-05"]);
  expect(days.slice(0, 3).map(({ label }) => label)).toEqual(["Today", "Tomorrow", "Friday"]);
});

test("what was touched is put into words", () => {
  expect(together("Tomorrow", "", "18:00")).toBe("tomorrow at 18:00");
  expect(together("Friday", "in the evening", "")).toBe("on Friday in the evening");
  expect(together("", "around noon", "")).toBe("around noon");
  expect(together("Today", "", "")).toBe("today");
  expect(together("", "", "")).toBe("");
});

test("a time is read whether it is whole, bare words, or no JSON at all", () => {
  expect(asTime('{"said":"at six","day":"2026-12-30","at":"18:00"}')).toEqual({ said: "at six", day: "2026-12-30", at: "18:00" });
  expect(asTime('"at six"')).toEqual({ said: "at six", day: "", at: "" });
  expect(asTime("at six")).toEqual({ said: "at six", day: "", at: "" });
  expect(asTime("")).toEqual({ said: "", day: "", at: "" });
  expect(asText('{"said":"at six"}')).toBe("at six");
});

test("rows are what is a row, and nothing else", () => {
  expect(asRows('[{"a":1},3,null,[1],{"b":"x"}]')).toEqual([{ a: 1 }, { b: "x" }]);
  for (const other of ["", "3", '"x"', '{"a":1}', "[", "null"]) expect(asRows(other)).toEqual([]);
});

test("a cell reads as a person would write it", () => {
  expect([7, "x", { said: "at six", day: "", at: "18:00" }, null, undefined].map(shownCell)).toEqual(["7", "x", "at six", "", ""]);
});

test("how many may be picked is said only where it matters", () => {
  expect([howMany(0, 0), howMany(1, 0), howMany(2, 0), howMany(1, 3), howMany(3, 3)]).toEqual(["", "", "Pick 2 or more, if you can.", "Pick up to 3.", "Pick 3."]);
});

test("a clock shows whole seconds, the one that has begun included", () => {
  expect([180, 179.2, 60, 59.01, 9, 0.4, 0].map(clockWords)).toEqual(["3:00", "3:00", "1:00", "1:00", "0:09", "0:01", "0:00"]);
});

test("a stopwatch counts only while it runs", () => {
  let now = 100;
  const watch = new Stopwatch(() => now);
  now += 5;
  expect(watch.seconds).toBe(0);
  watch.run();
  now += 3;
  watch.run();
  now += 1;
  watch.rest();
  now += 60;
  expect(watch.seconds).toBe(4);
  watch.setTo(16);
  watch.run();
  now += 2;
  expect([watch.seconds, watch.running]).toEqual([18, true]);
});

test("what was begun elsewhere goes on from there, unless it must be long over", () => {
  expect([sinceBegun(1000, 60, 1010), sinceBegun(1000, 60, 998), sinceBegun(1000, 60, 900), sinceBegun(1000, 60, 5000)]).toEqual([10, 0, null, null]);
});
