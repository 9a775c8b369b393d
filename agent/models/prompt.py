"""The prompt: what was decided, the common ground, the last exchanges and the limits; their words as data."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from agent.appraisal.lists import load
from agent.decide import Choice
from agent.models.base import Prompt
from agent.models.rules import MUST_ASK
from agent.situation import Situation

EXCHANGES = 4
ENTRIES = 6
MOST_CHARACTERS = 700
"""Of a turn: a longer one is cut in the middle, as its end says what it came to."""
FRESH, USUAL, LONG = 12, 18, 34
"""Words asked for: right after a disclosure, usually, and for a recap or a piece of information."""
TOKENS_PER_WORD = 2
MAY_ASK = ("recap", "inform", "repair")


@functools.cache
def texts() -> dict[str, Any]:
    """`prompt.yaml`."""
    found: dict[str, Any] = load(Path(__file__).with_name("prompt.yaml"))
    return found


def compose(choice: Choice, now: Situation, *, temperature: float = 0.7, seed: int = 0) -> Prompt:
    """The prompt for one candidate. The first message never changes, so servers can keep it computed."""
    text = texts()
    most = words_for(choice, now)
    user = text["user"].format(
        earlier=_earlier(now),
        said=quoted(now.appraisal.text),
        ground=_ground(now),
        decision=_decision(choice, now),
        limits=_limits(choice, now, most),
    )
    return Prompt(
        messages=(("system", text["system"]), ("user", "\n".join(filter(None, user.split("\n"))))),
        most_tokens=TOKENS_PER_WORD * most + 12,
        temperature=temperature,
        seed=seed,
    )


def words_for(choice: Choice, now: Situation) -> int:
    """How many words are asked for."""
    if choice.row.act in ("recap", "inform"):
        return LONG
    return FRESH if now.pace.fresh or now.pace.hold_left else USUAL


def quoted(said: str) -> str:
    """What somebody said as one JSON string: it cannot end its own quotation marks."""
    half = MOST_CHARACTERS // 2
    cut = f"{said[:half]} … {said[-half:]}" if len(said) > MOST_CHARACTERS else said
    return json.dumps(cut, ensure_ascii=False)


def _earlier(now: Situation) -> str:
    text, lines = texts(), []
    for item in now.state.recent[-EXCHANGES:]:
        for who, words in (("the person", item.said), ("the companion", item.answered)):
            if words:
                lines.append(text["line"].format(who=who, words=quoted(words)))
    return text["earlier"].format(lines="\n".join(lines)) if lines else ""


def _ground(now: Situation) -> str:
    entries = [
        entry.value
        for entry in now.ground
        if entry.status == "accepted" and entry.kind in ("fact", "goal", "name") and entry.value
    ]
    listed = "; ".join(quoted(value) for value in dict.fromkeys(entries[-ENTRIES:]))
    return texts()["ground"].format(entries=listed) if listed else ""


def _decision(choice: Choice, now: Situation) -> str:
    text, row = texts(), choice.row
    acts = text["acts"][row.act]
    waiting = now.waiting
    act = acts.get(row.focus, acts["any"]).replace("{waiting}", quoted(waiting.text) if waiting else "")
    codes = " and ".join(code for code in (row.bolt, row.miti) if code)
    told: str = text["decision"].format(act=act, because=_sentence(row.because))
    return told + (text["codes"].format(codes=codes) if codes else "")


def _limits(choice: Choice, now: Situation, most: int) -> str:
    text, row = texts()["limits"], choice.row
    limits = [text["words"].format(most=most)]
    if row.act in MUST_ASK:
        limits.append(text["question"])
    elif row.act not in MAY_ASK:
        limits.append(text["no_question"])
    if not now.pace.gate_open:
        limits.append(text["gate"].format(reason=now.pace.gate_reason))
    return ". ".join(limits) + "."


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
