/** Consent on the page: asked before the hello, kept within reach after it, and obeyed by the devices. */

import type { Link } from "../link/link";
import type { Consent, Hello } from "../link/messages";
import { ConsentCard } from "../view/consent";
import type { Top } from "../view/top";
import type { Welcome } from "../view/welcome";
import type { Devices } from "./devices";

const SHEET = "study:consent";

export class Consenting {
  readonly card = new ConsentCard({
    confirm: (chosen) => this.send("", JSON.stringify(chosen)),
    change: (stream, yes) => this.send(stream, yes ? "yes" : "no"),
    decline: () => {
      this.open(false);
      this.decline();
    },
    close: () => this.open(false),
  });
  private now: Consent | null = null;
  private needed = false;

  constructor(
    private readonly link: Link,
    private readonly top: Top,
    private readonly welcome: Welcome,
    private readonly devices: Devices,
    private readonly decline: () => void,
  ) {}

  greet(hello: Hello): void {
    this.needed = hello.consent === true;
    // Until it is known what holds, nothing may be begun.
    if (this.needed && this.now === null) this.open(true);
  }

  take(consent: Consent): void {
    const before = this.now;
    this.now = consent;
    this.card.update(consent);
    this.welcome.allow(consent.live);
    for (const [device, stream] of [["microphone", "audio"], ["camera", "video"]] as const) this.devices.permit(device, consent.live.includes(stream));
    this.top.offerConsent(consent.status === "given");
    if (consent.status === "asked") this.open(true);
    else if (before?.status !== "given") this.open(false);
  }

  toggle(): void {
    this.open(this.card.root.hidden === true);
  }

  private open(open: boolean): void {
    const fresh = open && this.card.root.hidden;
    document.body.dataset.consent = open ? "open" : "closed";
    if (open && this.now) this.card.show();
    else this.card.hide();
    if (fresh && this.now) this.card.focus();
  }

  private send(field: string, value: string): void {
    this.link.send({ type: "Answer", sheet: SHEET, field, move: field ? "edit" : "enter", value, channel: "touch" });
  }
}
