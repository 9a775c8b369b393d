"""Days and times as people say them: "on Thursday after work", and how long ago something was."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Gap = Literal["same_day", "yesterday", "days", "week", "weeks", "long"]
_DAY = "|".join(DAYS)
_PART = r"(?:first thing|morning|lunchtime|afternoon|evening|night)"
_EVENT = (
    r"(?:work|school|class|classes|college|lunch|dinner|breakfast|tea|supper|bed|bedtime|church|training|"
    r"practice|the (?:shift|meeting|lecture|game|gym|call|news|exam|appointment)|"
    r"my (?:shift|walk|coffee|lunch))"
)
_COUNT = (
    r"(?:half past |quarter (?:to|past) )?(?:\d{1,2}(?:[:.]\d\d)?|one|two|three|four|five|six|seven|eight|"
    r"nine|ten|eleven|twelve|noon|midday)"
)
TIME = re.compile(
    rf"\b(?:(?:on |by |this |next |every )?(?:{_DAY})s?(?: (?:first thing|{_PART}))?"
    rf"|(?:by |from )?(?:today|tonight|tomorrow)(?: {_PART})?"
    rf"|(?:this|next|every|each) (?:{_PART}|week|weekend|month|day)"
    rf"|(?:at|over|on) the weekend|in the {_PART}|at night|every other day|each day|daily"
    rf"|(?:right |straight |just )?(?:after|before) {_EVENT}"
    rf"|(?:at|around|by) {_COUNT}(?: ?o'clock| ?[ap]m\b)?"
    rf"|at (?:lunch|dinner|breakfast|work|bedtime|teatime))(?![\w'])",
    re.I,
)
"""A time somebody names for doing something."""


def today() -> str:
    """The day it is here."""
    return date.today().isoformat()


def time_said(text: str) -> str:
    """The times a text names, joined as said: "on Thursday after work"; "" if none."""
    found = [match.group().strip() for match in TIME.finditer(text)]
    return " ".join(dict.fromkeys(found))


def without_times(text: str) -> str:
    """The text with its times cut out."""
    return re.sub(r"\s+", " ", TIME.sub(" ", text)).strip(" ,.;")


def day_meant(words: str, today: str) -> str:
    """The ISO day that "on Thursday" or "tomorrow" means, said on `today`; "" where none is named."""
    start = parse(today)
    lowered = words.lower()
    if start is None:
        return ""
    if re.search(r"\bevery\b|\beach\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b", lowered):
        return ""
    if "tomorrow" in lowered:
        return (start + timedelta(days=1)).isoformat()
    if re.search(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", lowered):
        return today
    for place, name in enumerate(DAYS):
        if re.search(rf"\b{name}\b", lowered):
            ahead = (place - start.weekday()) % 7 or 7
            return (start + timedelta(days=ahead)).isoformat()
    if "weekend" in lowered:
        return (start + timedelta(days=(5 - start.weekday()) % 7 + 7 * ("next" in lowered))).isoformat()
    return ""


def parse(day: str) -> date | None:
    """An ISO day, or None."""
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def days_between(earlier: str, later: str) -> int:
    """Whole days from one ISO day to another, never below 0; 0 where one is not known."""
    first, second = parse(earlier), parse(later)
    return max(0, (second - first).days) if first and second else 0


def gap(earlier: str, later: str) -> Gap:
    """How long ago that is, as people tell it apart."""
    days = days_between(earlier, later)
    steps: tuple[tuple[int, Gap], ...] = (
        (0, "same_day"), (1, "yesterday"), (6, "days"), (13, "week"), (45, "weeks"),
    )  # fmt: skip
    return next((name for most, name in steps if days <= most), "long")


def day_name(day: str, today: str) -> str:
    """How a day is named from today: "today", "yesterday", "Thursday", "Thursday last week", or ""."""
    when, now = parse(day), parse(today)
    if when is None or now is None:
        return ""
    days = (when - now).days
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}
    if days in near:
        return near[days]
    return DAYS[when.weekday()].capitalize() if -8 < days < 8 else ""
