/**
 * The face in time: from what was commanded and what is sounding to a pose, frame by frame.
 *
 * It takes all it knows of the world by argument, so it runs in tests as on the page.
 */

import { Blinker } from "./blink";
import { Breath } from "./breath";
import { expressed } from "./expressions";
import { Follow } from "./follow";
import { Gaze } from "./gaze";
import { Gestures } from "./gesture";
import { blinkGap, colour, type Mode } from "./modes";
import { add, clamp, PARTS, REST, type Part, type Pose } from "./pose";
import { type Random, Wander } from "./random";
import { settle } from "./settle";
import { MOUTH_PARTS, type MouthShape } from "./visemes";

export interface FaceOrder {
  mode: Mode;
  expression: string;
  valence: number;
  arousal: number;
  gaze_x: number;
  gaze_y: number;
  gesture: string;
  strength: number;
  heavy: boolean;
}

export const CALM: FaceOrder = {
  ...{ mode: "idle", expression: "neutral", valence: 0.1, arousal: 0, gaze_x: 0, gaze_y: 0 },
  ...{ gesture: "", strength: 1, heavy: false },
};

/** What the mouth is doing now; null when nothing sounds. */
export interface Sounding {
  shape: MouthShape;
  clause: boolean; // within a clause, not between two
}

const LOOKS_ASIDE = { x: 0.62, y: -0.5 };

export class Animator {
  order: FaceOrder = CALM;
  /** How full the chest is while it breathes along with an exercise, 0 to 1; null otherwise. */
  pacedBreath: number | null = null;
  private readonly parts: Record<Part, Follow>;
  private readonly blinker: Blinker;
  private readonly gaze: Gaze;
  private readonly breath: Breath;
  private readonly gestures = new Gestures();
  private readonly drift: { yaw: Wander; pitch: Wander; roll: Wander; brow: Wander };
  private pacing = 0;
  private lastPaced = 0;
  private speech = 0;
  private loud = 0;
  private inClause = false;

  constructor(
    random: Random,
    now: number,
    private readonly still: boolean, // the person asked for less motion
  ) {
    this.parts = Object.fromEntries(PARTS.map((part) => [part, new Follow(REST[part])])) as Record<Part, Follow>;
    this.blinker = new Blinker(random, now);
    this.gaze = new Gaze(random, now);
    this.breath = new Breath(random, now);
    this.drift = {
      yaw: new Wander(random, 1.2, 3),
      pitch: new Wander(random, 0.8, 3.5),
      roll: new Wander(random, 0.9, 4),
      brow: new Wander(random, 0.05, 2.5),
    };
  }

  /** Changes how the face is to be. Returns false for a gesture it does not know. */
  command(order: FaceOrder, now: number): boolean {
    const news = order.mode !== this.order.mode || order.expression !== this.order.expression || order.gesture !== "";
    this.order = order;
    const aside = order.mode === "thinking" && Math.hypot(order.gaze_x, order.gaze_y) < 0.1;
    const jumped = this.gaze.look(aside ? LOOKS_ASIDE : { x: order.gaze_x, y: order.gaze_y }, now);
    if (jumped > 10) this.blinker.invite(now, 2);
    // An expression takes half a second to come; the eyes answer at once.
    else if (news && jumped === 0) this.gaze.refix(now);
    if (order.gesture === "blink") this.blinker.invite(now, Infinity);
    return order.gesture === "" || order.gesture === "blink" || this.gestures.begin(order.gesture, order.strength, order.heavy, now);
  }

  /** Something moves that thirty frames a second would show badly. */
  get quick(): boolean {
    return this.blinker.active || this.gaze.moving || this.gestures.active || this.speech > 0.02;
  }

  step(now: number, dt: number, sounding: Sounding | null): Pose {
    const pose = this.settled(dt);
    this.look(pose, now);
    this.move(pose, now, dt);
    this.blinkNow(pose, now, sounding);
    this.speak(pose, dt, sounding);
    return pose;
  }

