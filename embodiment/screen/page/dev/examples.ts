/** A field of every kind, as the companion would send it, in the states a person may find it in. */

import type { SheetField, SheetView } from "../src/link/messages";

const PLAIN: SheetField = {
  ...{ key: "", label: "", kind: "text", prompt: "", help: "", status: "asking", value: "", shown: "", minimum: 0, maximum: 0 },
  ...{ low_label: "", high_label: "", choices: [], problem: "", columns: [], least: 0, most: 0, seconds: [], rounds: 0 },
  ...{ part: "", offered: "", offered_shown: "" },
};

const column = (key: string, label: string, kind = "text", more = {}): SheetField["columns"][number] => ({ key, label, kind, minimum: 0, maximum: 0, choices: [], ...more });

interface Example {
  field: SheetField;
  value: string; // what may be in it
  shown: string;
  problem: string; // what may be said of an answer that did not fit
}

function example(kind: string, prompt: string, more: Partial<SheetField>, value: unknown, shown: string, problem = "There was nothing in it yet."): Example {
  return { field: { ...PLAIN, key: kind, label: kind[0]?.toUpperCase() + kind.slice(1), kind, prompt, ...more }, value: JSON.stringify(value), shown, problem };
}

export const EXAMPLES: Record<string, Example> = {
  rating: example(
    "rating",
    "Before we begin: how much distress is there right now, from none at all to as much as you can imagine?",
    { label: "Distress now", maximum: 10, low_label: "none", high_label: "as much as I can imagine", help: "There is no right number. The first that comes is fine." },
    7,
    "7",
    "The scale goes from 0 to 10.",
  ),
  text: example(
    "text",
    "What happened? Where were you, and who was there?",
    { label: "The situation", help: "A sentence or two is plenty: just what a camera would have seen." },
    "My manager walked past my desk without saying good morning, and the whole team was there.",
    "My manager walked past my desk without saying good morning, and the whole team was there.",
  ),
  choice: example(
    "choice",
    "Is this something that you could do anything about?",
    { label: "Can anything be done", choices: ["Yes, today", "Yes, but not today", "No, it is out of my hands"], help: "" },
    "Yes, but not today",
    "Yes, but not today",
    "Please pick from the list.",
  ),
  several: example(
    "several",
    "Do any of these sound like what the thought is doing?",
    {
      label: "Thinking habits",
      least: 1,
      most: 3,
      choices: ["All or nothing", "One thing means everything", "Only the bad counts", "Good things do not count", "Reading minds", "Telling the future", "Making it huge", "It feels true, so it is true", "Should and must", "A label for a whole person", "All my fault"],
      help: "Most thoughts do one or two of these. It says nothing about you.",
    },
    ["Only the bad counts", "Reading minds"],
    "Only the bad counts, Reading minds",
    "Please pick from the list.",
  ),
  time: example("time", "When could you do that?", { label: "When", help: "A day and a rough time make it easier to remember." }, { said: "tomorrow after lunch", day: "tomorrow", at: "" }, "tomorrow after lunch"),
  person: example("person", "Who could you tell about it?", { label: "Who to tell", help: "" }, "my sister Ana", "my sister Ana"),
  table: example(
    "table",
    "Which parts of life matter to you? And the next: how important is it, and how near are you to it these days?",
    {
      label: "What matters",
      least: 3,
      most: 5,
      columns: [column("area", "A part of life"), column("matters", "How much it matters", "rating", { maximum: 10 }), column("near", "How near you are to it", "rating", { maximum: 10 })],
      help: "Friends, work, health, learning, nature: whatever comes to mind.",
    },
    [{ area: "Being there for my brother", matters: 9, near: 4 }, { area: "Music", matters: 7, near: 2 }],
    "Being there for my brother (9, 4); Music (7, 2)",
  ),
  list: example(
    "table",
    "Which five things can you see from where you are?",
    { key: "list", label: "Five things you see", least: 5, most: 5, columns: [column("thing", "Something you see")], help: "Small things count: the edge of the table, a colour." },
    [{ thing: "the lamp" }, { thing: "a crack in the wall" }, { thing: "my shoes" }],
    "the lamp, a crack in the wall, my shoes",
  ),
  plan: example(
    "table",
    "Which steps would it take, and when could each of them be?",
    {
      ...{ key: "plan", label: "Steps", most: 6, help: "" },
      columns: [column("step", "The step"), column("when", "When", "time"), column("who", "Who with", "person"), column("ease", "How easy", "choice", { choices: ["Easy", "So-so", "Hard"] }), column("worth", "What it is worth", "rating", { maximum: 10 })],
    },
    [{ step: "Ring the surgery", when: { said: "tomorrow at 09:00", day: "tomorrow", at: "09:00" }, who: "nobody", ease: "So-so" }],
    "Ring the surgery",
  ),
  timer: example("timer", "Three quiet minutes. Shall we?", { label: "Quiet minutes", seconds: [180], help: "You can end it whenever you like." }, { seconds: 180, whole: true }, "3 minutes"),
  breathing: example(
    "breathing",
    "Breathe along with the square: in, hold, out, hold.",
    { label: "Four rounds", seconds: [4, 4, 4, 4], rounds: 4, help: "If holding your breath is uncomfortable, leave the holds out." },
    { rounds: 4, holds: true },
    "4 rounds",
  ),
};

const EARLIER: SheetField[] = [
  { ...PLAIN, key: "distress_before", label: "Distress before", kind: "rating", maximum: 10, low_label: "none", high_label: "the most there could be", prompt: "How much distress is there right now?", status: "filled", value: "7", shown: "7" },
  { ...PLAIN, key: "worry", label: "The worry", prompt: "What is on your mind?", status: "filled", value: '"That I said something stupid at the meeting, and that everybody remembers it."', shown: "That I said something stupid at the meeting, and that everybody remembers it." },
  { ...PLAIN, key: "who", label: "Who to tell", kind: "person", prompt: "Who could you tell?", status: "skipped" },
  { ...PLAIN, key: "gone", label: "Passed over", prompt: "Not asked", status: "passed" },
];

/** A sheet whose question is that example. `state`: empty, heard, filled, problem, offered, paused or done. */
export function viewOf(name: string, state: string): SheetView {
  const { field, value, shown, problem } = EXAMPLES[name] ?? (EXAMPLES.text as Example);
  const held = state === "empty" || state === "problem" ? { value: "", shown: "" } : { value, shown };
  const status = state === "heard" ? "heard" : state === "done" ? "filled" : "asking";
  const now: SheetField = { ...field, ...held, status, problem: state === "problem" ? problem : "" };
  const sheet = state === "offered" || state === "paused" || state === "done" ? state : "open";
  return { type: "SheetView", sheet: "example", title: "An example", status: sheet, current: sheet === "done" ? "" : field.key, progress: sheet === "done" ? 1 : 0.5, fields: [...EARLIER, now] };
}

export const STATES = ["empty", "heard", "filled", "problem", "offered", "paused", "done"];
