"""Step 5, realise: how is it said, to this person?

Template words only. A language model becomes a second source of candidates for the same choice.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from agent.alignment.lexical import WEIGHT, content_words, shared
from agent.conditions import CONDITIONS
from agent.decide import Choice
from agent.grounding.recap import asked_summary
from agent.offering.wordings import offers
from agent.remembering.words import FOCUSES, opening, remembering
from agent.safety import contact_words
from agent.situation import Situation
from agent.words import questions, underway
from agent.words.candidate import Candidate
from agent.words.clauses import parse
from agent.words.deeper import while_it_lasts
from agent.words.easier import easier
from agent.words.lines import fill, read
from agent.words.material import points
from agent.words.moves.tentative import doing, might, will
from agent.words.positions import positions
from agent.words.reflections import reflections
from agent.words.register import in_register
from agent.worksheets.run import begin, question, summary
from agent.worksheets.sheet import Sheet
from alongside.records import GroundEntry

RECENT = 14
"""Turns for which a frame is kept from coming back, as far as others are left."""
FAINT = 0.5
"""Reflections lighter than this rest on too little: better a nod."""
SHORT_AFTER_DISCLOSURE = 12
"""Words: above this a reply to a fresh disclosure weighs less (CONVERSATION: most under 12)."""


FRESH_ONLY = ("reflect", "normalise", "affirm", "hand_over", "ask", "recap")
"""Acts that are left for another rather than said in a frame used within RECENT turns."""
FOLLOWS = (*FRESH_ONLY, "repair", "backchannel", "goodbye", "ask_permission", "greet")
"""Acts whose wording follows how the person talks; a position and words for safety stay as they are."""


def realise(choice: Choice, now: Situation) -> tuple[Candidate, ...]:
    """Wordings for a choice, the likeliest first. Empty where nothing can honestly be said."""
    source = _SOURCES[choice.row.act]
    found = list(remembering(choice, now) if choice.row.focus in FOCUSES else source(choice, now, now.sheet))
    chance = random.Random(f"{now.state.seed}:{now.turn}:{choice.row.act}:{choice.row.focus}")
    used = {_worded(frame): turn for frame, turn in now.state.frames}
    families: dict[str, int] = {}
    for frame, turn in now.state.frames:
        families[_family(frame)] = max(turn, families.get(_family(frame), -99))
    said = set(now.state.said)
    theirs = content_words(" ".join((now.appraisal.text, *(item.said for item in now.state.recent[-3:]))))
    kind = now.register.kind
    begun = [_opener(text) for text in now.state.said[-6:]]
    joking = kind == "playful" and not now.pace.hold_left and now.pace.valence > -0.3
    found = [item for item in found if item.register in ("", kind) and (item.register != "playful" or joking)]
    if choice.row.act in FRESH_ONLY:
        found = [item for item in found if now.turn - used.get(_worded(item.frame), -99) > RECENT]

    def score(item: Candidate) -> float:
        since = now.turn - used.get(_worded(item.frame), -99)
        family = families.get(_family(item.frame), -99)
        worn = 1.6 * max(0.0, 1 - since / RECENT) + 0.5 * max(0.0, 1 - (now.turn - family) / 5)
        again = 3.0 if item.text in said else 0.0
        words = len(item.text.split())
        again += 0.5 * (_opener(item.text) in begun[-2:]) + 0.3 * (_opener(item.text) in begun)
        fits = 0.6 * bool(item.register) - 0.06 * max(0, words - 6) * (kind == "terse")
        long = 0.08 * max(0, words - SHORT_AFTER_DISCLOSURE) if now.pace.fresh else 0.03 * max(0, words - 18)
        echo = WEIGHT * shared(item.text, theirs) if now.alignment.words else 0.0
        if choice.row.act == "correct_premise":
            long = 0.0  # its wordings are written; a short one would leave out what makes it warm
        return item.weight + echo + fits - worn - again - long + 0.45 * chance.random()

    best = sorted(found, key=score, reverse=True)[:12]
    if choice.row.act in FOLLOWS:
        best = [replace(item, text=in_register(item.text, kind)) for item in best]
    return tuple(best)


def _opener(text: str) -> str:
    """How a wording begins: its first two words."""
    return " ".join(text.lower().split()[:2])


def _worded(frame: str) -> str:
    """A frame by what it adds: alone, behind something said back, or before a question, it is the same."""
    return frame.removeprefix("pair.").rstrip("+?")


def _family(frame: str) -> str:
    return frame.rsplit(".", 1)[0]


def _reflect(choice: Choice, now: Situation, _: Sheet | None) -> Iterator[Candidate]:
    focus = choice.row.focus
    if focus == "underway":
        yield from underway.statements(now, "reflect", holding=bool(now.pace.hold_left))
        return
    if focus == "stopped":
        yield from fill(
            [
                "All right, we leave it.",
                "Then we leave it there. Go on wherever you were.",
                "That's fine. It keeps.",
            ],
            "left",
            {},
        )
        return
    stopped = underway.stage_on_the_way(now) in underway.LATE[1:]
    for item in reflections(now.material, focus, now.sides()):
        passed = stopped and _family(_worded(item.frame)) in while_it_lasts()
        if item.weight >= FAINT and not passed:
            yield item


def _lines(choice: Choice, now: Situation, _: Sheet | None) -> Iterator[Candidate]:
    lines = read("lines")[choice.row.act]
    focus = choice.row.focus if choice.row.focus in lines else "any"
    if choice.row.act == "backchannel" and now.appraisal.asks("laughs"):
        focus = "light"
    yield from fill(lines.get(focus, lines.get("any", [])), f"{choice.row.act}.{focus}", _slots(now), focus)


def _silence(_: Choice, now: Situation, __: Sheet | None) -> Iterator[Candidate]:
    yield Candidate("", "silence")


def _normalise(choice: Choice, now: Situation, __: Sheet | None) -> Iterator[Candidate]:
    lines = read("lines")["normalise"]
    if choice.row.focus == "sorry":
        yield from fill(lines["sorry"], "normalise.sorry", {})
        return
    emotions = set(now.appraisal.reading.emotions)
    kinds = [evidence.kind for evidence in now.appraisal.reading.stage]
    special = (
        "grief" if "grief" in emotions or any("died" in entry.value for entry in now.ground)
        else "lapse" if "lapsed" in kinds or "slipped" in kinds
        else "fear" if emotions & {"fear", "nervousness"}
        else "ambivalence" if now.pace.ambivalence > 0.4 and (now.material.contrast or now.sides()[0])
        else "unsure" if now.appraisal.short_answer == "unsure"
        else "shame" if emotions & {"embarrassment", "remorse"}
        else ""
    )  # fmt: skip
    if special:
        yield from fill(lines[special], f"normalise.{special}", {}, weight=1.3)
    if special not in ("ambivalence", "unsure") and now.pace.valence < -0.2:
        yield from fill(lines["any"], "normalise.any", {})


def _hand_over(_: Choice, now: Situation, __: Sheet | None) -> Iterator[Candidate]:
    piece = now.waiting
    if piece is None:
        return
    lines = read("lines")["hand_over"]
    kind = piece.kind if piece.kind in lines else "np"
    if now.turn - piece.turn <= 2:
        kind += "_just"
    yield from fill(lines[kind], f"hand_over.{kind}", {"back": piece.text}, uses=piece.text)


def _recap(choice: Choice, now: Situation, _: Sheet | None) -> Iterator[Candidate]:
    if (
        told := asked_summary(now.ground)
        if choice.row.focus in ("asked", "ground_shaky")
        else recap_summary(now)
    ):
        yield from fill(read("lines")["recap"]["any"], "recap", {"summary": told})


def recap_summary(now: Situation) -> str:
    """Up to three things held, goals and what hurts before mere facts, as one clause."""
    told = now.state.said[-5:]
    entries = [
        entry
        for entry in now.ground
        if entry.kind == "fact"
        and entry.status == "accepted"
        and len(entry.value.split()) <= 9
        and not entry.key.startswith("i|be|")
        and (_stands_alone(entry.value) or entry.key == "what it is")
    ]
    entries = [
        entry for entry in entries if entry.source_turn != now.turn_id and not entry.value.startswith(_VAGUE)
    ]
    entries.sort(key=_tells)
    facts = [entry.value for entry in entries if not any(entry.value in text for text in told)][-2:]
    goal = now.goal
    parts = list(dict.fromkeys(facts))
    if (
        goal is not None
        and goal.key.removeprefix("goal:") in goal.name.replace(" ", " ")
        and not goal.name.startswith("the ")
    ):
        parts.append(f"a part of you wants to {goal.name}")
    elif goal is not None and goal.name.startswith("the "):
        parts.append(f"there's {goal.name}")
    if len(parts) < 3 and not any(entry.key == "what it is" for entry in entries):
        return ""
    return f"{', '.join(parts[:-1])}, and {parts[-1]}"


def _stands_alone(value: str) -> bool:
    """Whether a fact can be told back without what was said before it."""
    return len(value.split()) >= 4 and not points(value)


_VAGUE = ("everything", "nothing", "everyone", "it ", "someone", "something")


def _tells(entry: GroundEntry) -> float:
    """How much a fact says about the person: their own doing, their people, what it really is."""
    own = entry.key.startswith("i|") or entry.value.startswith(("you", "your"))
    return entry.confidence + 0.5 * own + 0.6 * (entry.key == "what it is")


def _ask_permission(choice: Choice, now: Situation, sheet: Sheet | None) -> Iterator[Candidate]:
    focus = choice.row.focus
    if focus == "worksheet":
        small = sorted(_small(now), key=lambda item: -item.weight) if now.pace.hold_left else []
        yield from offers(now, sheet, small) if sheet is not None else ()
        return
    lines = fill(read("lines")["ask_permission"][focus], f"ask_permission.{focus}", {}, focus)
    if focus != "postponed":
        yield from lines
        return
    small = _small(now)
    small.sort(key=lambda item: -item.weight)
    for line in lines:
        for first in small[:2]:
            yield replace(
                line, text=f"{first.text} {line.text}", frame=f"{line.frame}+", weight=line.weight + 0.4
            )
        yield line


def _correct_premise(choice: Choice, now: Situation, _: Sheet | None) -> Iterator[Candidate]:
    yield from positions(choice.row.focus, now)


def _affirm(choice: Choice, now: Situation, sheet: Sheet | None) -> Iterator[Candidate]:
    """What they will do, taken at its word; what they did on their way, named."""
    if choice.row.focus == "underway":
        yield from underway.statements(now, "affirm")
        return
    if choice.row.focus == "settled":
        found = [item for clause in now.material.clauses for item in will(clause, now.material)]
        yield from (replace(item, focus="strengths") for item in found)
    yield from _lines(choice, now, sheet)


def _safety(choice: Choice, now: Situation, _: Sheet | None) -> Iterator[Candidate]:
    words = read("safety")
    reasons = set(now.safety.reasons)
    focus = choice.row.focus
    kind = "any"
    if focus == "ask":
        kind = (
            "means" if "means asked for" in reasons else "violence" if "violence" in reasons
            else "other" if "someone_else" in reasons
            else "spoken" if now.safety.severity >= 2 and _named(now)
            else "unspoken"
        )  # fmt: skip
    elif focus == "high":
        kind = "medical" if "medical" in reasons else "acted" if now.safety.severity == 6 else "any"
    lines = words["no"]["safe"] if focus == "safe" else words[focus][kind]
    yield from fill(lines, f"safety.{focus}.{kind}", {"contacts": contact_words(now.contacts)}, focus)


def _named(now: Situation) -> bool:
    """Whether they named death or suicide themselves."""
    lowered = now.appraisal.text.lower()
    return any(
        word in lowered
        for word in ("kill", "suicid", "die", "dead", "end my life", "hurt myself", "harm", "ending")
    )


def _plan(choice: Choice, now: Situation, sheet: Sheet | None) -> Iterator[Candidate]:
    yield from _lines(choice, now, sheet)


def _inform(choice: Choice, now: Situation, _: Sheet | None) -> Iterator[Candidate]:
    topic = questions.tip_topic(now)
    tips = read("tips")
    for key, weight in ((topic, 1.5), ("general", 0.7)):
        fresh = [line for line in tips.get(key, []) if line not in now.state.said]
        yield from fill(fresh, f"tip.{key}", {}, "tip", weight)
    yield from fill(read("lines")["inform"]["limits"], "inform.limits", {}, "tip", 0.1)


def _repair(choice: Choice, now: Situation, _: Sheet | None) -> Iterator[Candidate]:
    lines = read("lines")["repair"]
    focus = choice.row.focus
    slots = dict(_slots(now))
    if focus == "corrected":
        slots["back"] = now.corrected
    if focus == "thread":
        last = max((piece.turn for piece in now.state.pieces if piece.kind != "stay"), default=0)
        held = [piece for piece in now.state.pieces if piece.turn == last and piece.kind in ("np", "person")]
        slots["back"] = max(held, key=lambda piece: piece.weight).text if held else ""
    if focus == "repeat" and now.state.last_act is not None:
        yield Candidate(f"I said: {now.state.last_act.text}", "repair.repeat", focus)
        return
    if focus == "rejected" and (
        small := [item for item in reflections(now.material, "simple") if 3 <= len(item.text.split()) <= 9]
    ):
        best = max(small, key=lambda item: item.weight)
        yield replace(
            best, text=f"Then I had that wrong. {best.text}", frame="repair.rejected.with", weight=1.6
        )
    if focus == "thanks" and (said := easier(now.appraisal.text)):
        for number, line in enumerate(("{}. That's good to hear.", "{}. That counts.", "{}. Good.")):
            text = line.format(said[0].upper() + said[1:])
            yield Candidate(text, f"repair.eased.{number}", focus, weight=2.0)
    if focus == "opinion" and CONDITIONS["asks_about_self"](now):
        yield from fill(lines["opinion_self"], "repair.opinion_self", slots, focus, 1.4)
    yield from fill(lines[focus], f"repair.{focus}", slots, focus)


def _worksheet(choice: Choice, now: Situation, sheet: Sheet | None) -> Iterator[Candidate]:
    run = now.heard.run if now.heard is not None else None
    if choice.row.focus == "done" and run is not None:
        yield Candidate(f"That's the sheet done. {summary(run)}", "sheet.done", "done")
        yield Candidate(
            "That's the sheet done. It's all on the screen.", "sheet.done_short", "done", weight=0.4
        )
        return
    if run is None:
        if sheet is None:
            return
        run = begin(sheet)
    small = sorted(_small(now), key=lambda item: -item.weight)[:1] if now.pace.valence < -0.3 else []
    for variation in range(3):
        for first in small:
            text = f"{first.text} {question(run, now.turn + variation)}"
            yield Candidate(text, f"sheet.with.{run.position}", "open", weight=1.3)
        yield Candidate(
            question(run, now.turn + variation),
            f"sheet.{run.position}.{variation}",
            "open",
            weight=1.0 - 0.1 * variation,
        )


def _small(now: Situation) -> list[Candidate]:
    """Short reflections of this turn, for saying before something else."""
    found = [*reflections(now.material, "emotions"), *reflections(now.material, "simple")]
    short = [item for item in found if len(item.text.split()) <= 8 and not item.register]
    return [item for item in short if item.weight >= FAINT]


def _goodbye(choice: Choice, now: Situation, _: Sheet | None) -> Iterator[Candidate]:
    lines = read("lines")["goodbye"]
    if now.safety.level == "high":
        yield from fill(lines["risk"], "goodbye.risk", {"contacts": contact_words(now.contacts)})
        return
    plan = questions.plan_words(now)
    if now.goal is not None and now.turn - now.goal.turn <= 5 and not now.goal.name.startswith("the "):
        yield from fill(lines["goal"], "goodbye.goal", _slots(now), weight=1.6)
    yield from fill(lines["plan"], "goodbye.plan", {"plan": plan}, weight=2.0)
    yield from fill(lines["maybe"], "goodbye.maybe", {"going": _last_thought(now)}, weight=1.5)
    yield from fill(lines["any"], "goodbye.any", {})


def _last_thought(now: Situation) -> str:
    """What they last thought they might do: "writing to him"."""
    for exchange in reversed(now.state.recent[-5:]):
        for clause in reversed(parse(exchange.said)):
            if any(True for item in might(clause, now.material) if item.frame == "might.maybe"):
                return doing(clause)
    return ""


def _greet(_: Choice, now: Situation, __: Sheet | None) -> Iterator[Candidate]:
    yield from opening(now) or fill(read("lines")["greet"]["first"], "greet", {"name": now.name})


def _slots(now: Situation) -> dict[str, str]:
    return questions.slots(now)


def _ask(choice: Choice, now: Situation, _: Sheet | None) -> Iterator[Candidate]:
    yield from questions.candidates(choice.row.focus, now)


_SOURCES: dict[str, Callable[[Choice, Situation, Sheet | None], Iterator[Candidate]]] = {
    "reflect": _reflect, "ask": _ask, "backchannel": _lines, "silence": _silence, "affirm": _affirm,
    "normalise": _normalise, "recap": _recap, "repair": _repair, "hand_over": _hand_over,
    "correct_premise": _correct_premise, "ask_permission": _ask_permission, "inform": _inform, "plan": _plan,
    "worksheet_step": _worksheet, "safety": _safety, "greet": _greet, "goodbye": _goodbye,
}  # fmt: skip