  private settled(dt: number): Pose {
    const target = expressed(this.order.expression, this.order.valence, this.order.arousal);
    colour(target, this.order.mode, this.order.expression);
    // The head takes up part of what the eyes do.
    add(target, { yaw: this.order.gaze_x * 6, pitch: this.order.gaze_y * 4 });
    const pose = { ...REST };
    for (const part of PARTS) pose[part] = this.parts[part].step(target[part], settle(part, this.order.heavy), dt);
    return pose;
  }

  private look(pose: Pose, now: number): void {
    const quiet = this.order.heavy || this.still || this.order.mode === "asleep" ? 1 : this.order.mode === "waiting" ? 0.5 : 0.2;
    const eyes = this.gaze.step(now, quiet);
    add(pose, { gazeX: eyes.x, gazeY: eyes.y });
  }

  private move(pose: Pose, now: number, dt: number): void {
    const asleep = this.order.mode === "asleep";
    const lively = this.still ? 0 : asleep ? 0.25 : this.order.heavy ? 0.3 : 1;
    const { yaw, pitch, roll, brow } = this.drift;
    add(pose, { yaw: yaw.step(dt), pitch: pitch.step(dt), roll: roll.step(dt) }, lively);
    add(pose, { browInL: brow.value, browOutL: brow.step(dt), browInR: brow.value * 0.7, browOutR: brow.value * 0.8 }, lively);
    const own = this.breath.step(now, this.order.heavy, asleep);
    const breath = this.along(own, dt);
    add(pose, { breath, pitch: -breath * 0.5 }, this.still ? 0.35 : 1);
    for (const change of this.gestures.step(now)) add(pose, change, this.still ? 0.4 : 1);
  }

  /** Its own breath, or the exercise's, deep enough to be followed; from one to the other without a jerk. */
  private along(own: number, dt: number): number {
    this.pacing += ((this.pacedBreath === null ? 0 : 1) - this.pacing) * (1 - Math.exp(-dt / 0.5));
    if (this.pacedBreath !== null) this.lastPaced = this.pacedBreath;
    return own * (1 - this.pacing) + this.lastPaced * 1.6 * this.pacing;
  }

  private blinkNow(pose: Pose, now: number, sounding: Sounding | null): void {
    const clause = sounding?.clause ?? false;
    if (this.inClause && !clause) this.blinker.invite(now, this.order.heavy ? 0.4 : 1.2);
    this.inClause = clause;
    const down = this.blinker.step(now, { gap: blinkGap(this.order.mode, this.order.heavy), holding: clause });
    pose.lidL *= 1 - down;
    pose.lidR *= 1 - down;
    // Each eye turns a little down while it is covered.
    add(pose, { gazeY: down * 0.06, underL: down * 0.12, underR: down * 0.12, browInL: -down * 0.06, browInR: -down * 0.06 });
  }

  private speak(pose: Pose, dt: number, sounding: Sounding | null): void {
    this.speech += ((sounding ? 1 : 0) - this.speech) * (1 - Math.exp(-dt / 0.06));
    const shape = sounding?.shape;
    this.loud += ((shape?.open ?? 0) - this.loud) * (1 - Math.exp(-dt / 0.25));
    const give = 1 - this.speech;
    pose.smile *= 1 - 0.35 * this.speech;
    pose.skew *= 1 - 0.6 * this.speech;
    for (const part of ["open", "press", "wide", "round", "teeth"] as const) pose[part] *= give;
    if (!shape) return;
    for (const part of MOUTH_PARTS) pose[part] = clamp(pose[part] + shape[part], -1, 1);
    const beat = (shape.open - this.loud) * (this.still ? 0 : 1);
    add(pose, { pitch: beat * 1.6, browOutL: beat * 0.12, browOutR: beat * 0.16 });
  }
}
