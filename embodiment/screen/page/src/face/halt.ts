/** Still, at once: the pose is held as it is, but for mouth and lids; then it goes over into what follows. */

import { clamp, mix, PARTS, type Part, type Pose } from "./pose";
import { MOUTH_PARTS } from "./visemes";

const STAYS = 1.0; // seconds
const EASES = 0.7; // seconds from there into what follows
const SHUTS = 0.03; // seconds in which two thirds of an open mouth are shut
const SOFT: ReadonlySet<Part> = new Set<Part>([...MOUTH_PARTS, "lidL", "lidR"]); // nobody is left with a half-closed eye

export class Halt {
  private held: Pose | null = null;
  private at = 0;

  begin(pose: Pose, now: number): void {
    this.held = { ...pose };
    this.at = now;
  }

  /** The pose to be drawn where `pose` would be. */
  step(pose: Pose, now: number): Pose {
    if (!this.held) return pose;
    const since = now - this.at;
    const share = clamp((since - STAYS) / EASES, 0, 1);
    const eased = share * share * (3 - 2 * share);
    const drawn = { ...pose };
    for (const part of PARTS) {
      const held = SOFT.has(part) ? mix(pose[part], this.held[part], Math.exp(-since / SHUTS)) : this.held[part];
      drawn[part] = mix(held, pose[part], eased);
    }
    if (share === 1) this.held = null;
    return drawn;
  }
}
