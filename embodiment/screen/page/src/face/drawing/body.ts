/** What carries the face: vignette, shoulders, neck, ears, head, cheeks, and the hand that comes to the ear. */

import { clamp, type Pose } from "../pose";
import { move, n, put, svg } from "./svg";
import { grain } from "./grain";
import { turn } from "./turn";

const VIGNETTE = "M -6 -196 C 112 -204 204 -112 206 2 C 208 122 116 212 -2 212 C -122 212 -208 118 -206 0 C -204 -110 -118 -189 -6 -196 Z";
const HEAD =
  "M -4 -128 C 78 -133 138 -82 143 -4 C 147 74 92 132 2 133 C -92 134 -150 78 -144 0 C -139 -80 -80 -124 -4 -128 Z";
const SHADE =
  "M 92 -95 C 126 -70 142 -36 143 -4 C 147 74 92 132 2 133 C -50 133 -92 117 -118 88 C -60 110 20 112 70 74 C 122 34 126 -34 92 -95 Z";
const COLLAR =
  "M -84 150 C -86 126 -72 116 -60 114 C -22 130 26 130 64 113 C 76 116 88 128 86 151 C 88 166 78 174 66 178 C 26 190 -26 190 -66 178 C -78 174 -86 164 -84 150 Z";
const RIBS = "M -52 134 C -53 148 -53 160 -50 172 M -18 141 C -19 154 -19 166 -17 178 M 20 141 C 21 154 21 166 19 178 M 55 133 C 56 147 56 160 52 172";

export class Body {
  readonly behind = svg("g");
  readonly head = svg("g");
  readonly before = svg("g", { "clip-path": "url(#face-vignette)" });
  private readonly shoulders = svg("g");
  private readonly cheeks = [this.cheek(), this.cheek()] as const;
  private readonly nose = svg("path", { class: "face-nose" });
  private readonly hand = svg("g");

  constructor() {
    this.shoulders.append(
      svg("path", {
        d: "M -236 320 C -224 238 -196 196 -128 178 C -96 168 -80 162 -64 150 L 66 150 C 82 162 98 168 130 177 C 198 196 226 238 236 320 Z",
        fill: "var(--face-cloth)",
      }),
      svg("path", { d: COLLAR, fill: "var(--face-cloth-light)" }),
      svg("path", { d: RIBS, class: "face-rib" }),
    );
    this.behind.append(
      svg("path", { d: VIGNETTE, fill: "url(#face-ground)" }),
      svg("g", { "clip-path": "url(#face-vignette)" }, this.shoulders),
    );
    this.head.append(
      svg("path", { d: HEAD, fill: "url(#face-skin)" }),
      svg("path", { d: SHADE, fill: "var(--face-shade)" }),
      svg("path", { d: HEAD, fill: "url(#face-grain)" }),
      ...this.cheeks,
      this.nose,
    );
    this.hand.append(
      svg("path", { d: "M 96 320 C 100 236 112 150 128 96 C 140 70 176 74 182 100 C 188 150 200 240 210 320 Z", fill: "var(--face-cloth)" }),
      svg("path", {
        d: "M 130 104 C 118 84 112 52 120 22 C 123 8 138 6 142 18 C 146 -2 160 -4 164 10 C 176 4 184 14 182 30 C 190 32 192 44 189 56 C 184 82 182 96 178 106 C 164 116 144 116 130 104 Z",
        fill: "url(#face-skin-hand)",
      }),
      svg("path", { d: "M 142 20 C 139 34 140 46 143 56 M 164 14 C 161 30 161 44 163 56 M 181 34 C 177 44 176 52 177 60", class: "face-crease" }),
    );
    this.before.append(this.hand);
  }

  static defs(): SVGDefsElement {
    const stop = (offset: number, colour: string, opacity = 1): SVGStopElement =>
      svg("stop", { offset, "stop-color": colour, "stop-opacity": opacity });
    return svg(
      "defs",
      {},
      grain("face-grain"),
      svg("clipPath", { id: "face-vignette" }, svg("path", { d: VIGNETTE })),
      svg("radialGradient", { id: "face-ground", cx: 0.42, cy: 0.34, r: 0.75 }, stop(0, "var(--face-ground-light)"), stop(1, "var(--face-ground)")),
      svg("radialGradient", { id: "face-skin", cx: 0.38, cy: 0.3, r: 0.8 }, stop(0, "var(--face-light)"), stop(0.55, "var(--face-skin)"), stop(1, "var(--face-dark)")),
      svg("radialGradient", { id: "face-skin-hand", cx: 0.35, cy: 0.3, r: 0.9 }, stop(0, "var(--face-light)"), stop(1, "var(--face-skin)")),
      svg("radialGradient", { id: "face-blush" }, stop(0, "var(--face-blush)", 0.85), stop(0.45, "var(--face-blush)", 0.5), stop(1, "var(--face-blush)", 0)),
    );
  }

  draw(pose: Pose): void {
    const rise = -pose.breath * 5;
    put(this.shoulders, "transform", move(pose.roll * 0.4, rise + pose.lean * 6, 1 + pose.breath * 0.008 + pose.lean * 0.035));
    const x = pose.yaw * 0.55 + pose.roll * 1.2;
    const y = pose.pitch * 1.1 + rise * 0.6 + pose.lean * 9;
    put(this.head, "transform", `translate(${n(x)} ${n(y)}) rotate(${pose.roll.toFixed(2)} 0 130) scale(${(1 + pose.lean * 0.075).toFixed(4)})`);
    this.cheeks.forEach((cheek, i) => {
      const side = i === 0 ? -1 : 1;
      const seen = turn(side * 86, 44 - pose.cheek * 6, pose.yaw, pose.pitch);
      put(cheek, "transform", move(seen.x, seen.y, seen.scaleX, 1));
      put(cheek, "opacity", clamp(0.34 + pose.cheek * 0.6, 0, 1).toFixed(2));
    });
    const tip = turn(4, 34, pose.yaw * 1.35, pose.pitch * 1.25);
    put(this.nose, "transform", move(tip.x, tip.y));
    put(this.hand, "transform", `translate(${n((1 - pose.hand) * 70)} ${n((1 - pose.hand) * 330 + rise)})`);
    put(this.hand, "visibility", pose.hand < 0.01 ? "hidden" : "visible");
  }

  private cheek(): SVGEllipseElement {
    return svg("ellipse", { rx: 36, ry: 27, fill: "url(#face-blush)" });
  }
}
