/**
 * Any worksheet in any state, in the page's own layout and without a companion.
 *
 * `?kind=table&state=heard` shows an example; without a query, a list of them. `sheets.show(view)` shows a
 * SheetView as the companion sent it, `sheets.hear(words)` words as they come, `sheets.sent` what was answered.
 */

import "../src/styles/index.css";
import { layOut } from "../src/app/layout";
import { Face } from "../src/face/face";
import type { Answer, SheetView } from "../src/link/messages";
import { Captions } from "../src/view/captions";
import { Dock } from "../src/view/dock";
import { Notice } from "../src/view/notice";
import { Panel } from "../src/view/sheet/panel";
import { Top } from "../src/view/top";
import { Typing } from "../src/view/typing";
import { EXAMPLES, STATES, viewOf } from "./examples";

const nothing = (): void => undefined;
const sent: Omit<Answer, "type" | "channel">[] = [];
let view: SheetView | null = null;

const face = new Face(() => null);
const captions = new Captions();
const panel = new Panel({
  answer: (move, field, value) => {
    sent.push({ sheet: view?.sheet ?? "", move, field, value });
    if (move === "edit" && view) show({ ...view, fields: view.fields.map((each) => (each.key === field ? { ...each, value } : each)) });
    if (move === "pause" && view) show({ ...view, status: "paused" });
    if ((move === "resume" || move === "start") && view) show({ ...view, status: "open" });
  },
  fold: nothing,
  breathe: (fullness) => face.breathe(fullness),
});

function show(next: SheetView): void {
  view = next;
  panel.root.hidden = false;
  panel.update(next);
}

function layOutPage(): void {
  const top = new Top({ words: nothing, sheet: nothing, people: nothing, consent: nothing});
  top.call("Alongside");
  top.showSheet("Hide worksheet", true);
  const dock = new Dock({ talk: nothing, microphone: nothing, camera: nothing, type: nothing, stop: nothing });
  dock.showMicrophone(true);
  layOut({
    ...{ top: top.root, face: face.root, notice: new Notice().root, captions: captions.root, typing: new Typing(nothing).root, dock: dock.root },
    cards: [panel.root],
  });
  Object.assign(document.body.dataset, { phase: "talking", side: "sheet" });
}

const query = new URLSearchParams(location.search);
if (query.has("kind")) {
  layOutPage();
  show(viewOf(query.get("kind") ?? "text", query.get("state") ?? "empty"));
  Object.assign(window, { sheets: { show, hear: (words: string) => panel.hear(words), sent } });
} else {
  document.body.style.overflow = "auto";
  for (const kind of Object.keys(EXAMPLES)) {
    const line = document.createElement("p");
    line.append(`${kind}: `);
    for (const state of STATES) {
      const link = document.createElement("a");
      link.href = `?kind=${kind}&state=${state}`;
      link.textContent = state;
      line.append(link, " ");
    }
    document.body.append(line);
  }
}
