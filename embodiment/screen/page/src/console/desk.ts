/** The page: finds the sessions, keeps a line to each, shows one, and hears keys for it. */

import { announcer } from "../view/announce";
import { h } from "../view/dom";
import { Line } from "./line";
import { keysOf } from "./keys";
import type { Outgoing, Verdict, Who } from "./messages";
import { Session } from "./session";
import { Sound } from "./sound";
import { Alarms } from "./view/alarms";
import { Companion } from "./view/companion";
import { Controls } from "./view/controls";
import { Participant } from "./view/participant";
import { Relation } from "./view/relation";
import { Tabs } from "./view/tabs";
import { Timeline } from "./view/timeline";
import { You } from "./view/you";

const LOOK_AGAIN = 2000; // ms between two looks at which sessions run

interface Listed {
  sessions: { key: string; title: string }[];
  name: string;
  role: string;
}

interface Watched {
  session: Session;
  line: Line;
}

export class Desk {
  private readonly watched = new Map<string, Watched>();
  private now = "";
  private drawing = 0;
  private readonly sound = new Sound();
  private readonly you = new You(() => this.draw());
  private readonly tabs = new Tabs((key) => this.show(key), (key) => this.drop(key));
  private readonly alarms = new Alarms((id) => this.seen(id));
  private readonly participant = new Participant();
  private readonly companion = new Companion((verdict, text, act) => this.decide(verdict, text, act));
  private readonly relation = new Relation();
  private readonly timeline = new Timeline();
  private readonly controls = new Controls({
    stop: () => this.stop(),
    pause: () => this.pause(),
    note: (kind, text) => this.send({ type: "Note", kind, text, ...this.who }),
    session: (value) => this.send({ type: "Control", name: "session", value }),
  });
  private readonly empty = h("p", { className: "empty" }, "No session runs. Start one with `alongside up PROFILE`; it appears here by itself.");
  private readonly panel = h("div", { className: "panel", id: "panel", attrs: { role: "tabpanel", "aria-label": "Session" } }, this.participant.root, this.companion.root, this.relation.root);
  private readonly main = h("main", { className: "desk-main" }, this.panel, this.empty);

  constructor() {
    const head = h("header", { className: "desk-head" }, h("h1", { className: "unseen" }, "Console"), this.tabs.root, this.you.root);
    const foot = h("footer", { className: "desk-foot" }, this.timeline.root, this.controls.root);
    document.body.append(head, this.alarms.root, this.main, foot, announcer());
    Object.assign(window, { desk: { sounded: this.sound.sounded, stops: this.controls.stops, sessions: () => [...this.watched.values()].map(({ session }) => session) } });
    keysOf({
      stop: () => this.stop(),
      warn: (armed) => this.controls.arm(armed),
      press: (key) => this.press(key),
      on: () => this.you.keys,
    });
    for (const kind of ["pointerdown", "keydown"] as const) addEventListener(kind, () => this.sound.wake(), { capture: true, passive: true });
    addEventListener("online", () => this.watched.forEach(({ line }) => line.hurry()));
    void this.look();
    setInterval(() => void this.look(), LOOK_AGAIN);
    setInterval(() => this.draw(), 1000); // clocks go on
  }

  private get session(): Session | null {
    return this.watched.get(this.now)?.session ?? null;
  }

  private get who(): Who {
    return this.you.who;
  }

  // ---------------------------------------------------------------- sessions come and go

  private async look(): Promise<void> {
    let listed: Listed;
    try {
      listed = (await (await fetch("sessions")).json()) as Listed;
    } catch {
      this.you.away(true);
      return;
    }
    this.you.away(false);
    this.you.suggest(listed);
    for (const { key, title } of listed.sessions) this.watched.has(key) || this.watch(key, title);
    const keys = new Set(listed.sessions.map(({ key }) => key));
    for (const [key, { session, line }] of this.watched) {
      session.gone = !keys.has(key);
      if (!session.gone) line.hurry();
    }
    if (!this.watched.has(this.now)) this.now = this.watched.keys().next().value ?? "";
    this.draw();
  }

  private watch(key: string, title: string): void {
    const session = new Session(key, title);
    const line = new Line(
      key,
      (frame) => {
        const before = session.line?.act_id;
        session.take(frame);
        if (session.line && session.line.act_id !== before) this.sound.play("line");
        if (frame.type === "Stop" && key === this.now) this.controls.stopped(frame);
        if (frame.type === "Level" && key === this.now) this.participant.level(session);
        else this.draw();
      },
      (connected) => {
        session.connected = connected;
        this.draw();
      },
    );
    this.watched.set(key, { session, line });
  }

  private show(key: string): void {
    this.now = key;
    this.companion.leave();
    this.draw();
  }

  private drop(key: string): void {
    this.watched.get(key)?.line.close();
    this.watched.delete(key);
    if (this.now === key) this.now = this.watched.keys().next().value ?? "";
    this.draw();
  }

  // ---------------------------------------------------------------- what an operator does

  private send(message: Outgoing): void {
    const sent = this.watched.get(this.now)?.line.send(message) ?? false;
    if (!sent && this.session) this.session.refused = "The line to this session is broken: nothing was sent.";
    this.draw();
  }

  private stop(): void {
    this.controls.stopping();
    this.send({ type: "Stop", reason: `${this.who.name}, ${this.who.role}, at the console` });
  }

  private pause(): void {
    this.send({ type: "Control", name: "pause", value: this.session?.status === "paused" ? "off" : "on" });
  }

  private decide(verdict: Verdict, text: string, act: string): void {
    this.send({ type: "Decision", verdict, act_id: act, text, ...this.who });
  }

  private seen(id: string): void {
    for (const { session } of this.watched.values()) session.seen.add(id);
    this.draw();
  }

  private press(key: string): boolean {
    if (key === "s") return this.alarms.first();
    if (key >= "1" && key <= "9") return this.tabs.nth(Number(key) - 1);
    return this.controls.press(key) || this.companion.press(key);
  }

  // ---------------------------------------------------------------- drawing

  /** Once a frame at most. */
  private draw(): void {
    this.drawing ||= requestAnimationFrame(() => {
      this.drawing = 0;
      this.redraw();
    });
  }

  private redraw(): void {
    const sessions = [...this.watched.values()].map(({ session }) => session);
    const session = this.session;
    this.sound.on = this.you.sound;
    this.sound.alarm(sessions.some((each) => each.pressing.some((alarm) => alarm.level === "danger")));
    if (this.alarms.draw(sessions, this.now)) this.sound.play("warning");
    this.tabs.draw(sessions, this.now);
    this.you.draw(this.sound);
    this.panel.hidden = session === null;
    this.empty.hidden = session !== null;
    this.controls.draw(session);
    if (!session) return;
    document.title = `${session.name} · Console`;
    this.participant.draw(session);
    this.companion.draw(session);
    this.relation.draw(session);
    this.timeline.draw(session);
  }
}
