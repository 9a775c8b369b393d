import { Echo } from "../../embodiment/screen/page/src/view/sheet/echo";

function wired(): { echo: Echo; shown: string[]; hold: (value: string) => void } {
  const echo = new Echo();
  const shown: string[] = [];
  return { echo, shown, hold: (value) => echo.heard(value, () => shown.push(value)) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what is told by others is shown at once", () => {
  const { shown, hold } = wired();
  hold('[{"a": 1}]');
  hold("");
  expect(shown).toEqual(['[{"a": 1}]', ""]);
});

test("an earlier touch that comes back does not undo a later one", () => {
  const { echo, shown, hold } = wired();
  echo.told('[{"a":1}]');
  echo.told('[{"a":1},{"a":2}]');
  hold('[{"a": 1}]');
  expect(shown).toEqual([]);
  hold('[{"a": 1}, {"a": 2}]');
  expect(shown).toEqual(['[{"a": 1}, {"a": 2}]']);
  hold('[{"a": 3}]');
  expect(shown).toHaveLength(2);
});

test("where the sheet made something else of it, that counts in the end", () => {
  const { echo, shown, hold } = wired();
  echo.told('[{"when":"six"}]');
  hold('[{"when": {"said": "six"}}]');
  expect(shown).toEqual([]);
  vi.advanceTimersByTime(2000);
  expect(shown).toEqual(['[{"when": {"said": "six"}}]']);
  hold("[]");
  expect(shown).toHaveLength(2);
});
