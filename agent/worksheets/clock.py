"""Hours out of spoken words: "half six", "twenty past four", "7:15 am", "around 7"."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from agent.worksheets.phrases import holds, listed, words

_LEAD = (
    r"(?:at|around|about|by|before|after|from|till|until|say|roughly|like|near|maybe|to|for|and|or|between|since"
    r"|exactly)"
)
_AFTER = r"(?P<half>\s*(?:am|pm))?\b"
_HOUR = r"(?P<hour>\d{1,2})"
_PATTERNS = (
    rf"\b{_HOUR}:(?P<minute>\d\d){_AFTER}",
    rf"\bhalf\s+(?:past\s+)?{_HOUR}{_AFTER}(?!:)",
    rf"\b(?:a\s+)?(?P<quarter>quarter)\s+(?P<side>past|after|to|before|of|till)\s+{_HOUR}{_AFTER}",
    rf"\b(?P<minute>[1-5]?[05]|2[1-9])\s+(?:minutes?\s+)?(?P<side>past|after|to|before|till)\s+{_HOUR}{_AFTER}",
    rf"\b{_HOUR}\s*(?P<half>am|pm)\b",
    rf"\b{_HOUR}\s+o'?\s?clock{_AFTER}",
    rf"\b{_HOUR}\s+(?P<minute>[0-5]\d){_AFTER}",
    r"\b(?P<hour>[01]?\d|2[0-3])(?P<minute>[0-5]\d)(?:\s*hours|h)?\b(?!\s*(?:st|nd|rd|th))",
    rf"\b{_LEAD}\s+{_HOUR}{_AFTER}(?!\s*(?:st|nd|rd|th|<units>)\b)",
)


@dataclass(frozen=True)
class Hour:
    """A time of day. `sure`: whether morning or evening was said, or goes without saying."""

    hour: int
    minute: int
    sure: bool

    @property
    def text(self) -> str:
        return f"{self.hour:02}:{self.minute:02}"


def digits(said: str) -> str:
    """Lower case, numbers as digits, "p.m." as pm, no marks but the colon of an hour."""
    text = said.casefold().replace("’", "'")
    text = re.sub(r"\b([ap])\.?\s?m\b\.?", r"\1m", text)
    text = re.sub(r"\b(\d{1,2})[.h](\d\d)\b", r"\1:\2", text)
    text = re.sub(r"(?<=\d)\s*(am|pm)\b", r" \1", text)
    text = re.sub(r"[^\w:'\s]|(?<!\d):|:(?!\d)", " ", text)
    return " ".join(_numbers().sub(lambda found: _digits(found[0]), text).split())


def hour(text: str, hint: str = "") -> Hour | None:
    """The hour in `text` (from `digits`). `hint`: more words that may tell morning from evening."""
    if re.search(r"\b(?:noon|midday)\b", text) and not re.search(r"\d", text):
        return Hour(12, 0, True)
    if re.search(r"\bmidnight\b", text) and not re.search(r"\d", text):
        return Hour(0, 0, True)
    for pattern in _patterns():
        for found in pattern.finditer(text):
            read = _read(found, text, f"{text} {hint}")
            if read:
                return read
    return None


def side(text: str) -> str:
    """ "am", "pm" or "": which half of the day the words speak of."""
    early, late = holds("morning_words", text), holds("evening_words", text)
    return "" if early == late else "am" if early else "pm"


def _read(found: re.Match[str], text: str, hinted: str) -> Hour | None:
    named = found.groupdict()
    number, half = int(named["hour"]), (named.get("half") or "").strip()
    minute = int(named.get("minute") or (15 if named.get("quarter") else 0))
    if found[0].startswith("half"):
        minute = 30
    if named.get("side") in ("to", "before", "of", "till"):
        if re.search(r"\b(?:from|between)\s+$", text[: found.start()]):
            return None
        number, minute = (number - 1) % 24, (60 - minute) % 60
        number = 12 if number == 0 else number
    if number > 24 or minute > 59 or (half and not 1 <= number <= 12):
        return None
    half = half or side(hinted)
    military = number > 12 or number == 0 or re.match(r"0\d", found[0])
    if military:
        return Hour(number % 24, minute, True)
    if half:
        night = half == "pm" and number == 12 and bool(re.search(r"\bnight\b|tonight", hinted))
        late = number % 12 + (12 if half == "pm" and not night else 0)
        return Hour(late, minute, True)
    return Hour(*_guess(number, minute))


def _guess(number: int, minute: int) -> tuple[int, int, bool]:
    """Nobody plans for three in the night: one to half past six are after noon, nine to eleven before it."""
    if number == 12:
        return 12, minute, True
    if number < 7:
        return number + 12, minute, True
    return (number + 12 if number < 9 else number), minute, False


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    units = "|".join(sorted(words("not_clock")))
    return tuple(re.compile(pattern.replace("<units>", units)) for pattern in _PATTERNS)


@functools.cache
def _number_values() -> dict[str, int]:
    ones = {word: value for value, word in enumerate(listed("ones"))}
    return ones | {word: 10 * value for value, word in enumerate(listed("tens"), 2)}


@functools.cache
def _numbers() -> re.Pattern[str]:
    one, ten = "|".join(listed("ones")), "|".join(listed("tens"))
    return re.compile(rf"\b(?:(?:{ten})(?:[\s-](?:{one}))?|(?:{one}))\b")


def _digits(said: str) -> str:
    """Number words as digits; "twenty five" is one number, "twenty fifteen" two."""
    values = [_number_values()[word] for word in re.split(r"[\s-]+", said)]
    if len(values) == 2 and values[1] > 9:
        return f"{values[0]} {values[1]}"
    return str(sum(values))
