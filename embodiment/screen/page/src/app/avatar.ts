/** The lab's own model in place of the drawn face: fetched when there is one, and the drawing again if it fails. */

import type { Face } from "../face/face";
import type { Notice } from "../view/notice";
import type { Notes } from "./observe";

const SHOWN = 15; // seconds a line about it stays

export class Avatar {
  private address = "";

  constructor(
    private readonly face: Face,
    private readonly notice: Notice,
    private readonly notes: Notes,
  ) {}

  /** Shows the model at this address of our server; "" for the drawn face. */
  async show(address: string): Promise<void> {
    if (address === this.address) return;
    this.address = address;
    this.face.wear(null);
    if (!address) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    try {
      const { Model } = await import("../face/avatar/model");
      const model = await Model.load(address, still, () => this.fallBack(address, "the graphics of this browser failed"));
      if (this.address !== address) return model.dispose();
      this.face.wear(model);
      this.notes.add("avatar shown");
    } catch (error) {
      const graphics = error instanceof Error && error.message.includes("WebGL");
      this.fallBack(address, graphics ? "this browser has no WebGL" : "its file could not be read");
    }
  }

  private fallBack(address: string, why: string): void {
    if (this.address !== address) return;
    this.face.wear(null);
    this.notes.add("avatar failed");
    this.notice.set("problem", `The chosen avatar cannot be shown: ${why}. This is the drawn face instead.`, SHOWN);
  }
}
