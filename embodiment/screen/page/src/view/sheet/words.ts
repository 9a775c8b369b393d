/** What fields say in words of their own, and the times behind them. */

import type { Chip } from "./chips";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** The next seven days, as dates: today and tomorrow by those names. */
export function daysFrom(today: Date): Chip[] {
  return [0, 1, 2, 3, 4, 5, 6].map((ahead) => {
    const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() + ahead);
    const name = DAYS[day.getDay()] ?? "";
    if (ahead < 2) return { value: isoDate(day), label: ahead === 0 ? "Today" : "Tomorrow" };
    return { value: isoDate(day), label: name, short: name.slice(0, 3) };
  });
}

function isoDate(day: Date): string {
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** What was touched, in words: "tomorrow at 18:00". */
export function together(day: string, part: string, clock: string): string {
  const dayWords = ["", "Today", "Tomorrow"].includes(day) ? day.toLowerCase() : `on ${day}`;
  return [dayWords, clock ? `at ${clock}` : part].filter(Boolean).join(" ");
}

/** "4:05", as it is read on a clock. */
export function clockWords(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** How many may be picked, in words; nothing where any number may. */
export function howMany(least: number, most: number): string {
  if (most > 0 && least === most) return `Pick ${most}.`;
  if (most > 0) return `Pick up to ${most}.`;
  return least > 1 ? `Pick ${least} or more, if you can.` : "";
}

const APART = 5; // seconds that two clocks may differ

/** Seconds since something was begun elsewhere; null where it cannot be running any more. */
export function sinceBegun(begun: number, length: number, now = Date.now() / 1000): number | null {
  const since = now - begun;
  return since > -APART && since < length ? Math.max(0, since) : null;
}
