/** Tells screen readers of a change, politely. */

import { h } from "./dom";

const region = h("div", { className: "unseen", attrs: { role: "status", "aria-live": "polite" } });

export function announcer(): HTMLElement {
  return region;
}

export function announce(text: string): void {
  const line = h("p", {}, text);
  region.append(line);
  // Read once; it is not to be found later by browsing.
  setTimeout(() => line.remove(), 10_000);
}
