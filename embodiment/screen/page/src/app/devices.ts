/** Microphone and camera: switched by whoever wishes, and always shown as they are. */

import { Camera } from "../capture/camera";
import { Microphone } from "../capture/microphone";
import { trouble, type Device } from "../capture/trouble";
import type { Link } from "../link/link";
import type { Dock } from "../view/dock";
import type { Notice } from "../view/notice";
import type { Notes } from "./observe";

const SILENT = "Nothing comes from the microphone. Is it muted or unplugged? You can type instead.";

export class Devices {
  /** Whether this page hears and sees; otherwise its switches are those of the companion's own devices. */
  captures = true;
  private readonly barred = new Set<Device>(); // not agreed to
  private readonly missing = new Set<Device>(); // nobody hears or sees by it
  private readonly elsewhere = new Set<Device>(); // on, and not ours
  private readonly microphone: Microphone;
  private readonly camera: Camera;
  private readonly away = new Set<Device>(); // went while in use: taken up again when they are back

  constructor(
    private readonly link: Link,
    private readonly dock: Dock,
    private readonly notice: Notice,
    private readonly notes: Notes,
  ) {
    this.microphone = new Microphone({
      frame: (samples) => link.sendSound(samples),
      silent: (silent) => notice.set("microphone", silent ? SILENT : ""),
      lost: () => this.lost("microphone"),
    });
    this.camera = new Camera({
      picture: (jpeg) => link.sendPicture(jpeg),
      ready: () => link.roomy,
      lost: () => this.lost("camera"),
    });
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.regain());
  }

  on(device: Device): boolean {
    return this.captures ? this.device(device).on : this.elsewhere.has(device);
  }

  /** Switches a device as the person wishes and tells the others how it came out. */
  async turn(device: Device, on: boolean): Promise<void> {
    if (this.missing.has(device)) return;
    const opened = await this.apply(device, on);
    if (opened !== null) this.tell(device, opened);
  }

  /** Follows a switch that someone else used. What is not already on needs the person's own tap. */
  follow(device: Device, on: boolean): void {
    if (!on || !this.captures) void this.apply(device, on);
  }

  /** A device by which nobody hears or sees is off at once, and is not switched. */
  offer(device: Device, there: boolean): void {
    if (there) this.missing.delete(device);
    else this.missing.add(device);
    if (!there) void this.apply(device, false);
  }

  /** A device that nobody agreed to is off at once, and stays off. */
  permit(device: Device, may: boolean): void {
    if (may) this.barred.delete(device);
    else this.barred.add(device);
    if (!may && this.on(device)) void this.turn(device, false);
    this.dock.permit(device, may);
  }

  /** Both off, told to no one: the conversation is over. */
  rest(): void {
    void this.apply("microphone", false);
    void this.apply("camera", false);
  }

  /** Whether the device is on now; null if another switch came in between. */
  private async apply(device: Device, wished: boolean): Promise<boolean | null> {
    const on = wished && !this.barred.has(device) && !this.missing.has(device);
    if (!this.captures) {
      if (on) this.elsewhere.add(device);
      else this.elsewhere.delete(device);
      this.show(device);
      return on;
    }
    const part = this.device(device);
    this.away.delete(device);
    this.notice.set(device, "");
    if (!on) part.stop();
    let failed = false;
    if (on) {
      try {
        await part.start();
        if (!part.on) return null;
      } catch (error) {
        failed = true;
        this.notice.set(device, trouble(device, error), 20);
      }
    }
    this.show(device);
    this.notes.add(`${device} ${part.on ? "on" : failed ? "refused" : "off"}`);
    return part.on;
  }

  private lost(device: Device): void {
    this.away.add(device);
    this.show(device);
    this.notice.set(device, device === "microphone" ? "The microphone went away. You can type instead." : "The camera went away. We can talk without it.", 20);
    this.notes.add(`${device} lost`);
    this.tell(device, false);
  }

  /** Something was plugged in: what went away while it was in use goes on, if it is that. */
  private async regain(): Promise<void> {
    for (const device of [...this.away]) {
      const part = this.device(device);
      try {
        await part.start();
      } catch {
        continue; // not that one, or not yet
      }
      if (!part.on || !this.away.delete(device)) continue; // switched by hand meanwhile
      this.show(device);
      this.notice.set(device, `The ${device} is back.`, 8);
      this.notes.add(`${device} back`);
      this.tell(device, true);
    }
  }

  private tell(device: Device, on: boolean): void {
    this.link.send({ type: "Control", name: device, value: on ? "on" : "off" });
  }

  private show(device: Device): void {
    if (device === "microphone") this.dock.showMicrophone(this.on("microphone"));
    else this.dock.showCamera(this.on("camera"));
  }

  private device(device: Device): Microphone | Camera {
    return device === "microphone" ? this.microphone : this.camera;
  }
}
