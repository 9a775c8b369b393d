"""A time out of spoken words: {"said", "day", "at"}; what was not said stays empty."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

from agent.worksheets import clock
from agent.worksheets.days import day
from agent.worksheets.phrases import holds, is_all, pattern, words
from agent.worksheets.values import clean

LONG = 16
"""Words from which on something that begins like no time is rather a story with a time in it."""


@dataclass(frozen=True)
class Timed:
    """A time heard as JSON, and whether it is sure."""

    value: str = ""
    sure: bool = True


def time_said(said: str, today: date, doubt: str = "") -> Timed:
    """The time in `said`, counted from `today`. `doubt`: the time that was asked about before."""
    settled = _settled(said, today, doubt)
    if settled:
        return settled
    on, at, sure = "", "", True
    text = ""
    for part in _restarts(clock.digits(_no_asides(said))):
        text = part
        on = day(part, today) or on
        hour = clock.hour(_clock_part(part), part) or _bare(part)
        if hour:
            at, sure = hour.text, hour.sure
    led = pattern(r"^(?:<around_times>\s+)*<when_leads>\b").match(text)
    part_of_day = holds("part_of_day", text) or is_all("vague_time", text)
    if not (on or at or part_of_day or (led and len(text.split()) > 1)):
        return Timed()
    if len(text.split()) > LONG and not led:
        return Timed()
    return Timed(time_json(said, on, at), sure)


def time_json(said: str, on: str, at: str) -> str:
    """The value of a time field."""
    kept = pattern(r"^(?:<around_times>[\s,.]+)+(?=\w)").sub("", clean(said)).rstrip(" .,;!?")
    return json.dumps({"said": kept or clean(said), "day": on, "at": at})


def _settled(said: str, today: date, doubt: str) -> Timed | None:
    """The time in doubt with what is said now put in: another half of the day, another hour or day."""
    try:
        kept = json.loads(doubt) if doubt else None
    except ValueError:
        return None
    if not isinstance(kept, dict):
        return None
    text = clock.digits(said)
    on, half = day(text, today) or kept.get("day", ""), clock.side(text)
    hour = clock.hour(text, text) or _bare(text)
    whole = f"{kept.get('said', '')}, {clean(said)}"
    if hour:
        return Timed(time_json(whole, on, hour.text), hour.sure)
    at = str(kept.get("at", ""))
    if half and re.fullmatch(r"\d\d:\d\d", at):
        number = int(at[:2]) % 12 + (12 if half == "pm" else 0)
        return Timed(time_json(whole, on, f"{number:02}{at[2:]}"))
    return Timed(time_json(whole, on, at)) if on != kept.get("day", "") else None


def _restarts(text: str) -> list[str]:
    """The stretches between "no", "sorry", "I mean": what a later one tells replaces what came before."""
    return [
        part for part in re.split(r"\b(?:no|sorry|wait|i mean|actually|rather)\b", text) if part.strip()
    ] or [text]


def _no_asides(said: str) -> str:
    return re.sub(r"\bno (?:idea|later|earlier)\b", " ", said, flags=re.IGNORECASE)


def _clock_part(text: str) -> str:
    """Without numbers that count something else: "in 3 days", "the 20th", "20 march"."""
    months = "|".join(words("months_en"))
    units = "|".join(words("not_clock"))
    text = re.sub(rf"\b\d+(?:st|nd|rd|th)\b|\b\d{{1,2}}\s+(?:of\s+)?(?:{months})\b", " ", text)
    text = re.sub(rf"\b(?:{months})\s+(?:the\s+)?\d{{1,2}}\b(?!\s*(?:am|pm|:))", " ", text)
    return re.sub(rf"\b\d+\s+(?:{units})\b(?!\s+(?:past|to)\b)", " ", text)


def _bare(text: str) -> clock.Hour | None:
    """A lone number beside nothing but days and parts of the day: "Tuesday, five", "7"."""
    found = re.findall(r"\b\d{1,2}\b(?!:)", _clock_part(text))
    rest = [word for word in text.split() if not word.isdigit()]
    small = words("rating_words") | words("weekdays_en") | {f"{name}s" for name in words("weekdays_en")}
    small |= {
        "morning",
        "evening",
        "afternoon",
        "night",
        "tomorrow",
        "today",
        "tonight",
        "next",
        "every",
        "in",
        "each",
    }
    if len(found) != 1 or not all(word in small for word in rest):
        return None
    return clock.hour(f"at {found[0]}", text)
