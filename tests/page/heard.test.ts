import { heardOf } from "../../embodiment/screen/page/src/sound/heard";
import { seeded } from "./chance";

describe("what was heard of a clip", () => {
  it("is right to within a word, wherever it is cut", () => {
    const chance = seeded(5);
    for (let run = 0; run < 500; run++) {
      let at = chance() * 0.1;
      const words = Array.from({ length: 1 + Math.floor(chance() * 10) }, (_, place) => {
        const start = at;
        at += 0.08 + chance() * 0.6;
        return { text: `w${place}`, start, end: at, confidence: 1 };
      });
      const clip = { text: words.map((word) => word.text).join(" "), words, seconds: at + chance() * 0.2 };
      const cut = chance() * (clip.seconds + 0.2) - 0.1;
      const heard = heardOf(clip, cut).split(" ").filter(Boolean);
      const truly = words.filter((word) => (word.start + word.end) / 2 <= cut).length;
      expect(heard).toEqual(words.slice(0, heard.length).map((word) => word.text));
      expect(Math.abs(heard.length - truly)).toBeLessThanOrEqual(1);
    }
  });

  it("is as large a share of the words as of the sound where their times are not known", () => {
    const clip = { text: "one two three four", words: [], seconds: 2 };
    expect([-1, 0, 0.4, 1, 1.9, 2].map((cut) => heardOf(clip, cut))).toEqual([
      "",
      "",
      "",
      "one two",
      "one two three",
      "one two three four",
    ]);
  });
});
