/** The microphone: echo-cancelled, mono, 16 kHz, in frames of 512 samples (32 ms). */

import workletAddress from "./worklet.ts?worker&url";

const RATE = 16000;
const FAINT = 1e-4; // of full scale; below it a microphone is off or unplugged, no quiet room is
const FAINT_SECONDS = 8;

export interface Listening {
  frame: (samples: ArrayBuffer) => void;
  silent: (silent: boolean) => void; // nothing at all has come for a while, or comes again
  lost: () => void; // the device went away
}

export class Microphone {
  private stream: MediaStream | null = null;
  private context: AudioContext | null = null;
  private faintSince = 0;
  private wasSilent = false;
  private turn = 0; // each switch: what an earlier one still awaits is void

  constructor(private readonly told: Listening) {}

  get on(): boolean {
    return this.stream !== null;
  }

  /** Opens the device. Rejects with the browser's own DOMException if it may not or cannot. */
  async start(): Promise<void> {
    this.stop();
    const turn = this.turn;
    const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
    if (!navigator.mediaDevices) throw new DOMException("no media devices here", "NotFoundError");
    const stream = await navigator.mediaDevices.getUserMedia({ audio });
    if (turn !== this.turn) return stream.getTracks().forEach((track) => track.stop());
    this.stream = stream;
    stream.getAudioTracks()[0]?.addEventListener("ended", () => this.gone(stream));
    try {
      await this.connect(stream);
    } catch (error) {
      if (turn === this.turn) this.stop();
      throw error;
    }
  }

  stop(): void {
    this.turn += 1;
    this.stream?.getTracks().forEach((track) => track.stop());
    void this.context?.close();
    this.stream = null;
    this.context = null;
    this.faintSince = 0;
    if (this.wasSilent) this.told.silent((this.wasSilent = false));
  }

  private async connect(stream: MediaStream): Promise<void> {
    const { context, source } = sourceOf(stream);
    this.context = context;
    await context.audioWorklet.addModule(workletAddress);
    if (this.context !== context) return;
    const node = new AudioWorkletNode(context, "frames", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    node.port.onmessage = (event: MessageEvent<ArrayBuffer>) => {
      if (this.context === context) this.take(event.data);
    };
    source.connect(node);
    await context.resume();
  }

  private take(frame: ArrayBuffer): void {
    this.told.frame(frame);
    const now = performance.now() / 1000;
    const faint = new Int16Array(frame).every((sample) => Math.abs(sample) <= FAINT * 32768);
    if (!faint || this.faintSince === 0) this.faintSince = now;
    const silent = faint && now - this.faintSince > FAINT_SECONDS;
    if (silent !== this.wasSilent) this.told.silent((this.wasSilent = silent));
  }

  private gone(stream: MediaStream): void {
    if (this.stream !== stream) return;
    this.stop();
    this.told.lost();
  }
}

/** Not every browser connects a microphone to a context of another rate; those get their own and the resampler. */
function sourceOf(stream: MediaStream): { context: AudioContext; source: MediaStreamAudioSourceNode } {
  const wanted = new AudioContext({ sampleRate: RATE });
  try {
    return { context: wanted, source: wanted.createMediaStreamSource(stream) };
  } catch {
    void wanted.close();
    const own = new AudioContext();
    return { context: own, source: own.createMediaStreamSource(stream) };
  }
}
