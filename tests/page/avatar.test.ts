import { eyes, turns } from "../../embodiment/screen/page/src/face/avatar/bones";
import { FEELINGS, feelings, LIPS, lids, lips, type Lip } from "../../embodiment/screen/page/src/face/avatar/presets";
import { Sharpness } from "../../embodiment/screen/page/src/face/avatar/sharpness";
import { expressed, SHAPES } from "../../embodiment/screen/page/src/face/expressions";
import { REST, type Pose } from "../../embodiment/screen/page/src/face/pose";
import { mouthTarget } from "../../embodiment/screen/page/src/face/visemes";

const ours = (name: string): Record<Lip, number> => lips(mouthTarget(name).shape);
const strongest = (name: string): string => LIPS.reduce((best, lip) => (ours(name)[lip] > ours(name)[best] ? lip : best));
const felt = (name: string): ReturnType<typeof feelings> => feelings(expressed(name, 0, 0));

describe("a model's mouth", () => {
  test.each([
    ["aa", "aa"],
    ["E", "ee"],
    ["ih", "ih"],
    ["oh", "oh"],
    ["ou", "ou"],
  ])("says %s with %s alone, and whole", (viseme, preset) => {
    for (const lip of LIPS) expect(ours(viseme)[lip]).toBeCloseTo(lip === preset ? 1 : 0, 1);
  });

  test.each([
    ["kk", "aa"],
    ["CH", "ou"],
    ["RR", "ou"],
    ["SS", "ih"],
    ["FF", "ih"],
  ])("says %s with a little %s", (viseme, preset) => {
    expect(strongest(viseme)).toBe(preset);
    expect(ours(viseme)[preset as Lip]).toBeGreaterThan(0.1);
    expect(ours(viseme)[preset as Lip]).toBeLessThan(0.6);
  });

  test("meets for p, b and m, and is shut in silence", () => {
    for (const viseme of ["PP", "sil"]) for (const lip of LIPS) expect(ours(viseme)[lip]).toBe(0);
  });

  test("opens further with every step that ours opens, without a jump", () => {
    for (const [wide, round] of [[0, 0], [0.4, 0], [0, 0.9], [0.2, 0.4]] as const) {
      let before = -1;
      let last: number[] | null = null;
      for (let open = 0; open <= 1; open += 0.005) {
        const now = LIPS.map((lip) => lips({ open, wide, round })[lip]);
        const sum = now.reduce((all, each, i) => all + each * [0.74, 0.24, 0.2, 0.42, 0.5][i]!, 0);
        expect(sum).toBeGreaterThanOrEqual(before - 1e-9);
        if (last) now.forEach((each, i) => expect(Math.abs(each - last![i]!)).toBeLessThan(0.06));
        before = sum;
        last = now;
      }
    }
  });
});

describe("a model's feelings", () => {
  test.each([
    ["amused", "happy", 0.6],
    ["warm", "happy", 0.25],
    ["calm", "relaxed", 0.3],
    ["sad_with", "sad", 0.6],
    ["concerned", "sad", 0.3],
    ["surprised", "surprised", 0.6],
    ["neutral", "neutral", 0.9],
    ["listening", "neutral", 0.8],
  ] as const)("shows %s by %s", (name, preset, least) => {
    expect(felt(name)[preset]).toBeGreaterThan(least);
  });

  test("sad with someone is more than concern, and amusement more than warmth", () => {
    expect(felt("sad_with").sad).toBeGreaterThan(felt("concerned").sad + 0.2);
    expect(felt("amused").happy).toBeGreaterThan(felt("warm").happy + 0.2);
  });

  test("follow valence and arousal without a name", () => {
    const blend = (valence: number, arousal = 0): ReturnType<typeof feelings> => feelings(expressed("neutral", valence, arousal));
    expect(blend(0.9).happy).toBeGreaterThan(blend(0.4).happy);
    expect(blend(-0.9).sad).toBeGreaterThan(blend(-0.3).sad);
    expect(blend(0, 1).surprised).toBeGreaterThan(blend(0).surprised);
  });

  test("anger is never shown: a serious face frowns a little, no other does", () => {
    for (const name of Object.keys(SHAPES)) expect(felt(name).angry).toBeLessThanOrEqual(name === "serious" ? 0.25 : 0.02);
    expect(felt("furious")).toEqual(felt("serious"));
    expect(felt("serious").angry).toBeGreaterThan(0.1);
  });

  test("never come to more than one face", () => {
    for (const name of Object.keys(SHAPES)) {
      const all = FEELINGS.map((feeling) => feelings(expressed(name, 1, 1))[feeling]);
      for (const each of all) expect(each).toBeGreaterThanOrEqual(0);
      expect(all.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 6);
    }
  });
});

describe("a model's head and eyes", () => {
  const posed = (change: Partial<Pose>): Pose => ({ ...REST, yaw: 0, roll: 0, ...change });

  test("its own left lid is the one at the viewer's right", () => {
    expect(lids(posed({ lidL: 1, lidR: 0 }))).toEqual({ blinkLeft: 1, blinkRight: 0 });
  });

  test("neck and head together turn as far as the drawing", () => {
    const { head, neck } = turns(posed({ yaw: 10, pitch: 6, roll: 5 }));
    expect(head[0] + neck[0]).toBeCloseTo(6);
    expect(head[1] + neck[1]).toBeCloseTo(10);
    expect(head[2] + neck[2]).toBeCloseTo(-5);
  });

  test("a lean bends the spine forward while the face stays up, and a breath lifts the shoulders", () => {
    const still = turns(posed({}));
    const leant = turns(posed({ lean: 1 }));
    const sum = (of: ReturnType<typeof turns>): number => of.spine[0] + of.chest[0] + of.upperChest[0] + of.neck[0] + of.head[0];
    expect(leant.spine[0]).toBeGreaterThan(1);
    expect(sum(leant) - sum(still)).toBeLessThan(3);
    expect(turns(posed({ breath: 1 })).leftShoulder[2]).toBeGreaterThan(still.leftShoulder[2]);
  });

  test("the eyes stay on the person through a nod and a turn", () => {
    expect(eyes(posed({ pitch: 6, yaw: -3 }))).toEqual({ yaw: 3, pitch: -6 });
    expect(eyes(posed({ gazeX: 0.5 })).yaw).toBeCloseTo(12.5);
  });
});

describe("sharpness", () => {
  test("is given up step by step where frames are slow, and only there", () => {
    const sharp = new Sharpness(2);
    for (let i = 0; i < 300; i += 1) expect(sharp.slowed(1 / 30)).toBe(false);
    for (let i = 0; i < 30; i += 1) sharp.slowed(0.1);
    expect(sharp.ratio).toBe(1.5);
    for (let i = 0; i < 600; i += 1) sharp.slowed(0.1);
    expect(sharp.ratio).toBe(0.5);
  });
});
