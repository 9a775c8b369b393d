"""Step 3, pace: where are they, and how fast may we go?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.appraisal.hardship import hardships
from agent.appraisal.reading import Appraisal
from agent.digression import leaves_the_work
from agent.readiness import update
from agent.safety import SafetyMemory
from agent.state import Baseline, CompanionState, GoalBelief, Pace
from agent.words.tokens import normalise
from alongside.records import GroundEntry, Phase, Prosody

HOLD_TURNS = 2
"""Answers that do nothing but hold, after a negative disclosure (DESIGN: at least two)."""
LEAVE_TURNS = 6
"""Turns for which a permission, or having asked, lasts."""
AROUSED = 0.25
"""How far arousal must stand above the person's own usual before the gate shuts."""
FASTER, LOUDER = 1.35, 6.0
"""Times their own usual rate, and decibels above their own usual loudness, that show somebody stirred."""
BEYOND, SURE = 2.0, 0.5
"""Of their own deviations, once their usual is known with this confidence: nobody who often speaks like
this is stirred by it."""
SETTLED = 4
"""Turns after which somebody's own usual is known well enough to judge by."""
DARKER = 0.35
"""Share by which somebody whose usual is dark must be darker still before a turn counts as a hard one."""
LEARN = 0.12
"""Share by which the baseline follows each turn, once a few turns have been seen."""


@dataclass(frozen=True)
class Paced:
    """What the step gives: the pace, the goals' beliefs and the person's usual."""

    pace: Pace
    goals: tuple[GoalBelief, ...]
    baseline: Baseline


def pace(
    state: CompanionState,
    appraisal: Appraisal,
    ledger: Sequence[GroundEntry],
    safety: SafetyMemory,
    prosody: Prosody,
    *,
    at_sheet: bool = False,
) -> Paced:
    """Phase, stage belief, ambivalence, discord, and the solution gate with its reason."""
    before = state.pace
    turn = state.turn + 1
    valence, arousal = felt(state, appraisal)
    goals, about = update(state.goals, ledger, appraisal, turn, before.goal)
    fresh = negative_disclosure(appraisal, valence, state.baseline)
    hold = HOLD_TURNS if fresh else max(0, before.hold_left - 1)
    if not fresh and hold and moves_on(appraisal):
        hold = min(hold, 1)
    goal = next((item for item in goals if item.key == about), None)
    elsewhere = before.gate_open and not at_sheet and leaves_the_work(state, appraisal, goal)
    if elsewhere:
        hold = max(hold, 1)
    asks = appraisal.asks("advice", "plan", "worksheet")
    leave = turn + LEAVE_TURNS if asks or _gave_leave(state, appraisal) else before.leave_until
    if elsewhere or _refused_leave(state, appraisal) or appraisal.asks("listen"):
        leave = turn - 1
    draft = replace(
        before,
        hold_left=hold,
        held=before.held + 1 if hold else 0,
        leave_until=leave,
        asked_until=turn + LEAVE_TURNS if asks else before.asked_until if leave >= turn else turn - 1,
        discord=_discord(state, appraisal),
        ambivalence=goal.ambivalence if goal else 0.0,
        valence=round(valence, 4),
        arousal=round(arousal, 4),
        fresh=fresh,
        goal=about,
    )
    draft = _gate(draft, state.baseline, goal, safety, turn, stirred(prosody, state.baseline))
    draft = replace(draft, phase=_phase(state, draft, appraisal, at_sheet))
    return Paced(draft, goals, _learn(state.baseline, valence, arousal, prosody))


def back_to_holding(before: Pace, why: str) -> Pace:
    """Where the bond falls: nothing but holding for a while, whatever was under way."""
    reason = f"the bond falls: {why}"
    return replace(before, hold_left=HOLD_TURNS, gate_open=False, gate_reason=reason, phase="hold")


def felt(state: CompanionState, appraisal: Appraisal) -> tuple[float, float]:
    """Valence and arousal of words, with what voice and face last said, by their confidence."""
    sure = 0.6 if appraisal.reading.feelings else 0.35 if appraisal.words > 3 else 0.15
    heard = [(sure, appraisal.reading.valence, appraisal.reading.arousal)]
    heard += [(0.5 * seen.confidence, seen.valence, seen.arousal) for seen in state.seen]
    total = sum(weight for weight, _, _ in heard)
    return (
        sum(weight * valence for weight, valence, _ in heard) / total,
        sum(weight * arousal for weight, _, arousal in heard) / total,
    )


def negative_disclosure(appraisal: Appraisal, valence: float, usual: Baseline) -> bool:
    """Whether this turn gave something hard of themselves, for them."""
    reading = appraisal.reading
    if _GLAD_TEARS.search(appraisal.text):
        return False
    if appraisal.asks("tears"):
        return True
    speaks_for_change = reading.talk == "change" and reading.talk_kind != "taking_steps"
    if not speaks_for_change and valence < 0.3 and hardships(normalise(appraisal.text)):
        return True
    if reading.disclosure < 0.45:
        return False
    own = DARKER * min(0.0, usual.valence) if usual.count >= SETTLED else 0.0
    negative = valence < -0.12 + own or any(
        item.own and item.valence < -0.3 and not item.negated for item in reading.feelings
    )
    return negative or (reading.disclosure >= 0.65 and reading.valence < 0.2)


