/** The first thing a person reads: what this is, what is kept, and what it would like to use and why. */

import type { Part } from "../link/messages";
import { h } from "./dom";
import { icon, type Icon } from "./icons";

export interface Choice {
  microphone: boolean;
  camera: boolean;
  typing: boolean;
}

const COMPANION = "I'm here to listen and to think things through with you: a companion, not a therapist, and not a person.";
const PAPER = "There is something to fill in, at your own pace.";

export class Welcome {
  private readonly title = h("h1", { tabIndex: -1 });
  private readonly what = h("p", { className: "lead" });
  private readonly keeps = h("p");
  private readonly microphone = h("input", { type: "checkbox", checked: true });
  private readonly camera = h("input", { type: "checkbox", checked: true });
  private readonly devices: HTMLElement;
  private readonly hello: HTMLButtonElement;
  private readonly type: HTMLButtonElement;
  private readonly barred = new Set<HTMLInputElement>(); // not agreed to
  private has: (part: Part) => boolean = () => true;
  readonly root: HTMLElement;

  constructor(begin: (choice: Choice) => void) {
    const { microphone, camera } = this;
    const begins = (typing: boolean) => (): void =>
      begin({ microphone: !typing && microphone.checked, camera: camera.checked, typing: this.has("talk") && (typing || !microphone.checked) });
    this.hello = h("button", { type: "button", className: "main", on: { click: begins(false) } }, "Say hello");
    this.type = h("button", { type: "button", on: { click: begins(true) } }, "Rather type");
    this.root = h("section", { className: "card welcome", hidden: true, attrs: { "aria-label": "Welcome" } });
    this.devices = h(
      "fieldset",
      { className: "devices" },
      h("legend", {}, "Your browser will ask about these"),
      device(microphone, "microphone", "Microphone", "so that I can hear you"),
      device(camera, "camera", "Camera", "so that I can see how you are"),
    );
    this.root.append(this.title, this.what, this.keeps, this.devices, h("div", { className: "row" }, this.hello, this.type));
  }

  show(name: string, keeps: string, goingOn: boolean): void {
    const [talks, hears] = [this.has("talk"), this.has("microphone")];
    this.title.textContent = goingOn ? "There you are again." : talks ? `Hello, I'm ${name}.` : "Welcome.";
    this.what.textContent = !talks ? PAPER : goingOn ? "We can go on where we were." : COMPANION;
    this.keeps.textContent = keeps;
    this.hello.textContent = goingOn ? "Carry on" : talks && hears ? "Say hello" : "Begin";
    this.type.hidden = !talks || !hears;
    this.root.hidden = false;
  }

  /** What was not agreed to is not asked of the browser either. */
  allow(live: readonly string[]): void {
    for (const [box, stream] of [[this.microphone, "audio"], [this.camera, "video"]] as const) {
      if (live.includes(stream)) this.barred.delete(box);
      else this.barred.add(box);
    }
    this.ask();
  }

  /** What there is of the companion: what it lacks is not asked of the browser. */
  offer(has: (part: Part) => boolean): void {
    this.has = has;
    this.ask();
  }

  private ask(): void {
    for (const [box, device] of [[this.microphone, "microphone"], [this.camera, "camera"]] as const) {
      const may = this.has(device) && !this.barred.has(box);
      if (box.disabled && may) box.checked = true;
      if (!may) box.checked = false;
      box.disabled = !may;
      box.closest("label")?.toggleAttribute("hidden", !may);
    }
    this.devices.hidden = this.microphone.disabled && this.camera.disabled;
  }

  hide(): void {
    this.root.hidden = true;
  }
}

function device(box: HTMLInputElement, name: Icon, label: string, reason: string): HTMLLabelElement {
  return h("label", { className: "device" }, box, icon(name), h("span", {}, h("strong", {}, label), ` ${reason}`));
}
