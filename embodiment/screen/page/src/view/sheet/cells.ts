/** The kinds a table's columns may have as well. */

import type { Editor, Wiring } from "./editor";
import { choice } from "./choices";
import { person } from "./person";
import { rating } from "./rating";
import { text } from "./text";
import { time } from "./time";

const KINDS: Record<string, (wiring: Wiring) => Editor> = { text, rating, choice, time, person };

export function cell(wiring: Wiring): Editor {
  return (KINDS[wiring.field.kind] ?? text)(wiring);
}
