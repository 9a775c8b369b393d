/** The sound of one act: its clips in a row, each with its mouth. */

import { MouthTrack } from "../face/timeline";
import type { VoiceClip } from "../link/messages";
import { heardOf } from "./heard";
import type { Output } from "./output";

export const FADE = 0.03; // seconds
export const SHORTEST_FADE = 0.008; // seconds in which a voice can end without a click
const PREPARES = 0.12; // the mouth begins this long before the sound

export interface Placed {
  clip: VoiceClip;
  starts: number; // context time
  ends: number;
  track: MouthTrack;
  source: AudioBufferSourceNode;
}

export class SoundingAct {
  readonly clips: Placed[] = [];
  whole = false; // its last clip is here
  started = false;
  private readonly gain: GainNode;

  constructor(
    readonly id: string,
    private readonly output: Output,
  ) {
    this.gain = output.context.createGain();
    this.gain.connect(output.entry);
  }

  /** Places a clip at a time of the context. */
  place(clip: VoiceClip, starts: number): Placed {
    const { context } = this.output;
    const buffer = context.createBuffer(1, Math.max(1, clip.samples.length), clip.rate);
    buffer.copyToChannel(Float32Array.from(clip.samples, (sample) => sample / 32768), 0);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.gain);
    source.start(starts);
    const placed = { clip, starts, ends: starts + clip.samples.length / clip.rate, track: new MouthTrack(clip.visemes), source };
    this.clips.push(placed);
    this.whole ||= clip.last;
    return placed;
  }

  get starts(): number {
    return this.clips[0]?.starts ?? Infinity;
  }

  get ends(): number {
    return this.clips.at(-1)?.ends ?? -Infinity;
  }

  /** The clip whose mouth it is at `t`. */
  at(t: number): Placed | undefined {
    return this.clips.find((each) => t >= each.starts - PREPARES && t < each.ends);
  }

  heard(t: number): string {
    const parts = this.clips.map(({ clip, starts, ends }) => heardOf({ ...clip, seconds: ends - starts }, t - starts));
    return parts.filter(Boolean).join(" ");
  }

  /** Fades out at once; without a sound if it is silent already. */
  fade(silent: boolean, seconds = FADE): void {
    const { currentTime } = this.output.context;
    this.gain.gain.setValueAtTime(silent ? 0 : 1, currentTime);
    this.gain.gain.linearRampToValueAtTime(0, currentTime + seconds);
    for (const { source } of this.clips) source.stop(currentTime + seconds + 0.005);
  }
}
