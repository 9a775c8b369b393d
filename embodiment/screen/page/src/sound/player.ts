/** Plays what the companion says, without gaps, and tells truthfully what became of it. */

import type { Sounding } from "../face/animator";
import { mouthOfLevel } from "../face/timeline";
import type { Spoken, VoiceClip } from "../link/messages";
import { FADE, SHORTEST_FADE, SoundingAct } from "./act";
import { Output } from "./output";

const AHEAD = 0.02; // seconds; a clip cannot start sooner
const MOUTH_LEADS = 0.04;
const TICK = 12; // milliseconds
const MOST_HELD = 3; // seconds of a pause before it goes on by itself
const STARVED = 6; // seconds without the rest of an act before it counts as broken off
const REMEMBERED = 100;

export interface Told {
  spoken: (spoken: Spoken) => void;
  clause: (clip: VoiceClip) => void; // its first sound is audible now
}

export class Player {
  private output: Output | null = null;
  private acts: SoundingAct[] = [];
  private dropped: string[] = [];
  private announced = new WeakSet<VoiceClip>();
  private free = 0; // context time at which the queue ends
  private ticking = 0;
  private muted = false;
  private held = 0; // timer of a pause that nobody ended
  private awaited = ""; // an act that is to pause before it begins

  constructor(private readonly told: Told) {}

  /** Must be called in a person's own click or key press: browsers let no page speak before. */
  unlock(): void {
    this.muted = false;
    this.output ??= new Output();
    void this.output.context.resume();
  }

  /** The act that is audible now, or "". */
  get playing(): string {
    const t = this.output?.audible() ?? 0;
    return this.acts.find((act) => t >= act.starts && t < act.ends)?.id ?? "";
  }

  get busy(): boolean {
    return this.acts.length > 0;
  }

  get ready(): boolean {
    return this.held !== 0 || this.output?.context.state === "running";
  }

  level(): number {
    return this.output?.level() ?? 0;
  }

  enqueue(clip: VoiceClip): void {
    if (this.muted || this.dropped.includes(clip.act_id)) return;
    if (!this.output || !this.ready) {
      this.forget(clip.act_id);
      this.say(clip.act_id, "failed", "");
      return;
    }
    let act = this.acts.find((each) => each.id === clip.act_id);
    if (act?.clips.some((each) => each.clip.index === clip.index)) return;
    const now = this.output.context.currentTime + AHEAD;
    const starts = act ? Math.max(now, this.free + clip.pause_before) : Math.max(now, this.free) + clip.pause_before;
    if (!act) this.acts.push((act = new SoundingAct(clip.act_id, this.output)));
    this.free = act.place(clip, starts).ends;
    if (this.awaited === clip.act_id) this.hold(clip.act_id);
    this.ticking ||= window.setInterval(() => this.tick(), TICK);
  }

  /** Pauses an act at once, or before it begins: the person may have begun to speak. */
  hold(id: string): void {
    const there = this.acts.some((act) => act.id === id);
    this.awaited = there || this.dropped.includes(id) ? "" : id;
    if (this.held || !this.output || !there || (this.playing !== "" && this.playing !== id)) return;
    this.held = window.setTimeout(() => this.release(), MOST_HELD * 1000);
    this.output.pause();
  }

  /** Goes on where it paused. */
  release(): void {
    this.awaited = "";
    if (!this.held) return;
    clearTimeout(this.held);
    this.held = 0;
    this.output?.go();
  }

  /** Fades an act ("": all) and lets nothing more of it be heard. */
  interrupt(id: string, seconds = FADE): void {
    const t = this.output?.audible() ?? 0;
    const cut = this.acts.filter((act) => id === "" || act.id === id);
    if (id !== "") this.forget(id);
    for (const act of cut) {
      act.fade(this.held !== 0, seconds);
      this.forget(act.id);
      this.say(act.id, "interrupted", act.heard(t));
    }
    this.acts = this.acts.filter((act) => !cut.includes(act));
    this.free = this.acts.at(-1)?.ends ?? 0;
    if (cut.length > 0) this.release();
  }

  /** Silent from now on, as soon as can be, until unlocked again. */
  mute(): void {
    this.muted = true;
    this.interrupt("", SHORTEST_FADE);
  }

  /** What the mouth does now; null when nothing sounds. */
  sounding(): Sounding | null {
    if (!this.output || this.held || this.acts.length === 0) return null;
    const t = this.output.audible() + MOUTH_LEADS;
    for (const act of this.acts) {
      const placed = act.at(t);
      if (!placed) continue;
      const { clip, track, starts } = placed;
      if (clip.visemes.length === 0) return { shape: mouthOfLevel(this.level()), clause: true };
      return { shape: track.at(t - starts), clause: track.speaking(t - starts) };
    }
    return null;
  }

  private tick(): void {
    if (!this.output) return;
    const t = this.output.audible();
    for (const act of [...this.acts]) this.follow(act, t);
    if (this.acts.length === 0) {
      clearInterval(this.ticking);
      this.ticking = 0;
    }
  }

  private follow(act: SoundingAct, t: number): void {
    if (!act.started && t >= act.starts) {
      act.started = true;
      this.say(act.id, "started", "");
    }
    for (const { clip, starts } of act.clips) {
      if (t < starts || this.announced.has(clip)) continue;
      this.announced.add(clip);
      this.told.clause(clip);
    }
    if (act.whole && t >= act.ends) this.end(act, "finished");
    else if (t >= act.ends + STARVED) this.end(act, "interrupted");
  }

  private end(act: SoundingAct, status: "finished" | "interrupted"): void {
    this.acts = this.acts.filter((each) => each !== act);
    this.forget(act.id);
    this.say(act.id, status, act.heard(Infinity));
  }

  private forget(id: string): void {
    this.dropped = [...this.dropped, id].slice(-REMEMBERED);
  }

  private say(id: string, status: Spoken["status"], heard: string): void {
    this.told.spoken({ type: "Spoken", act_id: id, status, heard });
  }
}
