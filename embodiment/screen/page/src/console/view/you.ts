/** Who sits here, for everything that is decided or noted; and whether sound and letter keys are on. */

import { button, h, say } from "../../view/dom";
import type { Who } from "../messages";
import type { Sound } from "../sound";

const KEPT = "alongside-console";

interface Kept extends Who {
  sound: boolean;
  keys: boolean;
}

export class You {
  private kept: Kept = { name: "", role: "", sound: true, keys: true, ...read() };
  private readonly name = h("input", { className: "you-name", autocomplete: "off", maxLength: 60, attrs: { "aria-label": "Your name" } });
  private readonly role = h("input", { className: "you-role", autocomplete: "off", maxLength: 60, attrs: { "aria-label": "Your role" } });
  private readonly soundButton = button("", () => this.change({ sound: !this.kept.sound }), "you-switch");
  private readonly keysButton = button("", () => this.change({ keys: !this.kept.keys }), "you-switch");
  private readonly lost = h("span", { className: "you-lost", hidden: true }, "The console itself was ended");
  readonly root = h("div", { className: "you" }, this.lost, this.soundButton, this.keysButton, this.name, this.role);

  constructor(private readonly changed: () => void) {
    this.name.addEventListener("change", () => this.change({ name: this.name.value.trim() || this.kept.name }));
    this.role.addEventListener("change", () => this.change({ role: this.role.value.trim() || this.kept.role }));
  }

  get who(): Who {
    return { name: this.kept.name, role: this.kept.role };
  }

  get keys(): boolean {
    return this.kept.keys;
  }

  get sound(): boolean {
    return this.kept.sound;
  }

  /** What the command said of who sits here holds until somebody says otherwise on the page. */
  suggest(who: Who): void {
    if (!this.kept.name || !this.kept.role) this.change({ name: this.kept.name || who.name, role: this.kept.role || who.role });
  }

  away(lost: boolean): void {
    this.lost.hidden = !lost;
  }

  draw(sound: Sound): void {
    if (document.activeElement !== this.name) this.name.value = this.kept.name;
    if (document.activeElement !== this.role) this.role.value = this.kept.role;
    say(this.soundButton, this.kept.sound ? (sound.ready ? "Sound on" : "Sound: click once") : "Sound off");
    say(this.keysButton, this.kept.keys ? "Keys on" : "Keys off");
    this.soundButton.setAttribute("aria-pressed", String(this.kept.sound));
    this.keysButton.setAttribute("aria-pressed", String(this.kept.keys));
  }

  private change(what: Partial<Kept>): void {
    this.kept = { ...this.kept, ...what };
    sessionStorage.setItem(KEPT, JSON.stringify(this.kept));
    this.changed();
  }
}

function read(): Partial<Kept> {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") as Partial<Kept>;
  } catch {
    return {};
  }
}
