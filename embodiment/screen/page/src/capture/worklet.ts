/** Runs beside the page, in the audio thread: microphone samples in, frames at 16 kHz out. */

import { Framer } from "./framer";
import { Resampler } from "./resample";

declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

const RATE = 16000;

class FrameProcessor extends AudioWorkletProcessor {
  private readonly framer = new Framer();
  private readonly resampler = sampleRate === RATE ? null : new Resampler(sampleRate, RATE);

  process(inputs: Float32Array[][]): boolean {
    const samples = inputs[0]?.[0];
    if (samples) {
      for (const frame of this.framer.push(this.resampler?.push(samples) ?? samples)) this.port.postMessage(frame, [frame]);
    }
    return true;
  }
}

registerProcessor("frames", FrameProcessor);
