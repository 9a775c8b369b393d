import { heardOf } from "../../embodiment/screen/page/src/sound/heard";
import { reachLink, waysOf } from "../../embodiment/screen/page/src/view/reach";
import { asList, asNumber, asText } from "../../embodiment/screen/page/src/view/sheet/value";

const clip = {
  text: "That sounds heavy.",
  seconds: 1.2,
  words: [
    { text: "That", start: 0, end: 0.3 },
    { text: "sounds", start: 0.3, end: 0.7 },
    { text: "heavy.", start: 0.7, end: 1.2 },
  ],
};

test.each([
  [-1, ""],
  [0.29, ""],
  [0.3, "That"],
  [0.69, "That"],
  [0.71, "That sounds"],
  [1.2, "That sounds heavy."],
])("after %f s only the words whose end was played count as heard", (t, heard) => {
  expect(heardOf(clip, t)).toBe(heard);
  expect(heardOf({ ...clip, words: [] }, t).length).toBeLessThanOrEqual(clip.text.length);
});

test.each([
  ["116 123", "tel:116123"],
  ["112", "tel:112"],
  ["+44 (0)20 7946 0000", "tel:+442079460000"],
  ["Call or text 988", "tel:988"],
  ["Text HOME to 741741", "sms:741741?body=HOME"],
  ["https://example.org/help", "https://example.org/help"],
  ["chat at help.example.org", "https://help.example.org"],
  ["the person who runs this session", ""],
])("%s is one tap away", (reach, link) => expect(reachLink(reach)).toBe(link));

test.each([
  ["112 (Europe), 911 (North America)", ["112 (Europe)|tel:112", "911 (North America)|tel:911"]],
  ["116 123, day and night", ["116 123, day and night|tel:116123"]],
  ["https://example.org/", ["example.org|https://example.org/"]],
])("%s is shown and tapped number by number", (reach, ways) => expect(waysOf(reach).map(({ shown, link }) => `${shown}|${link}`)).toEqual(ways));

test("values of a field, empty, JSON, or plain words", () => {
  expect([asText(""), asText('"a b"'), asText("plain {words"), asText('["a","b"]')]).toEqual(["", "a b", "plain {words", "a, b"]);
  expect([asNumber(""), asNumber("7"), asNumber('"7"'), asNumber('"x"')]).toEqual([null, 7, 7, null]);
  expect([asList(""), asList('["a"]'), asList('"a"')]).toEqual([[], ["a"], ["a"]]);
});
