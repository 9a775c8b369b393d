"""Days out of spoken words: "tomorrow", "next Friday", "every morning", "on the 20th", "in two weeks"."""

from __future__ import annotations

import functools
import re
from datetime import date, timedelta

from agent.worksheets.phrases import listed, numbered

_NIGHT = r"(?:morning|afternoon|evening|night|lunchtime)"


def day(text: str, today: date) -> str:
    """The day in `text` (from `clock.digits`) as "2026-03-05", or "every Tuesday"; "" if none is named."""
    ways = (_counted, _named, _dated)
    return _repeated(text) or next((found for way in ways if (found := way(text, today))), "")


def _repeated(text: str) -> str:
    """Days that come again."""
    if re.search(rf"\b(?:every|each)\s+(?:single\s+)?(?:day|{_NIGHT})s?\b|\bdaily\b|\ball week\b", text):
        return "every day"
    if re.search(r"\b(?:every|each)\s+(?:other|second|2nd)\s+day\b", text):
        return "every other day"
    if re.search(r"\bweekdays?\b|\bworking days\b|\bmonday (?:to|till|until|through) friday\b", text):
        return "weekdays"
    if re.search(r"\b(?:every|each)\s+weekend\b|\bweekends\b", text):
        return "weekends"
    if re.search(r"\b(?:every|each)\s+week\b|\bweekly\b", text) and not _weekdays(text):
        return "every week"
    found = _weekdays(text)
    again = re.search(r"\b(?:every|each)\b", text) or any(plural for _, plural in found)
    names = list(dict.fromkeys(listed("weekdays_en")[number].title() for number, _ in found))
    return f"every {' and '.join(names)}" if names and again else ""


def _named(text: str, today: date) -> str:
    """Today, tomorrow, a day of the week."""
    if re.search(r"\bday after tomorrow\b", text):
        return str(today + timedelta(2))
    if re.search(r"\btomorrow\b", text):
        return str(today + timedelta(1))
    if re.search(r"\b(?:yesterday|last night)\b", text):
        return str(today - timedelta(1))
    if re.search(rf"\b(?:today|tonight|this\s+{_NIGHT})\b", text):
        return str(today)
    if re.search(r"\bweekend\b", text):
        ahead = (5 - today.weekday()) % 7 if today.weekday() < 6 else 0
        return str(today + timedelta(ahead + 7 * bool(re.search(r"\bnext weekend\b", text))))
    found = _weekdays(text)
    if not found:
        monday = re.search(r"\bnext week\b", text) is not None
        return str(today + timedelta(7 - today.weekday())) if monday else ""
    number = found[0][0]
    name = listed("weekdays_en")[number]
    if re.search(rf"\blast {name}\b", text):
        return str(today - timedelta((today.weekday() - number - 1) % 7 + 1))
    ahead = (number - today.weekday() - 1) % 7 + 1
    next_week = re.search(rf"\bnext\s+(?:week\s+)?(?:on\s+)?{name}\b|\b{name}\s+(?:next\s+week|week)\b", text)
    if next_week and ahead < 7 - today.weekday():
        ahead += 7
    return str(today + timedelta(ahead))


def _counted(text: str, today: date) -> str:
    """ "In three days", "a week from today"."""
    many_units = r"(a|an|\d{1,2}|(?:a )?couple of)\s+(day|week|fortnight)s?"
    found = re.search(rf"\b(?:in|within)\s+(?:about\s+|around\s+)?{many_units}\b", text) or re.search(
        rf"\b{many_units}\s+from\s+(?:now|today)\b", text
    )
    if found:
        many = 1 if found[1] in ("a", "an") else 2 if "couple" in found[1] else int(found[1])
        return str(today + timedelta(many * {"day": 1, "week": 7, "fortnight": 14}[found[2]]))
    soon = r"\b(?:in|within)\s+(?:half\s+)?(?:a|an|\d{1,2})\s+(?:hour|minute)s?\b"
    return str(today) if re.search(soon, text) else ""


def _dated(text: str, today: date) -> str:
    """ "The twentieth of March", "March 20", "on the 15th": the next such day."""
    text = _ordinals(text)
    months = "|".join(listed("months_en"))
    found = re.search(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{months})\b", text
    ) or re.search(rf"\b(?P<month>{months})\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b", text)
    if found:
        return _coming(int(found["day"]), listed("months_en").index(found["month"]) + 1, today)
    found = re.search(r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)\b", text)
    return _coming(int(found["day"]), 0, today) if found else ""


def _coming(number: int, month: int, today: date) -> str:
    """The next day with that number (and month, unless 0); "" if there is none."""
    for ahead in range(13):
        year, index = divmod(today.month - 1 + ahead, 12)
        if month in (0, index + 1):
            try:
                found = date(today.year + year, index + 1, number)
            except (ValueError, OverflowError):
                continue
            if found >= today:
                return str(found)
    return ""


def _ordinals(text: str) -> str:
    """ "Twentieth" as 20th, "20 first" (from "twenty first") as 21st."""

    def number(found: re.Match[str]) -> str:
        return f"{int(found[1] or 0) + numbered('day_ordinals')[found[2]]}th"

    names = "|".join(numbered("day_ordinals"))
    text = re.sub(r"\bfirst thing\b|\ba second\b", " ", text)
    return re.sub(rf"\b(?:(20|30)\s+)?({names})\b", number, text)


def _weekdays(text: str) -> list[tuple[int, bool]]:
    """Days of the week named, and whether in the plural."""
    return [(listed("weekdays_en").index(found[1]), bool(found[2])) for found in _weekday().finditer(text)]


@functools.cache
def _weekday() -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(listed('weekdays_en'))})(s)?\b")
