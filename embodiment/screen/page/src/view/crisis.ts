/** People who can be reached right now: big, to be tapped, to be printed. The face stays beside it. */

import type { Contact } from "../link/messages";
import { announce } from "./announce";
import { button, h } from "./dom";
import { printOnly } from "./print";
import { type Way, waysOf } from "./reach";

export class Crisis {
  private readonly list = h("ul", { className: "contacts" });
  private readonly title = h("h2", { id: "crisis-title", tabIndex: -1 }, "People you can reach right now");
  readonly root: HTMLElement;
  private known = "";

  constructor(fold: () => void) {
    this.root = h("section", { className: "card crisis", hidden: true, attrs: { "aria-labelledby": "crisis-title" } });
    const row = h("div", { className: "row" });
    row.append(button("Print this", () => printOnly("crisis")), button("Put this to the side", fold));
    this.root.append(
      this.title,
      h("p", {}, "You do not have to carry this alone. I am a program and cannot send help; they are people, and they can."),
      this.list,
      row,
    );
  }

  show(contacts: readonly Contact[]): void {
    const plain = JSON.stringify(contacts);
    if (plain !== this.known) this.list.replaceChildren(...contacts.map(entry));
    this.known = plain;
    if (this.root.hidden) announce(`People you can reach right now: ${contacts.map(({ name, reach }) => `${name}, ${reach}`).join("; ")}`);
    this.root.hidden = false;
  }

  focus(): void {
    this.title.focus();
  }

  hide(): void {
    this.root.hidden = true;
  }
}

function entry({ name, reach, hours }: Contact): HTMLLIElement {
  return h(
    "li",
    { className: "contact" },
    h("span", { className: "contact-name" }, name),
    ...waysOf(reach).map(way),
    hours ? h("span", { className: "contact-hours" }, hours) : null,
  );
}

function way({ shown, link }: Way): HTMLElement {
  if (!link) return h("span", { className: "contact-reach" }, shown);
  const apart = link.startsWith("http") ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return h("a", { className: "contact-reach", href: link, ...apart }, shown);
}
