"""What is remembered of a turn and of the act that answered it."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.decide import Choice
from agent.ground import propose
from agent.remembering.session import remember
from agent.safety import asked, asks_about
from agent.sheets import fresh, taken_up
from agent.situation import Situation
from agent.state import CompanionState, Exchange, Offers
from agent.words.candidate import Candidate
from agent.words.material import pieces, sides
from agent.words.phrases import phrase, verb_phrase
from alongside.messages import Act, Spoken
from alongside.records import GroundEntry

MOST_SAID_CHARACTERS = 600
"""Of a turn, what is kept as said (the record keeps all of it)."""


_PROMISE = re.compile(
    r"\bi(?:'ll| will|'m going to| am going to) (?!never|be|not|always)(?:\w+ ){1,9}(?:on |tonight|"
    r"tomorrow|this |next |after |"
    r"before |by |monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)


def after_turn(now: Situation) -> CompanionState:
    """The state with this turn taken in, before it is answered."""
    shared = now.premise is None and now.safety.level == "none"
    new = (*pieces(now.material, now.turn), *sides(now.material, now.turn)) if shared else ()
    kept = (*now.state.pieces, *new)
    run, shelf = taken_up(now.state, now.heard.run if now.heard is not None else now.state.sheet)
    plan = _plan(now)
    return now.state.with_(
        turn=now.turn,
        ground=now.ground,
        goals=now.goals,
        baseline=now.baseline,
        pace=now.pace,
        safety=now.safety,
        pieces=kept,
        register=now.register,
        talk=now.appraisal.reading.talk,
        disclosure=round(now.appraisal.reading.disclosure, 3),
        sheet=run,
        shelf=shelf,
        relationship=now.relationship,
        plan=(*now.state.plan, plan) if plan and plan not in now.state.plan else now.state.plan,
        recent=(*now.state.recent, Exchange(now.turn_id, now.appraisal.text[:MOST_SAID_CHARACTERS])),
    )


def _plan(now: Situation) -> str:
    """What they said they would do, where a plan is being made or a day was named."""
    last = now.state.last
    planning = last is not None and last.kind == "plan"
    promised = _PROMISE.search(now.appraisal.text.lower().replace("’", "'")) is not None
    commits = now.appraisal.reading.talk_kind == "commitment" and any(
        item.kind == "preparing" for item in now.appraisal.reading.stage
    )
    if (
        not (planning or commits or promised)
        or now.appraisal.short_answer
        or now.appraisal.reading.talk == "sustain"
    ):
        return ""
    for clause, _ in now.material.ranked():
        if clause.question:
            continue
        if clause.person == "i" and clause.verb is not None and not clause.negated:
            words = (clause.verb, *clause.rest)
            place = next((index for index, token in enumerate(words[:4]) if token.tag == "T"), -1)
            base = verb_phrase(words[place + 1 :], 9)[0] if place >= 0 else verb_phrase(words, 9)[0]
            if len(base.split()) >= 2:
                return base
        if clause.verb is None and (text := phrase(clause.tokens, 9)) and len(text.split()) >= 2:
            return text
    return ""


def after_act(
    state: CompanionState, now: Situation, choice: Choice, words: Candidate, act: Act
) -> CompanionState:
    """The state with the answer remembered: what was asked, offered, proposed and used."""
    row = choice.row
    question = "?" in act.text
    exchange = Exchange(
        now.turn_id,
        now.appraisal.text[:MOST_SAID_CHARACTERS],
        row.act,
        row.focus,
        act.text,
        question,
        act.act_id,
    )
    recent = (
        (*state.recent[:-1], exchange)
        if state.recent and state.recent[-1].turn_id == now.turn_id and now.turn_id
        else (*state.recent, exchange)
    )
    ledger = propose(state.ground, *words.proposal, now.turn_id) if all(words.proposal) else state.ground
    safety = state.safety
    if about := asks_about(row.act, row.focus, act.text):
        safety = asked(safety, about)
    lowered = act.text.lower()
    used = tuple(
        replace(piece, used=True)
        if piece.text.lower() in lowered or piece.text == words.uses or _covered(piece.text, lowered)
        else piece
        for piece in state.pieces
    )
    run, shelf = state.sheet, state.shelf
    if row.act == "ask_permission" and row.focus == "worksheet" and now.sheet is not None:
        run, shelf = taken_up(state, fresh(now.sheet, state.keeping, now.carries))
    answered = state.with_(
        recent=recent,
        ground=ledger,
        safety=safety,
        pieces=used,
        sheet=run,
        shelf=shelf,
        offers=_offers(state.offers, now, row.act, row.focus),
        frames=(*state.frames, (words.frame, now.turn)) if words.frame else state.frames,
        said=(*state.said, act.text) if act.text else state.said,
        last_act=act,
        ended=state.ended or row.act == "goodbye",
    )
    return remember(answered, now, row.act, row.focus, words.uses, act.text)


def _covered(piece: str, said: str) -> bool:
    """Whether most of a piece's content words were just said."""
    content = [word for word in piece.lower().split() if len(word) > 3]
    return bool(content) and sum(word[:5] in said for word in content) >= 0.6 * len(content)


