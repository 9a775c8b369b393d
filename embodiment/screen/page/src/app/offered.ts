/** What there is of the companion in this part of a session: a study's condition may be without some of it. */

import type { Hello, Part } from "../link/messages";
import type { Dock } from "../view/dock";
import type { Welcome } from "../view/welcome";
import type { Devices } from "./devices";
import type { Side } from "./side";

export class Offered {
  private without: ReadonlySet<Part> = new Set();

  constructor(
    private readonly devices: Devices,
    private readonly dock: Dock,
    private readonly side: Side,
    private readonly welcome: Welcome,
  ) {}

  has(part: Part): boolean {
    return !this.without.has(part);
  }

  /** Shows and offers what there is now. Gives whether the microphone is new to this page: it is to be asked for. */
  take(hello: Hello): boolean {
    const before = this.without;
    this.without = new Set(hello.without ?? []);
    document.body.dataset.face = this.has("face") ? "shown" : "none";
    for (const device of ["microphone", "camera"] as const) {
      this.dock.offer(device, this.has(device));
      this.devices.offer(device, this.has(device));
    }
    this.dock.offer("type", this.has("talk") && this.has("microphone")); // else the box is open all the time
    this.side.offer(this.has("talk"));
    this.welcome.offer((part) => this.has(part));
    return before.has("microphone") && this.has("microphone");
  }
}