_GLAD_TEARS = re.compile(
    r"\b(?:happy tears|tears of (?:joy|happiness|relief|laughter)|(?:cr(?:y|ied|ying)|wept) (?:with|from) "
    r"(?:joy|happiness|laughing|laughter|relief)|laughed (?:so much |so hard |till |until )+i cried|"
    r"over the moon)\b",
    re.I,
)


def stirred(prosody: Prosody, usual: Baseline) -> str:
    """How their voice stands above their own usual, in words; "" if it does not, or is not known yet."""
    if usual.count < SETTLED:
        return ""
    own = prosody.own
    fast, loud = (own.confidence < SURE or far > BEYOND for far in (own.rate, own.level))
    if fast and usual.words_per_second > 0 and prosody.words_per_second > FASTER * usual.words_per_second:
        times = prosody.words_per_second / usual.words_per_second
        return f"they speak {times:.1f} times as fast as they mostly do"
    if loud and usual.level_db < 0 and 0 > prosody.level_db > usual.level_db + LOUDER:
        return f"they speak {prosody.level_db - usual.level_db:.0f} dB louder than they mostly do"
    return ""


def moves_on(appraisal: Appraisal) -> bool:
    """Whether they leave the hard place by themselves: change talk, a laugh, something asked."""
    return (
        appraisal.reading.talk == "change"
        or appraisal.asks("advice", "plan", "worksheet", "laughs")
        or (appraisal.reading.valence > 0.3)
    )


def _gave_leave(state: CompanionState, appraisal: Appraisal) -> bool:
    return state.offers.pending in ("leave", "sheet", "resume") and appraisal.short_answer == "yes"


def _refused_leave(state: CompanionState, appraisal: Appraisal) -> bool:
    return state.offers.pending in ("leave", "sheet", "resume") and appraisal.short_answer == "no"


def _discord(state: CompanionState, appraisal: Appraisal) -> float:
    """Friction between the two: apart from sustain talk, which is about the change (Miller & Rollnick)."""
    now = 0.55 * state.pace.discord
    pushed = state.last is not None and state.last.kind in ("inform", "plan", "ask_permission")
    if appraisal.asks("discord"):
        now += 0.6
    elif pushed and appraisal.reading.talk == "sustain":
        now += 0.3  # pushing makes people push back
    elif appraisal.asks("rejects", "listen"):
        now += 0.25
    elif appraisal.asks("accepts", "thanks", "laughs"):
        now *= 0.5
    return round(min(1.0, now), 4)


def _gate(
    draft: Pace, usual: Baseline, goal: GoalBelief | None, safety: SafetyMemory, turn: int, voice: str
) -> Pace:
    """The solution gate: shut for the first reason that holds, and the reason is logged."""
    asked = draft.asked_until >= turn
    reason = ""
    if safety.level != "none":
        reason = f"safety comes first (risk {safety.severity})"
    elif draft.hold_left:
        reason = f"a hard thing was said {HOLD_TURNS - draft.hold_left} turn(s) ago: hold"
    elif draft.arousal - usual.arousal > max(AROUSED, usual.spread):
        reason = f"arousal {draft.arousal:+.2f} stands above their usual {usual.arousal:+.2f}"
    elif voice:
        reason = voice
    elif draft.discord >= 0.5:
        reason = "there is discord between us: mend that first"
    elif goal is not None and not goal.ready and not asked:
        reason = f"stage for {goal.name!r} is {goal.stage}: too early unless they ask"
    elif draft.leave_until < turn:
        return replace(draft, gate_open=False, gate_reason="no permission was given", lacks_only_leave=True)
    if reason:
        return replace(draft, gate_open=False, gate_reason=reason, lacks_only_leave=False)
    why = "they asked" if asked else "permission was given"
    return replace(draft, gate_open=True, gate_reason=why, lacks_only_leave=False)


def _phase(state: CompanionState, draft: Pace, appraisal: Appraisal, at_sheet: bool) -> Phase:
    if appraisal.asks("goodbye") or state.ended:
        return "close"
    if draft.hold_left:
        return "hold"
    if at_sheet or draft.gate_open:
        return "work"
    if state.pace.phase == "arrive" and appraisal.reading.disclosure < 0.25 and state.turn < 3:
        return "arrive"
    return "explore"


def _learn(usual: Baseline, valence: float, arousal: float, prosody: Prosody) -> Baseline:
    """Their own usual, quick to settle at first, slow to move later."""
    share = max(LEARN, 1 / (usual.count + 4))

    def follow(old: float, new: float) -> float:
        return old + share * (new - old)

    spoken, own = prosody.words_per_second > 0, prosody.own

    def voice(known: float, old: float, new: float) -> float:
        """What the listener knows to be usual for this voice; a running mean where nobody knows it."""
        return known or follow(old or new, new)

    return Baseline(
        count=min(usual.count + 1, 1000),
        valence=follow(usual.valence, valence),
        arousal=follow(usual.arousal, arousal),
        spread=follow(usual.spread, abs(arousal - usual.arousal)),
        words_per_second=voice(own.usual_words_per_second, usual.words_per_second, prosody.words_per_second)
        if spoken
        else usual.words_per_second,
        pause_share=voice(own.usual_pause_share, usual.pause_share, prosody.pause_share)
        if spoken
        else usual.pause_share,
        level_db=voice(own.usual_level_db, usual.level_db, prosody.level_db)
        if prosody.level_db < 0
        else usual.level_db,
    )
