"""What is said while a timer or the breathing runs, and how long they did it."""

from __future__ import annotations

import json
import re
from typing import Literal

from agent.worksheets.phrases import holds, is_all, pattern, plain
from agent.worksheets.schema import Field
from agent.worksheets.spoken_numbers import tokens

Signal = Literal["", "ready", "done", "stop", "opt_out"]
"""Said while a timer or the breathing runs: begin; it is finished; end it here (the exercise, not the
sheet); holding the breath is uncomfortable."""


def signal(said: str, field: Field) -> Signal:
    """What `said` is to an exercise in the doing, or "" if nothing of the kind."""
    text = plain(said)
    if field.kind == "breathing" and holds("exercise_opt_out", text):
        return "opt_out"
    sections: tuple[Signal, ...] = ("stop", "ready", "done")
    for name in sections:
        if is_all(f"exercise_{name}", text):
            return name
    return "stop" if holds("exercise_unwell", text) else ""


def done_so_far(said: str, field: Field) -> str:
    """The value that "I managed three minutes" or "all four rounds" tells, or ""."""
    text = re.sub(r"\b(?:a|an)\s+(?=(?:minute|min|second|sec)\b)", "1 ", said, flags=re.IGNORECASE)
    found = tokens(text if field.kind == "timer" else said)
    unit = (
        pattern(r"^(?:minutes?|mins?|seconds?|secs?)$")
        if field.kind == "timer"
        else pattern(r"^(?:rounds?|times?|breaths)$")
    )
    for place, token in enumerate(found):
        after = found[place + 1].text if place + 1 < len(found) else ""
        if token.value is None or token.value < 0:
            continue
        if field.kind == "breathing" and (unit.match(after) or (found[place - 1].text == "all" and place)):
            return _rounds(field, token.value)
        if field.kind == "timer" and unit.match(after):
            return _seconds(field, token.value * (1 if after.startswith("s") else 60))
    return ""


def _rounds(field: Field, number: float) -> str:
    most = field.rounds or int(number)
    return json.dumps({"rounds": min(int(number), most), "holds": True})


def _seconds(field: Field, number: float) -> str:
    return json.dumps({"seconds": round(number), "whole": number >= field.seconds})
