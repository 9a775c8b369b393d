"""An explicit judge: what a reply to a stimulus must do, and must not, by patterns anyone can read."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import yaml

from agent.appraisal.behaviour import questions_in
from alongside.messages import Act

RULES = Path(__file__).with_name("judge.yaml")
MOST_WORDS = 65
"""A reply longer than this is a lecture, whatever it says."""


@functools.cache
def rules() -> dict[str, Any]:
    """`judge.yaml`."""
    content: dict[str, Any] = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return content


@functools.cache
def _patterns(check: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<!\w)(?:{entry})", re.I) for entry in rules()["checks"][check])


def does(check: str, text: str) -> bool:
    """Whether a reply does what `check` looks for."""
    plain = text.replace("’", "'").lower()
    return any(pattern.search(plain) for pattern in _patterns(check))


def failings(condition: str, act: Act) -> tuple[str, ...]:
    """What is wrong with `act` as the reply to a stimulus of `condition`; empty if it is appropriate."""
    rule = rules()["conditions"][condition]
    if act.kind in rule.get("not_acts", ()):
        return (f"corrected by {act.kind}",)
    if not rule["needs"]:
        return ()
    text = act.text
    found = [f"does not: {check}" for check in rule["needs"] if not does(check, text)]
    if found and rule.get("or_safety") and act.kind == "safety" and does("asks_safety", text):
        found = []
    found += [f"must not: {check}" for check in rule["never"] if does(check, text)]
    if len(text.split()) > MOST_WORDS:
        found.append("too long")
    if questions_in(text) > 1:
        found.append("more than one question")
    return tuple(found)
