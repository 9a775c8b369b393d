/** What every kind of field has in common: it shows a value, and knows whether the person touched it. */

import type { SheetField } from "../../link/messages";
import { choice, several } from "./choices";
import { rating } from "./rating";
import { text } from "./text";

export interface Editor {
  root: HTMLElement;
  /** Shows what the sheet holds; `unsettled` while it was only heard. */
  show: (value: string, unsettled: boolean) => void;
  /** Shows words as they are being heard, where that makes sense. */
  hear: (words: string) => void;
  /** What to send, or null while nothing was entered. */
  value: () => string | null;
  focus: () => void;
}

export interface Wiring {
  field: SheetField;
  labelled: string; // ids of the question and the help
  described: string;
  changed: () => void; // the person touched it
  submit: () => void;
}

export function editor(wiring: Wiring): Editor {
  switch (wiring.field.kind) {
    case "rating":
      return rating(wiring);
    case "choice":
      return choice(wiring);
    case "several":
      return several(wiring);
    default:
      return text(wiring);
  }
}
