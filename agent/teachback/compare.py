"""What words come down to, so that the same thing said otherwise is found: base forms, kin, times."""

from __future__ import annotations

import functools
import re
from datetime import timedelta
from pathlib import Path

from agent.appraisal.lists import load
from agent.remembering.days import DAYS, parse, without_times
from agent.words.tagger import tag
from agent.words.tokens import normalise, tokenise

_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_CLOCK = {word: str(number) for number, word in enumerate(_HOURS, 1)} | {"noon": "12", "midday": "12"}
_PARTS = {
    "morning": "morning", "breakfast": "morning", "first thing": "morning", "lunch": "noon",
    "lunchtime": "noon", "noon": "noon", "midday": "noon", "afternoon": "afternoon", "evening": "evening",
    "tonight": "evening", "night": "evening", "dinner": "evening", "tea": "evening", "supper": "evening",
    "bed": "bed", "bedtime": "bed", "weekend": "weekend", "work": "work", "shift": "work", "finish": "work",
    "school": "school", "class": "class", "week": "week", "month": "month", "day": "day", "daily": "day",
}  # fmt: skip


@functools.cache
def _table() -> tuple[dict[str, str], frozenset[str]]:
    content = load(Path(__file__).with_name("alike.yaml"))
    alike = {word: group.split()[0] for group in content["alike"] for word in group.split()}
    return alike, frozenset(content["small"].split())


def concepts(text: str) -> frozenset[str]:
    """The content words in base form, those that stand for each other as one; times left out."""
    alike, small = _table()
    found = set()
    for token in tag(tokenise(without_times(normalise(text)))):
        word = (token.lemma or token.low).lower()
        if token.tag in ("Z", "G", "I") or len(word) < 2 or word in small or token.low in small:
            continue
        word = alike.get(token.low) or alike.get(word) or _stem(word)
        found.add(word)
    return frozenset(found)


def company(text: str) -> frozenset[str]:
    """Who is meant: names and kin."""
    return concepts(re.sub(r"^with ", "", text))


def _stem(word: str) -> str:
    """A crude stem for what the tagger has no base form of."""
    for ending in ("ing", "ies", "ed", "es", "s", "ly", "er"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            stem = word[: -len(ending)]
            return stem + "y" if ending == "ies" else stem
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def when_of(text: str, today: str = "") -> frozenset[str]:
    """The times in a text: weekdays (tomorrow, too, where `today` is known), parts of the day, hours."""
    lowered = normalise(text).lower()
    found = {f"day:{name}" for name in DAYS if re.search(rf"\b{name}s?\b|\b{name[:3]}s?\b(?!')", lowered)}
    start = parse(today)
    for word, ahead in (("tomorrow", 1), ("today", 0), ("tonight", 0)):
        if word in lowered:
            found.add(f"day:{DAYS[(start + timedelta(days=ahead)).weekday()]}" if start else f"day:{word}")
    found |= {f"part:{part}" for word, part in _PARTS.items() if re.search(rf"\b{word}s?\b", lowered)}
    for match in re.finditer(r"\b(?:at|around|by|about|half past|quarter past) (\w+)", lowered):
        hour = _CLOCK.get(match[1]) or re.sub(r"\D.*", "", match[1])
        if hour:
            found.add(f"hour:{hour}")
    return frozenset(found)
