/** The page's parts in their places. Which of them shows is told by `body`'s data-view and data-side. */

import { announcer } from "../view/announce";
import { h } from "../view/dom";

export interface Places {
  top: HTMLElement;
  face: Element;
  notice: HTMLElement;
  captions: HTMLElement;
  typing: HTMLElement;
  dock: HTMLElement;
  cards: HTMLElement[];
}

export function layOut(places: Places): { heading: HTMLElement } {
  const heading = h("h1", { className: "unseen", tabIndex: -1 }, "Conversation");
  const stage = h("main", { className: "stage" }, heading, h("div", { className: "face" }, places.face), places.notice, places.captions);
  const side = h("aside", { className: "side", attrs: { "aria-label": "Beside the conversation" } }, ...places.cards);
  const foot = h("footer", { className: "foot" }, places.typing, places.dock);
  document.body.replaceChildren(places.top, stage, side, foot, announcer());
  return { heading };
}
