"""Risk in one turn: a ladder of severity, idioms blanked out first, denials believed but noted."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from agent.appraisal.lists import pattern, rules
from agent.appraisal.reading import RiskReading

MOST_HEARD = 20_000
"""Characters of a turn that are listened to for risk: the first and last halves of this."""

PROBABILITY = {1: 0.55, 2: 0.8, 3: 0.85, 4: 0.9, 5: 0.92, 6: 0.95}
"""How often a rule of this rank is right, a guess to be replaced by calibrated heads."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'"})


@dataclass(frozen=True)
class Signs:
    """Everything in a turn that bears on safety. Names of rules only, never the words."""

    reading: RiskReading
    means: bool = False
    loss: bool = False
    denied: bool = False


def _heard(text: str) -> str:
    half = MOST_HEARD // 2
    if len(text) > MOST_HEARD:
        text = f"{text[:half]} . {text[-half:]}"
    return re.sub(r"\s+", " ", text.translate(_QUOTES).lower())


@functools.cache
def _compiled(group: str) -> tuple[re.Pattern[str], ...]:
    content = rules("risk")
    return tuple(pattern(entry, _parts()) for entry in content[group])


@functools.cache
def _parts() -> dict[str, str]:
    parts: dict[str, str] = dict(rules("risk")["parts"])
    pills = f"(?:{parts['pills']})"
    return {key: value.replace("~pills~", pills) for key, value in parts.items()}


@functools.cache
def _ladder() -> tuple[tuple[int, re.Pattern[str]], ...]:
    ladder = rules("risk")["severity"]
    return tuple(
        (int(rank), pattern(entry, _parts()))
        for rank in sorted(ladder, reverse=True)
        for entry in ladder[rank]
    )


@functools.cache
def _others() -> tuple[tuple[str, re.Pattern[str]], ...]:
    others = rules("risk")["others"]
    return tuple((name, pattern(entry, _parts())) for name, entries in others.items() for entry in entries)


def signs(text: str) -> Signs:
    """Read one turn for safety. Looks at these words alone; memory is `agent.safety`'s."""
    heard = _heard(text)
    for idiom in _compiled("idioms"):
        heard = idiom.sub(" . ", heard)
    denied = False
    for denial in _compiled("denials"):
        heard, count = denial.subn(" . ", heard)
        denied = denied or count > 0
    means = any(rule.search(heard) for rule in _compiled("means"))
    loss = any(rule.search(heard) for rule in _compiled("losses"))
    return Signs(_reading(heard, denied), means, loss, denied)


def _reading(heard: str, denied: bool) -> RiskReading:
    reasons: list[str] = []
    severity = 0
    for rank, rule in _ladder():
        match = rule.search(heard)
        if match and not _about_another(heard, match.start()):
            reasons.append(f"ladder {rank}")
            severity = _long_ago(heard, rank, match.end()) if rank == 6 else rank
            break
    for name, rule in _others():
        if rule.search(heard) and f"{name}" not in reasons:
            reasons.append(name)
            severity = max(severity, 3 if name != "medical" else 4)
    if severity >= 1 and not reasons[0].startswith(_OTHERS) and _PLAN.search(heard):
        severity, reasons = max(severity, 5), [*reasons, "a plan"]
    elif severity in (2, 3) and _SOON.search(heard):
        severity, reasons = 4, [*reasons, "soon"]
    if denied and severity <= 1:
        return RiskReading(severity, 0.15 + 0.25 * severity, (*reasons, "denied unasked"))
    return RiskReading(severity, PROBABILITY.get(severity, 0.02), tuple(reasons))


_OTHERS = ("violence", "someone_else", "medical")
_PLAN = re.compile(
    r"\b(?:(?:have|got|made|had) (?:a|my|the) (?:\w+ )?plan|plan in place|(?:all|already) planned|"
    r"planned (?:it )?(?:all )?out|"
    r"set a date|my date is|(?:got|have) everything ready|note (?:is )?(?:ready|prepared|written)|"
    r"planned (?:for|this))\b"
)
_SOON = re.compile(
    r"\b(?:tonight|finally (?:end|do|kill|die)|this time i|i'm (?:so )?ready|today is the day|"
    r"goodbye (?:everyone|all)|"
    r"won't be (?:here|alive)|in (?:a few|two|three|four|\d+) days|on the \d+(?:st|nd|rd|th))\b"
)
_PAST = re.compile(
    r"^[^.!?]{0,40}\b(?:years? ago|when i was|as a (?:teen|kid|child)|back in|in my (?:teens|"
    r"twenties)|decades? ago)"
)
_ANOTHER = re.compile(
    r"\b(?:(?:my|his|her|their|the|a) (?:\w+ )?(?:friend|sister|brother|son|daughter|mum|mom|"
    r"dad|mother|father|wife|"
    r"husband|partner|dog|cat|nan|gran|grandad|grandma|uncle|aunt|cousin|colleague|neighbour|mate|"
    r"character|hero|girl|boy|man|woman|guy)|he|she|they|"
    r"someone|somebody|who)\b(?:(?!\bi\b|\bi'm\b|\bme\b)[^.!?]){0,40}$"
)


def _long_ago(heard: str, rank: int, end: int) -> int:
    """An attempt long past is asked about, not treated as tonight's."""
    return 3 if _PAST.search(heard[end : end + 60]) else rank


def _about_another(heard: str, start: int) -> bool:
    return bool(_ANOTHER.search(heard[max(0, start - 60) : start]))
