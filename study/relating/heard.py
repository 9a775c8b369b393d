"""A session's record as the relationship's measures are handed it: turns of both sides, in the order they
began.
"""

from __future__ import annotations

from agent.appraisal.coding import CompanionCoder
from agent.appraisal.encoder import find_encoder
from agent.appraisal.heads.features import Item
from agent.appraisal.heads.head import fitted
from agent.appraise import appraise
from agent.conduct.tally import Conduct, Tally
from agent.conduct.turns import Ours, Theirs, planned
from agent.synchrony.observer import Observer, Synchrony
from agent.synchrony.said import heard, spoken
from alongside.messages import State
from alongside.murmurs import is_murmur
from alongside.own_sound import UNKNOWN
from study.account import Account, Line

BEFORE = 4
"""Turns before that an act is coded with."""


def together(account: Account) -> Synchrony:
    """The channels of synchrony over the session."""
    states = {state.turn_id: state for _, state in account.states}
    observer = Observer()
    for line in account.lines:
        if line.turn is not None:
            state = states.get(line.turn.turn_id)
            feeling = (state.valence, state.arousal) if state is not None else (None, None)
            observer.hear(heard(line.turn, *feeling))
        elif line.act is not None and is_murmur(line.act):
            if line.began is not None:
                observer.murmur(line.began)
        elif line.act is not None and line.text:
            own = account.own_sounds.get(line.act.act_id, UNKNOWN) if account.own_sounds else None
            observer.hear(spoken(line.act, line.began, line.ended, own))
    observer.finish()
    return observer.now()


def conducted(account: Account) -> tuple[Conduct, bool]:
    """The companion's conduct, and whether its turns were coded by trained heads (else by what they were
    meant as).
    """
    states = {state.turn_id: state for _, state in account.states}
    lines = [line for line in account.lines if line.turn is not None or (line.act is not None and line.text)]
    lines = [line for line in lines if line.act is None or not is_murmur(line.act)]
    encoder = find_encoder()
    coder = CompanionCoder(encoder) if encoder is not None and "behaviour" in fitted() else None
    codes = {}
    if coder is not None:
        places = [place for place, line in enumerate(lines) if line.act is not None]
        items = [Item(lines[place].text, _before(lines, place)) for place in places]
        codes = dict(zip(places, coder.code_many(items), strict=True))
    tally = Tally()
    for place, line in enumerate(lines):
        if line.turn is not None:
            tally.hear(_theirs(line, states.get(line.turn.turn_id)))
        elif line.act is not None:
            ours = planned(line.act, _took(line.began, line.ended))
            coding = codes.get(place, ours.coding)
            tally.do(Ours(ours.text, coding, ours.corrects, ours.seconds))
    return tally.now(), coder is not None


def _before(lines: list[Line], place: int) -> tuple[tuple[str, str], ...]:
    return tuple(
        ("companion" if line.act is not None else "participant", line.text)
        for line in lines[max(0, place - BEFORE) : place]
    )


def _theirs(line: Line, state: State | None) -> Theirs:
    turn = line.turn
    took = (
        _took(turn.start or None, turn.end or None) if turn is not None and turn.channel == "voice" else None
    )
    premise = bool(appraise(line.text).reading.premises)
    if state is None:
        return Theirs(line.text, premise=premise, seconds=took)
    return Theirs(line.text, state.talk or "neutral", state.disclosure, premise, took)


def _took(began: float | None, ended: float | None) -> float | None:
    return ended - began if began is not None and ended is not None and ended > began else None
