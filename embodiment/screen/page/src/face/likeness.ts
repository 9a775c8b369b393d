/** What a pose is shown by: the drawing, or a model that a lab brought. */

import type { Pose } from "./pose";

export interface Likeness {
  readonly root: Element;
  /** Shows the pose; `dt` is the seconds since the last one. */
  draw(pose: Pose, dt: number): void;
  /** How far the mouth is open as it was last shown, 0 to 1. */
  readonly openness: number;
}
