"""What is remembered of a turn and of the act that answered it."""

from __future__ import annotations

from dataclasses import replace

from agent.appraisal.talk import talk
from agent.decide import Choice
from agent.ground import propose
from agent.safety import asked
from agent.situation import Situation
from agent.state import CompanionState, Exchange, Offers
from agent.words.candidate import Candidate
from agent.words.material import Piece, clause_text, pieces
from agent.words.phrases import phrase, verb_phrase
from agent.worksheets.run import begin
from alongside.messages import Act

MOST_SAID_CHARACTERS = 600
"""Of a turn, what is kept as said (the record keeps all of it)."""


def after_turn(now: Situation) -> CompanionState:
    """The state with this turn taken in, before it is answered."""
    kept = (*now.state.pieces, *pieces(now.material, now.turn), *_sides(now))
    run = now.heard.run if now.heard is not None else now.state.sheet
    plan = _plan(now)
    return now.state.with_(
        turn=now.turn,
        ground=now.ground,
        goals=now.goals,
        baseline=now.baseline,
        pace=now.pace,
        safety=now.safety,
        pieces=kept,
        seen=(),
        sheet=run,
        plan=(*now.state.plan, plan) if plan and plan not in now.state.plan else now.state.plan,
        recent=(*now.state.recent, Exchange(now.turn_id, now.appraisal.text[:MOST_SAID_CHARACTERS])),
    )


def _sides(now: Situation) -> tuple[Piece, ...]:
    """What was said for staying and for changing, kept so that both can be held later."""
    found: dict[str, Piece] = {}
    for clause in now.material.clauses:
        side = talk(" ".join(clause.lows), (clause,))[0]
        text = clause_text(clause, 8)
        if side != "neutral" and text and clause.person in ("i", "it", "np"):
            kind = "change" if side == "change" else "stay"
            found[kind] = Piece(text, kind, now.turn, 0.0, used=True)
    return tuple(found.values())


def _plan(now: Situation) -> str:
    """What they said they would do, where a plan is being made or a day was named."""
    last = now.state.last
    planning = last is not None and last.kind == "plan"
    commits = now.appraisal.reading.talk_kind == "commitment" and any(item.kind == "preparing" for item in now.appraisal.reading.stage)
    if not (planning or commits) or now.appraisal.short_answer or now.appraisal.reading.talk == "sustain":
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


def after_act(state: CompanionState, now: Situation, choice: Choice, words: Candidate, act: Act) -> CompanionState:
    """The state with the answer remembered: what was asked, offered, proposed and used."""
    row = choice.row
    question = "?" in act.text
    exchange = Exchange(now.turn_id, now.appraisal.text[:MOST_SAID_CHARACTERS], row.act, row.focus, act.text, question)
    recent = (*state.recent[:-1], exchange) if state.recent and state.recent[-1].turn_id == now.turn_id and now.turn_id else (*state.recent, exchange)
    ledger = propose(state.ground, *words.proposal, now.turn_id) if all(words.proposal) else state.ground  # type: ignore[call-arg]
    safety = state.safety
    if (row.act == "safety" and row.focus == "ask") or (row.act == "correct_premise" and row.focus == "harm"):
        safety = asked(safety)
    lowered = act.text.lower()
    used = tuple(
        replace(piece, used=True) if piece.text.lower() in lowered or piece.text == words.uses else piece for piece in state.pieces
    )
    run = state.sheet
    if row.act == "ask_permission" and row.focus == "worksheet" and now.sheet is not None and run is None:
        run = begin(now.sheet)
    return state.with_(
        recent=recent,
        ground=ledger,
        safety=safety,
        pieces=used,
        sheet=run,
        offers=_offers(state.offers, now, row.act, row.focus),
        frames=(*state.frames, (words.frame, now.turn)) if words.frame else state.frames,
        said=(*state.said, act.text) if act.text else state.said,
        last_act=act,
        ended=state.ended or row.act == "goodbye",
    )


def _offers(offers: Offers, now: Situation, act: str, focus: str) -> Offers:
    """What is on offer now, and what has been."""
    if now.appraisal.short_answer == "no" and offers.pending == "sheet":
        offers = replace(offers, sheet_declined=offers.sheet_declined + 1)
    pending = ""
    if act == "ask_permission" and focus != "postponed":
        pending = {"worksheet": "sheet", "resume": "resume"}.get(focus, "leave")
        if pending == "leave":
            offers = replace(offers, leave_turn=now.turn)
        else:
            offers = replace(offers, sheet_turn=now.turn)
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
    act = state.last_act
    if act is None or act.act_id != act_id or words.strip() == act.text.strip():
        return state
    asked_aloud = "?" in words
    offers = state.offers if asked_aloud else replace(state.offers, pending="")
    safety = state.safety
    if act.kind == "safety" and not asked_aloud and safety.asked_turn == safety.turn:
        safety = replace(safety, asked_turn=-99)
    recent = state.recent
    if recent and recent[-1].turn_id == act.turn_id:
        recent = (*recent[:-1], replace(recent[-1], answered=words, question=asked_aloud))
    said = state.said[:-1] if state.said and state.said[-1] == act.text else state.said
    ledger = state.ground
    if not words.strip():
        ledger = tuple(
            replace(entry, status="withdrawn")
            if entry.proposer == "companion" and entry.source_turn == act.turn_id and entry.key.startswith("reading:")
            else entry
            for entry in ledger
        )
    return state.with_(
        offers=offers, safety=safety, recent=recent, ground=ledger, said=(*said, words) if words.strip() else said,
        last_act=replace(act, text=words),
    )  # fmt: skip
