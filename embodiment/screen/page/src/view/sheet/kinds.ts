/** Every kind of field, and what it is entered with. */

import { breathing } from "./breathing";
import { cell } from "./cells";
import { several } from "./choices";
import type { Editor, Wiring } from "./editor";
import { table } from "./table";
import { timer } from "./timer";

const KINDS: Record<string, (wiring: Wiring) => Editor> = { several, table, timer, breathing };

export function editor(wiring: Wiring): Editor {
  return (KINDS[wiring.field.kind] ?? cell)(wiring);
}
