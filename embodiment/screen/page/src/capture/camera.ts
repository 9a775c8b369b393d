/** The camera: 640 by 480, eight JPEG pictures a second, none while the connection is behind. */

const WIDTH = 640;
const HEIGHT = 480;
const EVERY = 125; // milliseconds
const QUALITY = 0.8;

export interface Watching {
  picture: (jpeg: ArrayBuffer) => void;
  ready: () => boolean; // whether a picture could be sent now
  lost: () => void;
}

export class Camera {
  private stream: MediaStream | null = null;
  private readonly video = document.createElement("video");
  private readonly canvas = document.createElement("canvas");
  private timer = 0;
  private busy = false;
  private turn = 0;

  constructor(private readonly told: Watching) {
    this.canvas.width = WIDTH;
    this.canvas.height = HEIGHT;
    this.video.muted = true;
    this.video.playsInline = true;
  }

  get on(): boolean {
    return this.stream !== null;
  }

  /** Opens the device. Rejects with the browser's own DOMException if it may not or cannot. */
  async start(): Promise<void> {
    this.stop();
    const turn = this.turn;
    const video = { width: { ideal: WIDTH }, height: { ideal: HEIGHT }, facingMode: "user" };
    if (!navigator.mediaDevices) throw new DOMException("no media devices here", "NotFoundError");
    const stream = await navigator.mediaDevices.getUserMedia({ video });
    if (turn !== this.turn) return stream.getTracks().forEach((track) => track.stop());
    this.stream = stream;
    stream.getVideoTracks()[0]?.addEventListener("ended", () => this.gone(stream));
    this.video.srcObject = stream;
    await this.video.play();
    if (turn === this.turn) this.timer = window.setInterval(() => void this.take(), EVERY);
  }

  stop(): void {
    this.turn += 1;
    clearInterval(this.timer);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
  }

  private async take(): Promise<void> {
    if (this.busy || !this.told.ready() || this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    this.busy = true;
    const stream = this.stream;
    // The camera's own shape is kept: a stretched face would be misread.
    this.canvas.height = Math.round((WIDTH * this.video.videoHeight) / this.video.videoWidth);
    this.canvas.getContext("2d")?.drawImage(this.video, 0, 0, this.canvas.width, this.canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => this.canvas.toBlob(resolve, "image/jpeg", QUALITY));
    const jpeg = await blob?.arrayBuffer();
    this.busy = false;
    if (jpeg && this.stream === stream && stream) this.told.picture(jpeg);
  }

  private gone(stream: MediaStream): void {
    if (this.stream !== stream) return;
    this.stop();
    this.told.lost();
  }
}
