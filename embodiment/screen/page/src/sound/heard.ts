/** What of a clip was audible, told in words. */

import type { Word } from "../link/messages";

export interface Utterance {
  text: string;
  words: readonly Word[];
  seconds: number;
}

/** The words whose end was played `t` seconds into the clip. Without word times, as large a share of them. */
export function heardOf(clip: Utterance, t: number): string {
  if (t >= clip.seconds) return clip.text.trim();
  if (t <= 0) return "";
  if (clip.words.length > 0) {
    const words = clip.words.filter((word) => word.end <= t);
    return words.map((word) => word.text.trim()).join(" ");
  }
  const words = clip.text.split(/\s+/).filter(Boolean);
  return words.slice(0, Math.floor((words.length * t) / clip.seconds)).join(" ");
}
