/** The line to one session: comes back by itself. */

import { backoff } from "../link/backoff";
import type { Frame, Outgoing } from "./messages";

export class Line {
  private socket: WebSocket | null = null;
  private attempt = 0;
  private timer = 0;
  private closed = false;

  constructor(
    private readonly key: string,
    private readonly take: (frame: Frame) => void,
    private readonly connected: (connected: boolean) => void,
  ) {
    this.open();
  }

  /** False where the line is broken: nothing is kept for later, for later it would be wrong. */
  send(message: Outgoing): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Tries at once, where it is waiting to. */
  hurry(): void {
    if (!this.closed && this.socket?.readyState === WebSocket.CLOSED) this.open();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  private open(): void {
    clearTimeout(this.timer);
    const address = new URL(`ws/${encodeURIComponent(this.key)}`, document.baseURI);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    socket.onmessage = (event: MessageEvent<string>) => {
      const frame = JSON.parse(event.data) as Frame;
      if (frame.type === "Hello") {
        this.attempt = 0;
        this.connected(true);
      }
      this.take(frame);
    };
    socket.onclose = () => {
      if (socket !== this.socket) return;
      this.connected(false);
      if (this.closed) return;
      this.timer = window.setTimeout(() => this.open(), backoff(this.attempt, Math.random) * 1000);
      this.attempt += 1;
    };
    this.socket = socket;
  }
}
