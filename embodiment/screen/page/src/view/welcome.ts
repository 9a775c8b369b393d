/** The first thing a person reads: what this is, what is kept, and what it would like to use and why. */

import { h } from "./dom";
import { icon, type Icon } from "./icons";

export interface Choice {
  microphone: boolean;
  camera: boolean;
  typing: boolean;
}

export class Welcome {
  private readonly title = h("h1", { tabIndex: -1 });
  private readonly what = h("p", { className: "lead" });
  private readonly keeps = h("p");
  private readonly microphone = h("input", { type: "checkbox", checked: true });
  private readonly camera = h("input", { type: "checkbox", checked: true });
  private readonly hello: HTMLButtonElement;
  readonly root: HTMLElement;

  constructor(begin: (choice: Choice) => void) {
    const { microphone, camera } = this;
    const begins = (typing: boolean) => (): void =>
      begin({ microphone: !typing && microphone.checked, camera: camera.checked, typing: typing || !microphone.checked });
    this.hello = h("button", { type: "button", className: "main", on: { click: begins(false) } }, "Say hello");
    const type = h("button", { type: "button", on: { click: begins(true) } }, "Rather type");
    this.root = h("section", { className: "card welcome", hidden: true, attrs: { "aria-label": "Welcome" } });
    this.root.append(
      this.title,
      this.what,
      this.keeps,
      h(
        "fieldset",
        { className: "devices" },
        h("legend", {}, "Your browser will ask about these"),
        device(microphone, "microphone", "Microphone", "so that I can hear you"),
        device(camera, "camera", "Camera", "so that I can see how you are"),
      ),
      h("div", { className: "row" }, this.hello, type),
    );
  }

  show(name: string, keeps: string, goingOn: boolean): void {
    this.title.textContent = goingOn ? "There you are again." : `Hello, I'm ${name}.`;
    this.what.textContent = goingOn
      ? "We can go on where we were."
      : "I'm here to listen and to think things through with you: a companion, not a therapist, and not a person.";
    this.keeps.textContent = keeps;
    this.hello.textContent = goingOn ? "Carry on" : "Say hello";
    this.root.hidden = false;
  }

  hide(): void {
    this.root.hidden = true;
  }
}

function device(box: HTMLInputElement, name: Icon, label: string, reason: string): HTMLLabelElement {
  return h("label", { className: "device" }, box, icon(name), h("span", {}, h("strong", {}, label), ` ${reason}`));
}
