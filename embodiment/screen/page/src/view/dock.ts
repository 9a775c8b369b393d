/** Always in the same corner: what listens and watches now, each one tap off; typing; and stop. */

import { h } from "./dom";
import { icon, type Icon } from "./icons";
import { Talk } from "./talk";

export interface DockActs {
  talk: (down: boolean) => void;
  microphone: () => void;
  camera: () => void;
  type: () => void;
  stop: () => void;
}

export class Dock {
  private readonly microphone: HTMLButtonElement;
  private readonly camera: HTMLButtonElement;
  private readonly typing: HTMLButtonElement;
  readonly talk: Talk;
  readonly stop: HTMLButtonElement;
  readonly root: HTMLElement;

  constructor(acts: DockActs) {
    this.talk = new Talk(acts.talk);
    this.microphone = control("microphone", acts.microphone);
    this.camera = control("camera", acts.camera);
    this.typing = control("type", acts.type);
    this.stop = control("stop", acts.stop);
    this.root = h("div", { className: "dock", attrs: { role: "group", "aria-label": "Microphone, camera, typing and stop" } });
    this.root.append(this.talk.root, this.microphone, this.camera, this.typing, this.stop);
    fill(this.stop, "stop", "Stop", "Stop");
    this.stop.title = "Ends the conversation now";
    this.showMicrophone(false);
    this.showCamera(false);
    this.showTyping(false);
  }

  showMicrophone(on: boolean): void {
    this.show(this.microphone, "microphone", on, on ? "Microphone on" : "Microphone off", on ? "Mic on" : "Mic off");
    this.microphone.title = on ? "Turn the microphone off" : "Turn the microphone on";
  }

  showCamera(on: boolean): void {
    this.show(this.camera, "camera", on, on ? "Camera on" : "Camera off", on ? "Cam on" : "Cam off");
    this.camera.title = on ? "Turn the camera off" : "Turn the camera on";
  }

  /** What was not agreed to cannot be switched on. */
  permit(device: "microphone" | "camera", may: boolean): void {
    this[device].disabled = !may;
  }

  /** What there is nothing of is not there to be switched. */
  offer(control: "microphone" | "camera" | "type", there: boolean): void {
    (control === "type" ? this.typing : this[control]).hidden = !there;
  }

  showTyping(open: boolean): void {
    this.typing.setAttribute("aria-expanded", String(open));
    fill(this.typing, "type", "Rather type", "Type");
  }

  private show(control: HTMLButtonElement, name: Icon, on: boolean, long: string, short: string): void {
    control.dataset.on = String(on);
    fill(control, name, long, short, !on);
  }
}

function control(name: string, act: () => void): HTMLButtonElement {
  return h("button", { type: "button", className: `control control-${name}`, on: { click: act } });
}

function fill(control: HTMLButtonElement, name: Icon, long: string, short: string, off = false): void {
  // Where there is room for the short word only, the whole one is still what is read out.
  const brief = h("span", { className: "short", attrs: { "aria-hidden": "true" } }, short);
  control.replaceChildren(icon(name, off), h("span", { className: "long" }, long), brief);
}
