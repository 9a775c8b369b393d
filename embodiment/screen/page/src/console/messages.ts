/**
 * What a session tells its console, and what a console says, as `alongside.messages` has them (only the fields used here).
 *
 * Times are seconds since the epoch, durations seconds.
 */

export interface Hello {
  type: "Hello";
  session: string;
  /** What operators call it. */
  called: string;
  title: string;
  approval: boolean;
  contacts: { name: string; reach: string; hours: string }[];
  began: number;
}

interface Said {
  stamp: number;
}

export interface Turn extends Said {
  type: "Turn";
  turn_id: string;
  text: string;
  speaker: string;
}

export interface PartialSpeech extends Said {
  type: "PartialSpeech";
  turn_id: string;
  text: string;
}

export interface Act extends Said {
  type: "Act";
  act_id: string;
  turn_id: string;
  kind: string;
  focus: string;
  text: string;
  reasons: string[];
}

export interface Proposed extends Said {
  type: "Proposed";
  act_id: string;
  turn_id: string;
  kind: string;
  focus: string;
  text: string;
  reasons: string[];
  seconds: number;
  status: "waiting" | "held" | "said" | "changed" | "dropped" | "late" | "void";
}

export interface Stage {
  goal: string;
  precontemplation: number;
  contemplation: number;
  preparation: number;
  action: number;
  maintenance: number;
}

export interface State extends Said {
  type: "State";
  phase: string;
  gate_open: boolean;
  gate_reason: string;
  stages: Stage[];
}

export interface Affect extends Said {
  type: "Affect";
  source: string;
  valence: number;
  arousal: number;
}

export interface Risk extends Said {
  type: "Risk";
  severity: number;
  level: "none" | "moderate" | "high";
  reasons: string[];
}

export interface Measure {
  name: string;
  side: "participant" | "companion" | "gap" | "both";
  change: number;
  low: number;
  high: number;
  turns: number;
  scale: number;
}

export interface Relationship extends Said {
  type: "Relationship";
  measures: Measure[];
}

export interface Health extends Said {
  type: "Health";
  component: string;
  status: string;
  detail: string;
}

export interface Spoken extends Said {
  type: "Spoken";
  act_id: string;
  status: string;
  heard: string;
}

export interface Control extends Said {
  type: "Control";
  name: string;
  value: string;
  by: string;
}

export interface Stop extends Said {
  type: "Stop";
  by: string;
  reason: string;
}

export interface Note extends Said {
  type: "Note";
  kind: "note" | "marker";
  text: string;
  name: string;
}

export interface Decision extends Said {
  type: "Decision";
  verdict: string;
  name: string;
}

export interface Event extends Said {
  type: "Event";
  kind: string;
  data: string;
}

/** A figure, the ends of its band, and how many places it rests on. */
export type Told = [value: number, low: number | null, high: number | null, places: number];

/** What an event of kind "conduct" holds. */
export interface Conduct {
  turns: number;
  measures: Record<string, Told>;
  people: Record<string, [good: number, poor: number]>;
  bolt: Record<string, number>;
  miti: Record<string, number>;
}

export interface SheetView extends Said {
  type: "SheetView";
  sheet: string;
  title: string;
  status: string;
  progress: number;
}

export interface Consent extends Said {
  type: "Consent";
  status: string;
  live: string[];
}

export type Message =
  | Turn
  | PartialSpeech
  | Act
  | Proposed
  | State
  | Affect
  | Risk
  | Relationship
  | Health
  | Spoken
  | Control
  | Stop
  | Note
  | Decision
  | Event
  | SheetView
  | Consent
  | (Said & { type: "SpeechActivity"; speaking: boolean });

export type Frame =
  | Message
  | Hello
  | { type: "Past"; messages: Message[] }
  | { type: "Level"; peaks: number[] }
  | { type: "Error"; what: string; do: string };

/** Who sits at the console, as the study knows them. */
export interface Who {
  name: string;
  role: string;
}

export type Verdict = "approve" | "edit" | "replace" | "hold" | "drop" | "speak";

export type Outgoing =
  | { type: "Stop"; reason: string }
  | { type: "Control"; name: "session" | "pause"; value: string }
  | ({ type: "Decision"; verdict: Verdict; act_id: string; text: string } & Who)
  | ({ type: "Note"; kind: "note" | "marker"; text: string } & Who);
