/** The connection to the server: comes back by itself, and drops rather than piles up. */

import { backoff } from "./backoff";
import { AUDIO, pack, PICTURE, unpackClip, unpackText } from "./frames";
import type { Incoming, Outgoing } from "./messages";

const HELD_ELSEWHERE = 4001; // another page has the session: only a person asks again
const GOING_AWAY = 1001; // the companion was ended; what comes next, if anything does, comes to this page
const MOST_PICTURES = 200_000; // bytes not yet sent at which pictures pause
const MOST_SOUND = 1_000_000;
const MOST_WAITING = 50; // messages kept while the connection is away

export interface Ears {
  message: (message: Incoming) => void;
  /** `ended`: the line is gone because the companion was ended, and is not lost. */
  connected: (connected: boolean, ended: boolean) => void;
}

export class Link {
  private socket: WebSocket | null = null;
  private attempt = 0;
  private timer = 0;
  private waiting: string[] = [];

  constructor(private readonly ears: Ears) {
    addEventListener("online", () => this.hurry());
  }

  get connected(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Pictures may be sent: the connection keeps up. */
  get roomy(): boolean {
    return this.connected && (this.socket?.bufferedAmount ?? 0) < MOST_PICTURES;
  }

  /** `takeOver` asks for the session although another page seems to hold it. */
  open(takeOver = false): void {
    clearTimeout(this.timer);
    const address = new URL("ws", document.baseURI);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    address.search = takeOver ? "?take=1" : "";
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.opened(socket);
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => this.receive(event.data);
    socket.onclose = (event) => this.closed(socket, event.code);
    this.socket = socket;
  }

  /** Sends a message, or keeps it for when the connection is back. What speaks of sound is not worth keeping. */
  send(message: Outgoing): void {
    const frame = JSON.stringify(message);
    if (this.connected) this.socket?.send(frame);
    else if (message.type !== "Spoken" && message.type !== "Interruption") this.waiting = [...this.waiting, frame].slice(-MOST_WAITING);
  }

  sendSound(samples: ArrayBuffer): void {
    if (this.connected && (this.socket?.bufferedAmount ?? 0) < MOST_SOUND) this.socket?.send(pack(AUDIO, samples));
  }

  sendPicture(jpeg: ArrayBuffer): void {
    if (this.roomy) this.socket?.send(pack(PICTURE, jpeg));
  }

  private opened(socket: WebSocket): void {
    if (socket !== this.socket) return;
    for (const frame of this.waiting) socket.send(frame);
    this.waiting = [];
    this.ears.connected(true, false);
  }

  private receive(data: string | ArrayBuffer): void {
    const message = typeof data === "string" ? unpackText(data) : unpackClip(data);
    if (!message) return;
    if (message.type === "Hello") this.attempt = 0;
    this.ears.message(message);
  }

  private closed(socket: WebSocket, code: number): void {
    if (socket !== this.socket) return;
    this.ears.connected(false, code === GOING_AWAY);
    if (code === HELD_ELSEWHERE) return;
    this.timer = window.setTimeout(() => this.open(), backoff(this.attempt, Math.random) * 1000);
    this.attempt += 1;
  }

  private hurry(): void {
    if (this.socket?.readyState === WebSocket.CLOSED) this.open();
  }
}
