/** What every kind of field has in common: it shows a value, and knows whether the person touched it. */

import type { SheetField } from "../../link/messages";

export interface Editor {
  root: HTMLElement;
  /** Shows what the sheet holds; `unsettled` while it was only heard; `part` is JSON of what is begun. */
  show: (value: string, unsettled: boolean, part: string) => void;
  /** Shows words as they are being heard, where that makes sense. */
  hear: (words: string) => void;
  /** What to send, or null while nothing was entered. */
  value: () => string | null;
  focus: () => void;
  /** The sheet rests: what runs in time rests with it. */
  rest?: () => void;
  /** It takes what the sheet holds even while it is touched: voice fills one part of it, touch another. */
  shared?: boolean;
}

export interface Wiring {
  field: SheetField;
  labelled: string; // ids of the question and the help
  described: string;
  changed: () => void; // the person touched it
  submit: () => void;
  keep: (value: string) => void; // part of the answer is there, and more may come
  begin: () => void; // what runs in time was begun by touch
  breathe: (fullness: number | null) => void; // the face breathes along; null: by itself again
}
