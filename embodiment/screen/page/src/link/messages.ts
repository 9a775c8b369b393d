/**
 * The messages that reach the page and those it sends, as `alongside.messages` has them (only the fields used here).
 *
 * Times are seconds since the epoch, durations seconds.
 */

import type { Viseme } from "../face/timeline";

export interface Contact {
  name: string;
  reach: string;
  hours: string;
}

export interface Word {
  text: string;
  start: number;
  end: number;
}

/** What of the companion a page may be without; `talk`: nobody is talked to, there are questions or a sheet alone. */
export type Part = "face" | "voice" | "microphone" | "camera" | "talk";

export interface Hello {
  type: "Hello";
  title: string;
  session: string;
  companion_name: string;
  contacts: Contact[];
  resumed: boolean;
  keeps: string;
  /** Whether the page's own microphone and camera are used; otherwise its switches are for others'. */
  captures: boolean;
  /** Whether consent is asked for, so that nothing begins before it is given. */
  consent?: boolean;
  /** What there is nothing of, so that it is neither shown nor offered. */
  without?: Part[];
  /** Whether the companion listens only while a key is held, which is then to be shown. */
  talk_key: boolean;
  /** Where the model is that stands in for the drawn face; "" for none. */
  avatar: string;
}

export interface Act {
  type: "Act";
  act_id: string;
  kind: string;
  text: string;
  pause_before: number;
}

export interface Hold {
  type: "Hold";
  act_id: string;
  hold: boolean;
}

export interface Interruption {
  type: "Interruption";
  act_id: string;
}

export interface PartialSpeech {
  type: "PartialSpeech";
  text: string;
  stable: number;
}

export interface Turn {
  type: "Turn";
  text: string;
  speaker: string;
  channel: string;
}

export interface FacePose {
  type: "FacePose";
  stamp: number;
  mode: string;
  expression: string;
  valence: number;
  arousal: number;
  gaze_x: number;
  gaze_y: number;
  gesture: string;
  strength: number;
  heavy: boolean;
}

/** One column of a table. */
export interface SheetColumn {
  key: string;
  label: string;
  kind: string;
  minimum: number;
  maximum: number;
  choices: string[];
}

export interface SheetField {
  key: string;
  label: string;
  kind: string;
  prompt: string;
  help: string;
  status: "waiting" | "asking" | "heard" | "filled" | "skipped" | "passed"; // passed over: another answer made it needless
  value: string; // JSON, "" while empty; of a table in the making, its finished rows
  shown: string;
  minimum: number;
  maximum: number;
  low_label: string;
  high_label: string;
  choices: string[];
  problem: string;
  columns: SheetColumn[];
  least: number; // several: how many to pick; a table: how many rows; 0 where it does not matter
  most: number;
  seconds: number[]; // a timer's one; breathing in, held, out, held
  rounds: number;
  part: string; // JSON of what is begun: of a table its row, the column asked and rows waiting; of what runs in time, since when
  offered: string; // JSON of an answer from another day that may be taken over
  offered_shown: string;
}

export interface SheetView {
  type: "SheetView";
  sheet: string;
  title: string;
  status: "none" | "offered" | "open" | "paused" | "done";
  current: string;
  progress: number;
  fields: SheetField[];
}

/** One thing that consent is asked for. `heard` is a yes or no that was said and is not confirmed. */
export interface ConsentLine {
  stream: string;
  text: string;
  about: string;
  given: boolean;
  heard: string;
}

export interface Consent {
  type: "Consent";
  status: "asked" | "given";
  live: string[];
  title: string;
  paragraphs: string[];
  lines: ConsentLine[];
}

export interface Risk {
  type: "Risk";
  level: "none" | "moderate" | "high";
  contacts: Contact[];
}

export interface Health {
  type: "Health";
  component: string;
  status: "starting" | "ready" | "degraded" | "failed" | "stopped";
  detail: string;
}

export interface Control {
  type: "Control";
  name: "session" | "microphone" | "camera" | "talk" | "record" | "pause";
  value: string;
  by?: string;
}

export interface Stop {
  type: "Stop";
  by?: string;
}

export interface Refused {
  type: "Refused";
  what: string;
  do: string;
}

export interface Problem {
  type: "Error";
  what: string;
  do: string;
}

export interface VoiceClip {
  type: "VoiceClip";
  act_id: string;
  index: number;
  last: boolean;
  text: string;
  rate: number;
  pause_before: number;
  visemes: Viseme[];
  words: Word[];
  samples: Int16Array;
}

export type Move = "enter" | "edit" | "skip" | "back" | "pause" | "resume" | "stop" | "start";

export interface Answer {
  type: "Answer";
  sheet: string;
  field: string;
  move: Move;
  value: string;
  channel: "touch" | "typed";
}

export interface Spoken {
  type: "Spoken";
  act_id: string;
  status: "started" | "finished" | "interrupted" | "failed";
  heard: string;
}

export interface Typed {
  type: "Typed";
  text: string;
}

export type Incoming =
  | Hello
  | Act
  | Hold
  | Interruption
  | PartialSpeech
  | Turn
  | FacePose
  | SheetView
  | Consent
  | Risk
  | Health
  | Control
  | Stop
  | Refused
  | Problem
  | VoiceClip;

export type Outgoing = Answer | Control | Spoken | Stop | Typed | (Interruption & { cause: "barge_in" });
