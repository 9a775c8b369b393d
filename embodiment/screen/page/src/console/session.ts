/** One session as the console knows it: what it was told, put in order. Draws nothing. */

import type { Act, Affect, Conduct, Consent, Control, Event, Frame, Health, Hello, Measure, Message, Proposed, Risk, SheetView, Spoken, State } from "./messages";

export interface Line {
  id: string;
  who: "participant" | "companion";
  text: string;
  at: number;
  /** Who gave it its words, where that was a person beside the session. */
  hand: string;
  cut: boolean;
}

export type MarkKind = "turn" | "phase" | "risk" | "flag" | "marker" | "note" | "stop" | "pause" | "hand";

export interface Mark {
  kind: MarkKind;
  at: number;
  label: string;
}

export interface Alarm {
  id: string;
  level: "danger" | "warning";
  what: string;
}

export type Status = "waiting" | "on" | "paused" | "stopped" | "ended" | "away";

const MOST_LINES = 400;
const MOST_AFFECT = 1500;
const MOST_PEAKS = 260; // of 32 ms: what the meter shows, eight seconds
const HAND = /^words (?:edited|replaced|spoken) by (.+) \(/;
const ROOM = "recorder";
const BEST = ["fused", "words", "voice", "face"] as const;

export class Session {
  hello: Hello | null = null;
  connected = false;
  /** Whether the desk no longer lists it. */
  gone = false;
  state: State | null = null;
  risk: Risk | null = null;
  consent: Consent | null = null;
  /** The latest of each measure of either side, whoever measures it. */
  readonly measures = new Map<string, Measure>();
  /** What the companion itself does, as it was last counted. */
  conduct: Conduct | null = null;
  /** What the reading of the relationship raised, and when. */
  flags: { kind: string; why: string; at: number }[] = [];
  sheet: SheetView | null = null;
  proposed: Proposed | null = null;
  /** When the proposed line came, by this computer's clock (ms), for the countdown. */
  proposedAt = 0;
  refused = "";
  lines: Line[] = [];
  partial = "";
  affect: Affect[] = [];
  marks: Mark[] = [];
  health = new Map<string, Health>();
  peaks: number[] = [];
  speaking = false;
  readonly seen = new Set<string>();
  private begun = false;
  private over = false;
  private halted = false;
  private paused = false;

  constructor(
    readonly key: string,
    readonly title: string,
  ) {}

  /** As operators know it; before it has said so, as the desk lists it. */
  get name(): string {
    return this.hello?.called || this.title;
  }

  /** The start of its time line, seconds since the epoch. */
  get began(): number {
    return this.marks[0]?.at ?? this.lines[0]?.at ?? this.hello?.began ?? 0;
  }

  get status(): Status {
    if (this.gone || !this.connected) return "away";
    if (this.halted) return "stopped";
    if (this.over) return "ended";
    if (this.paused) return "paused";
    return this.begun ? "on" : "waiting";
  }

  /** The line that waits for a person, if one does. */
  get line(): Proposed | null {
    return this.proposed && (this.proposed.status === "waiting" || this.proposed.status === "held") ? this.proposed : null;
  }

  /** What an operator must not miss, worst first; those they have seen stay, and are quiet. */
  get alarms(): Alarm[] {
    const found: Alarm[] = [];
    if (this.risk?.level === "high") found.push(this.riskAlarm("danger", "High risk"));
    if (this.risk?.level === "moderate") found.push(this.riskAlarm("warning", "Raised risk"));
    if (!this.gone && !this.connected && this.hello) found.push({ id: "away", level: "danger", what: "The line to this session is broken" });
    const flag = this.flags[this.flags.length - 1];
    if (flag) found.push({ id: `flag:${flag.kind}:${flag.at}`, level: "warning", what: `The relationship: ${flag.kind}${flag.why ? ` (${flag.why})` : ""}` });
    for (const health of this.health.values()) {
      if (health.status !== "degraded" && health.status !== "failed") continue;
      const record = health.component === ROOM;
      const what = record ? `The record: ${health.detail}` : `${health.component} ${health.status}: ${health.detail}`;
      found.push({ id: `${health.component}:${health.status}:${health.detail}`, level: record || health.component === "guardian" ? "danger" : "warning", what });
    }
    return found.sort((a, b) => (a.level === b.level ? 0 : a.level === "danger" ? -1 : 1));
  }

  /** The guardian speaks when something changes: while it is well and silent there is no sign of risk. */
  get safety(): "none" | "moderate" | "high" | "unknown" {
    const guards = this.health.get("guardian")?.status === "ready";
    return this.risk?.level ?? (guards ? "none" : "unknown");
  }

  /** The alarms nobody has seen yet. */
  get pressing(): Alarm[] {
    return this.alarms.filter((alarm) => !this.seen.has(alarm.id));
  }

  /** How they seem, by the source that knows most. */
  get trace(): Affect[] {
    const source = BEST.find((name) => this.affect.some((item) => item.source === name));
    return this.affect.filter((item) => item.source === source);
  }

  take(frame: Frame): void {
    switch (frame.type) {
      case "Hello":
        this.hello = frame;
        return;
      case "Past":
        this.forget();
        for (const message of frame.messages) this.hear(message);
        return;
      case "Level":
        this.peaks = [...this.peaks, ...frame.peaks].slice(-MOST_PEAKS);
        return;
      case "Error":
        this.refused = `${frame.what}. ${frame.do}`;
        return;
      default:
        this.hear(frame);
    }
  }

  private hear(message: Message): void {
    switch (message.type) {
      case "Turn":
        this.partial = "";
        if (message.speaker === "participant") this.say({ id: message.turn_id, who: "participant", text: message.text, at: message.stamp, hand: "", cut: false });
        return this.mark("turn", message.stamp, "");
      case "PartialSpeech":
        this.partial = message.text;
        return;
      case "SpeechActivity":
        this.speaking = message.speaking;
        return;
      case "Act":
        return this.acted(message);
      case "Proposed":
        if (message.act_id !== this.proposed?.act_id || message.status === "waiting") this.proposedAt = performance.now();
        this.proposed = message;
        this.refused = "";
        return;
      case "State":
        if (message.phase !== this.state?.phase) this.mark("phase", message.stamp, message.phase);
        this.state = message;
        return;
      case "Affect":
        this.affect = [...this.affect, message].slice(-MOST_AFFECT);
        return;
      case "Risk":
        if (message.level !== "none" && message.level !== this.risk?.level) this.mark("risk", message.stamp, `${message.level} risk`);
        this.risk = message;
        return;
      case "Relationship":
        for (const measure of message.measures) this.measures.set(`${measure.name} ${measure.side}`, measure);
        return;
      case "Health":
        this.health.set(message.component, message);
        return;
      case "Spoken":
        return this.spoken(message);
      case "Control":
        return this.switched(message);
      case "Stop":
        this.halted = true;
        this.partial = "";
        return this.mark("stop", message.stamp, `stopped by ${message.by}`);
      case "Note":
        return this.mark(message.kind, message.stamp, message.text || "marker");
      case "Decision":
        if (message.verdict !== "approve") this.mark("hand", message.stamp, `${message.verdict} by ${message.name}`);
        return;
      case "Event":
        return this.told(message);
      case "SheetView":
        this.sheet = message;
        return;
      case "Consent":
        this.consent = message;
        return;
    }
  }

  private acted(act: Act): void {
    this.begun = true;
    if (!act.text) return;
    const hand = HAND.exec(act.reasons[act.reasons.length - 1] ?? "")?.[1] ?? "";
    this.say({ id: act.act_id, who: "companion", text: act.text, at: act.stamp, hand, cut: false });
  }

  private spoken(message: Spoken): void {
    if (message.status !== "interrupted") return;
    this.lines = this.lines.map((line) => (line.id === message.act_id ? { ...line, text: message.heard || line.text, cut: true } : line));
  }

  private switched(control: Control): void {
    if (control.name === "pause") {
      this.paused = control.value === "on";
      this.mark("pause", control.stamp, this.paused ? "paused" : "resumed");
    }
    if (control.name === "record" && control.value === "delete") this.forget();
    if (control.name !== "session") return;
    this.begun = this.begun || control.value === "start";
    this.over = control.value === "end";
    if (control.value === "start") this.halted = this.paused = false;
    this.mark("phase", control.stamp, control.value === "start" ? "begins" : "ends");
  }

  private told(event: Event): void {
    if (event.kind === "decision_refused") this.refused = `Not said: ${told(event).rules?.join(", ")}.`;
    if (event.kind === "conduct" && event.data !== "{}") this.conduct = JSON.parse(event.data) as Conduct;
    if (event.kind !== "relationship_flag") return;
    const { flag = "flag", why = "" } = told(event);
    this.flags.push({ kind: flag.replaceAll("_", " "), why, at: event.stamp });
    this.mark("flag", event.stamp, flag.replaceAll("_", " "));
  }

  private say(line: Line): void {
    const others = this.lines.filter((other) => other.id !== line.id);
    this.lines = [...others, line].slice(-MOST_LINES);
  }

  private mark(kind: MarkKind, at: number, label: string): void {
    this.marks.push({ kind, at, label });
  }

  private riskAlarm(level: Alarm["level"], word: string): Alarm {
    const why = this.risk?.reasons.length ? `: ${this.risk.reasons.join(", ")}` : "";
    return { id: `risk:${this.risk?.level}:${this.risk?.severity}`, level, what: `${word}, severity ${this.risk?.severity} of 6${why}` };
  }

  private forget(): void {
    this.lines = [];
    this.partial = "";
    this.affect = [];
    this.marks = [];
    this.flags = [];
    this.measures.clear();
    this.state = this.risk = this.proposed = this.conduct = null;
    this.halted = this.over = this.paused = this.begun = false;
  }
}

function told(event: Event): { rules?: string[]; flag?: string; why?: string } {
  return JSON.parse(event.data) as { rules?: string[]; flag?: string; why?: string };
}
