/** What is shown of the words: the companion's clause by clause as they sound, or whole where no sound comes. */

import type { Act, PartialSpeech, Turn, VoiceClip } from "../link/messages";
import { announce } from "../view/announce";
import type { Captions } from "../view/captions";

const PATIENCE = 1.6; // seconds for an act's first sound, after which its words are shown without it
const MURMUR = "murmur-"; // a listener's "mm-hm": heard, not read

export class Words {
  private timer = 0;
  private act = "";
  /** The last words said in parting: what the end page keeps. */
  farewell = "";

  constructor(
    private readonly captions: Captions,
    private readonly voiced: () => boolean, // sound can be played at all
  ) {}

  acted(act: Act): void {
    if (act.kind === "goodbye" && act.text) this.farewell = act.text;
    if (act.act_id === this.act) return; // told again after the connection came back
    clearTimeout(this.timer);
    this.act = act.act_id;
    if (!act.text) return;
    const wait = this.voiced() ? PATIENCE + act.pause_before : 0;
    this.timer = window.setTimeout(() => this.unvoiced(act), wait * 1000);
  }

  sounded(clip: VoiceClip): void {
    if (clip.act_id.startsWith(MURMUR)) return;
    if (clip.act_id === this.act) clearTimeout(this.timer);
    this.captions.saying(clip.text);
  }

  /** The act was cut short: what is left of it is not shown. */
  cut(act: string): void {
    if (act === "" || act === this.act) clearTimeout(this.timer);
  }

  heard(partial: PartialSpeech): void {
    this.captions.hearing(partial.text, partial.stable);
  }

  turned(turn: Turn): void {
    if (turn.speaker === "participant") this.captions.heard(turn.text);
  }

  typed(text: string): void {
    this.captions.heard(text);
  }

  private unvoiced(act: Act): void {
    this.captions.saying(act.text);
    announce(act.text);
  }
}
