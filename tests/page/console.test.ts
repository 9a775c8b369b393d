import type { Frame, Message } from "../../embodiment/screen/page/src/console/messages";
import { Session } from "../../embodiment/screen/page/src/console/session";

function session(...frames: Frame[]): Session {
  const found = new Session("k", "P07");
  found.connected = true;
  found.take({ type: "Hello", session: "s1", called: "P07", title: "", approval: true, contacts: [], began: 100 });
  for (const frame of frames) found.take(frame);
  return found;
}

const health = (component: string, status: string, detail = ""): Message => ({ type: "Health", component, status, detail, stamp: 1 });
const turn = (id: string, text: string, stamp = 1): Message => ({ type: "Turn", turn_id: id, text, speaker: "participant", stamp });
const act = (id: string, text: string, reasons: string[] = []): Message => ({ type: "Act", act_id: id, turn_id: "", kind: "reflect", focus: "", text, reasons, stamp: 2 });
const control = (name: string, value: string): Message => ({ type: "Control", name, value, by: "operator", stamp: 3 });
const stop: Message = { type: "Stop", by: "operator", reason: "", stamp: 4 };
const risk = (level: "none" | "moderate" | "high", severity: number): Message => ({ type: "Risk", severity, level, reasons: [], stamp: 5 });
const line = (status: "waiting" | "held" | "said" | "void"): Message => ({
  type: "Proposed", act_id: "a", turn_id: "t", kind: "ask", focus: "", text: "And then?", reasons: [], seconds: 20, status, stamp: 6,
});

describe("a session on the console", () => {
  test("stands as its controls and stops say, whichever came last", () => {
    expect(session().status).toBe("waiting");
    expect(session(control("session", "start")).status).toBe("on");
    expect(session(control("session", "start"), control("pause", "on")).status).toBe("paused");
    expect(session(control("session", "start"), control("pause", "on"), stop).status).toBe("stopped");
    expect(session(stop, control("session", "start")).status).toBe("on");
    expect(session(control("session", "start"), control("session", "end")).status).toBe("ended");
  });

  test("keeps the newest count of conduct, and none that may not be shown", () => {
    const told = (data: string): Message => ({ type: "Event", kind: "conduct", data, stamp: 1 });
    const found = session(told('{"turns": 2, "measures": {"agreement": [0.5, 0.1, 0.9, 2]}, "people": {}, "bolt": {}, "miti": {}}'), told("{}"));
    expect(found.conduct?.measures.agreement).toEqual([0.5, 0.1, 0.9, 2]);
    found.take({ type: "Control", name: "record", value: "delete", by: "participant", stamp: 2 });
    expect(found.conduct).toBeNull();
  });

  test("grows a transcript: a turn takes the place of what was heard of it, a revision that of the turn", () => {
    const found = session({ type: "PartialSpeech", turn_id: "t", text: "I fai", stamp: 1 }, turn("t", "I failed."), turn("t", "I failed again."));
    expect(found.partial).toBe("");
    expect(found.lines.map(({ text }) => text)).toEqual(["I failed again."]);
  });

  test("tells whose words a line has, and what of it was heard", () => {
    const found = session(act("a", "Take your time.", ["words spoken by kim (wizard)"]), { type: "Spoken", act_id: "a", status: "interrupted", heard: "Take", stamp: 3 });
    expect(found.lines[0]).toMatchObject({ hand: "kim", text: "Take", cut: true });
  });

  test("has a line that waits only as long as it waits", () => {
    expect(session(line("waiting")).line?.text).toBe("And then?");
    expect(session(line("waiting"), line("held")).line).not.toBeNull();
    expect(session(line("waiting"), line("void")).line).toBeNull();
  });

  test("puts danger first, and what was seen is quiet until it changes", () => {
    const found = session(health("voice", "degraded", "no device"), health("recorder", "degraded", "the disk is full"), risk("high", 5));
    expect(found.alarms.map(({ level }) => level)).toEqual(["danger", "danger", "warning"]);
    for (const { id } of found.alarms) found.seen.add(id);
    expect(found.pressing).toEqual([]);
    found.take(risk("high", 6));
    expect(found.pressing.map(({ what }) => what)).toEqual(["High risk, severity 6 of 6"]);
    found.take(risk("none", 0));
    found.take(health("recorder", "ready"));
    expect(found.alarms.map(({ what }) => what)).toEqual(["voice degraded: no device"]);
  });

  test("raises an alarm when its line breaks, and none when it was ended", () => {
    const found = session(control("session", "start"));
    found.connected = false;
    expect(found.status).toBe("away");
    expect(found.pressing.map(({ level }) => level)).toEqual(["danger"]);
    found.gone = true;
    expect(found.pressing).toEqual([]);
  });

  test("is told the course so far in one piece, and again after its line broke, without doubling it", () => {
    const past: Frame = { type: "Past", messages: [control("session", "start"), turn("t", "Hello."), act("a", "Hello to you.")] };
    const found = session(past, past);
    expect(found.lines.length).toBe(2);
    expect(found.marks.filter(({ kind }) => kind === "phase").length).toBe(1);
  });

  test("forgets everything when the record is deleted", () => {
    const found = session(turn("t", "Hello."), control("record", "delete"));
    expect(found.lines).toEqual([]);
    expect(found.marks).toEqual([]);
  });

  test("shows how they seem by the source that knows most", () => {
    const affect = (source: string): Message => ({ type: "Affect", source, valence: 0, arousal: 0, stamp: 1 });
    expect(session(affect("voice"), affect("words"), affect("voice")).trace.map(({ source }) => source)).toEqual(["words"]);
    expect(session(affect("voice"), affect("fused")).trace.map(({ source }) => source)).toEqual(["fused"]);
  });

  test("keeps each measure's newest, whoever tells it, and a flag as a warning on the time line", () => {
    const told = (name: string, change: number): Message => ({
      type: "Relationship", stamp: 1, measures: [{ name, side: "participant", change, low: 0, high: 1, turns: 9, scale: 1 }],
    });
    const found = session(told("bond", 0.1), told("words", 0.2), told("bond", 0.3));
    expect([...found.measures.values()].map(({ name, change }) => [name, change])).toEqual([["bond", 0.3], ["words", 0.2]]);
    found.take({ type: "Event", kind: "relationship_flag", data: '{"flag": "gap_grows", "why": "bond"}', stamp: 7 });
    expect(found.pressing).toEqual([{ id: "flag:gap grows:7", level: "warning", what: "The relationship: gap grows (bond)" }]);
    expect(found.marks[found.marks.length - 1]).toMatchObject({ kind: "flag", label: "gap grows" });
  });

  test("takes silence of a guardian that is well for no sign of risk, and of one that is not for nothing", () => {
    expect(session().safety).toBe("unknown");
    expect(session(health("guardian", "ready")).safety).toBe("none");
    expect(session(health("guardian", "failed")).safety).toBe("unknown");
    expect(session(health("guardian", "ready"), risk("moderate", 3)).safety).toBe("moderate");
  });

  test("says why words were not said", () => {
    const found = session({ type: "Event", kind: "decision_refused", data: '{"rules": ["stigma"]}', stamp: 1 });
    expect(found.refused).toBe("Not said: stigma.");
  });
});
