/** The answers so far, as cards that stay where they are while they change. */

import type { SheetField } from "../../link/messages";
import { h } from "../dom";
import { Card } from "./card";

export class Answers {
  private readonly list = h("ul", { className: "answers" });
  readonly root = h("section", { attrs: { "aria-label": "Your answers so far" }, hidden: true }, this.list);
  private readonly cards = new Map<string, Card>();

  constructor(private readonly edited: (key: string, value: string) => void) {}

  update(fields: readonly SheetField[]): void {
    const keys = new Set(fields.map((field) => field.key));
    for (const [key, card] of this.cards) {
      if (keys.has(key)) continue;
      card.root.remove();
      this.cards.delete(key);
    }
    fields.forEach((field, place) => {
      let card = this.cards.get(field.key);
      if (!card) this.cards.set(field.key, (card = new Card(this.edited)));
      card.update(field);
      if (this.list.children[place] !== card.root) this.list.insertBefore(card.root, this.list.children[place] ?? null);
    });
    this.root.hidden = fields.length === 0;
  }
}
