/** The whole drawing, from back to front. */

import type { Likeness } from "../likeness";
import { clamp, type Pose } from "../pose";
import { Body } from "./body";
import { Brow } from "./brow";
import { Eye } from "./eye";
import { Mouth } from "./mouth";
import { svg } from "./svg";

export class Portrait implements Likeness {
  readonly root = svg("svg", { viewBox: "-212 -202 424 418", class: "portrait", role: "img", "aria-label": "The companion's face" });
  private readonly body = new Body();
  private readonly features = [new Eye(-1, "face-eye-left"), new Eye(1, "face-eye-right"), new Brow(-1), new Brow(1), new Mouth("face-mouth-inside")];

  constructor() {
    this.body.head.append(...this.features.map((feature) => feature.root));
    this.root.append(Body.defs(), this.body.behind, this.body.head, this.body.before);
  }

  openness = 0;

  draw(pose: Pose): void {
    this.openness = clamp(pose.open, 0, 1);
    this.body.draw(pose);
    for (const feature of this.features) feature.draw(pose);
  }
}