def _offers(offers: Offers, now: Situation, act: str, focus: str) -> Offers:
    """What is on offer now, and what has been."""
    run = now.heard.run if now.heard is not None else now.state.sheet
    turned_down = now.appraisal.short_answer == "no" or (run is not None and run.status == "stopped")
    if turned_down and offers.pending == "sheet" and run is not None and run.sheet.key not in offers.refused:
        offers = replace(offers, refused=(*offers.refused, run.sheet.key))
    if now.appraisal.asks("no_sheet") or now.appraisal.asks("worksheet"):
        offers = replace(offers, unwanted=now.appraisal.asks("no_sheet"))
    offers = replace(offers, suited=now.suited[0].sheet if now.suited else offers.suited)
    pending = ""
    if act == "ask_permission" and focus != "postponed":
        pending = {"worksheet": "sheet", "resume": "resume"}.get(focus, "leave")
        if pending == "leave":
            offers = replace(offers, leave_turn=now.turn)
        else:
            offers = replace(offers, sheet_turn=now.turn)
        if pending == "sheet" and now.sheet is not None:
            offers = replace(offers, offered=(*offers.offered, now.sheet.key)[-12:])
    if act == "recap":
        offers = replace(offers, recap_turn=now.turn)
    if act == "normalise":
        offers = replace(offers, normalise_turn=now.turn)
    if now.appraisal.asks("listen"):
        offers = replace(offers, listen_until=now.turn + 8)
    if act == "correct_premise" and now.premise is not None:
        offers = replace(offers, premise=now.premise.key, premise_turn=now.turn)
    elif act == "correct_premise":
        offers = replace(offers, premise_turn=now.turn)
    return replace(offers, pending=pending)


def heard_only(state: CompanionState, act_id: str, words: str) -> CompanionState:
    """The act as far as it was heard; an offer or a question that was not heard was not made."""
    place = next((index for index, item in enumerate(state.recent) if item.act_id == act_id), -1)
    if place < 0 or words.strip() == state.recent[place].answered.strip():
        return state
    exchange = state.recent[place]
    aloud = "?" in words
    recent = list(state.recent)
    recent[place] = replace(exchange, answered=words, question=aloud)
    said = [text for text in state.said if text != exchange.answered]
    changed = state.with_(recent=tuple(recent), said=(*said, words) if words.strip() else tuple(said))
    if not words.strip():
        changed = changed.with_(ground=_unproposed(state, exchange.turn_id))
    last = state.last_act
    if last is None or last.act_id != act_id:
        return changed
    safety = state.safety
    if last.kind == "safety" and not aloud and safety.asked_turn == safety.turn:
        safety = replace(safety, asked_turn=-99)
    offers = state.offers if aloud else replace(state.offers, pending="")
    return changed.with_(offers=offers, safety=safety, last_act=replace(last, text=words))


def gone_on(before: CompanionState, now: CompanionState, cut_off: Spoken | None) -> CompanionState:
    """The last turn goes on: the state `before` it, with what was audible of an answer that came too soon."""
    last = now.last_act
    if cut_off is None or last is None or cut_off.act_id != last.act_id or not cut_off.heard:
        return before
    return before.with_(said=(*before.said, cut_off.heard))


def _unproposed(state: CompanionState, turn_id: str) -> tuple[GroundEntry, ...]:
    """The ground without what an act proposed that nobody heard."""
    return tuple(
        replace(entry, status="withdrawn")
        if entry.proposer == "companion" and entry.source_turn == turn_id and entry.key.startswith("reading:")
        else entry
        for entry in state.ground
    )
