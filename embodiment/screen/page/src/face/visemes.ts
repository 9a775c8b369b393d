/** The fifteen mouth shapes of the Oculus set, as this mouth draws them. */

export interface MouthShape {
  open: number;
  wide: number;
  round: number;
  press: number;
  tuck: number;
  teeth: number;
  tongue: number;
}

export const CLOSED: Readonly<MouthShape> = { open: 0, wide: 0, round: 0, press: 0, tuck: 0, teeth: 0, tongue: 0 };
export const MOUTH_PARTS = Object.keys(CLOSED) as (keyof MouthShape)[];

export interface MouthTarget {
  shape: MouthShape;
  force: number; // against its neighbours
  lead: number; // seconds over which the mouth prepares it
  closes: boolean; // must be reached whole, however short
}

function target(shape: Partial<MouthShape>, force: number, lead: number, closes = false): MouthTarget {
  return { shape: { ...CLOSED, ...shape }, force, lead, closes };
}

const TARGETS: Record<string, MouthTarget> = {
  sil: target({}, 0.6, 0.04),
  PP: target({ press: 0.6, wide: -0.05 }, 3, 0.03, true),
  FF: target({ open: 0.07, tuck: 0.9, teeth: 0.9, wide: 0.1 }, 3, 0.03, true),
  TH: target({ open: 0.17, tongue: 1, teeth: 0.7, wide: 0.1 }, 1, 0.022),
  DD: target({ open: 0.18, wide: 0.12, tongue: 0.4, teeth: 0.4 }, 0.7, 0.02),
  kk: target({ open: 0.22 }, 0.45, 0.02),
  CH: target({ open: 0.18, round: 0.5, teeth: 0.5 }, 1.6, 0.035),
  SS: target({ open: 0.1, wide: 0.4, teeth: 0.8 }, 1, 0.022),
  nn: target({ open: 0.2, wide: 0.08, tongue: 0.5 }, 0.7, 0.02),
  RR: target({ open: 0.2, round: 0.42 }, 0.9, 0.035),
  aa: target({ open: 0.74, wide: 0.08 }, 1.1, 0.03),
  E: target({ open: 0.42, wide: 0.35 }, 1, 0.028),
  ih: target({ open: 0.24, wide: 0.45 }, 1, 0.028),
  oh: target({ open: 0.5, round: 0.55 }, 1.2, 0.04),
  ou: target({ open: 0.2, round: 0.95 }, 1.7, 0.05),
};

/** A name that is not of the set is a mouth a little open, not an error: sound is playing. */
export function mouthTarget(name: string): MouthTarget {
  return TARGETS[name] ?? (TARGETS["nn"] as MouthTarget);
}
