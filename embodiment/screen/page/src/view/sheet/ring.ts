/** What a timer and a breath are drawn with: a ring that empties, a square that is traced. */

import { svg } from "../../face/drawing/svg";

const REACH = 2 * Math.PI * 88; // round the ring
// From the lower left corner up, across, down and back.
const SQUARE = "M24 156V44Q24 24 44 24H156Q176 24 176 44V156Q176 176 156 176H44Q24 176 24 156";
const BOX = { viewBox: "0 0 200 200", "aria-hidden": "true" };

export class Ring {
  private readonly arc = svg("circle", { class: "ring-arc", cx: 100, cy: 100, r: 88 });
  readonly root = svg("svg", { class: "ring", ...BOX }, svg("circle", { class: "ring-ground", cx: 100, cy: 100, r: 88 }), this.arc);

  /** `left`: the share that is left, 1 to 0. */
  draw(left: number): void {
    this.arc.style.strokeDasharray = `${REACH * left} ${REACH}`;
    this.arc.style.visibility = left > 0 ? "visible" : "hidden"; // a round end would still show as a dot
  }
}

export class Square {
  private readonly traced = svg("path", { class: "square-traced", d: SQUARE, pathLength: 100 });
  private readonly dot = svg("circle", { class: "square-dot", r: 9 });
  private readonly chest = svg("rect", { class: "square-chest", x: 38, y: 38, width: 124, height: 124, rx: 18 });
  readonly root = svg("svg", { class: "square", ...BOX }, this.chest, svg("path", { class: "square-ground", d: SQUARE }), this.traced, this.dot);

  /** `way`: how far round, 0 to 1; `full`: how full the chest is, 0 to 1. */
  draw(way: number, full: number): void {
    const at = this.traced.getPointAtLength(this.traced.getTotalLength() * way);
    this.dot.setAttribute("transform", `translate(${at.x} ${at.y})`);
    this.traced.style.strokeDasharray = `${way * 100} 100`;
    this.traced.style.visibility = way > 0 ? "visible" : "hidden";
    this.chest.style.opacity = way > 0 ? "1" : "0";
    this.chest.style.transform = `scale(${0.5 + 0.5 * full})`;
  }
}
