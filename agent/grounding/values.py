"""Values that can be put right by another of their kind: dates, clock times, amounts.

They are found in plain text, so that an entry of the common ground can be mended in place:
"the operation is on the third of April" + "in May" -> "the operation is in May".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from agent.words.sets import word_set

Kind = Literal["date", "clock", "amount"]

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|apr|aug|sept|oct|nov|dec)"
)
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SMALL = rf"(?:(?:{_TENS})[ -](?:{_UNITS})|{_TENS}|{_TEENS}|{_UNITS})"
_BIG = r"(?:hundred|thousand|million|dozen)"
_ORDINAL = (
    rf"(?:(?:(?:{_TENS})[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|"
    r"twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|"
    r"thirtieth|\d{1,2}(?:st|nd|rd|th))"
)
_FEAST = (
    r"(?:christmas(?: eve| day)?|new year(?:'s(?: eve| day)?)?|easter|whitsun|diwali|eid|ramadan|hanukkah|"
    r"halloween|bonfire night|half[- ]term)"
)
_PART = r"(?: (?:morning|afternoon|evening|night|lunchtime))?"
_DATE = (
    rf"(?:(?:(?:the )?{_ORDINAL}(?: of)? {_MONTH}|{_MONTH} (?:the )?{_ORDINAL}|\d{{1,2}} {_MONTH}|"
    rf"(?:(?:next|this|last) )?{_DAY}(?: (?:the )?{_ORDINAL}\b)?|the {_ORDINAL}|\d{{1,2}}(?:st|nd|"
    rf"rd|th)|{_FEAST}|"
    rf"(?:next|this|last) (?:week|weekend|month|year|spring|summer|autumn|winter)|tomorrow|tonight|today|"
    rf"the (?:spring|summer|autumn|winter|new year)|"
    rf"the (?:end|start|beginning|middle) of (?:the )?(?:month|year|week|{_MONTH})|{_MONTH}){_PART})"
)
_CLOCK = (
    rf"(?:half(?: past)? (?:{_UNITS}|ten|eleven|twelve|\d{{1,2}})|(?:a )?quarter (?:to|past) "
    rf"(?:{_UNITS}|ten|eleven|"
    rf"twelve|\d{{1,2}})|\d{{1,2}}[:.]\d\d(?: ?[ap]m)?|\d{{1,2}} ?[ap]m|"
    rf"(?:{_UNITS}|ten|eleven|twelve) o'clock|midnight|noon)"
)
_HALF = r"(?: and a (?:half|quarter))?"
_NUMBER = (
    rf"(?:(?:a|{_SMALL}|\d[\d,.]*) {_BIG}(?: (?:and )?(?:{_SMALL}|\d+))?(?: {_BIG})?|{_SMALL}|"
    rf"\d[\d,]*(?:\.\d+)?)"
)
_FIND = re.compile(
    rf"(?:\b(?P<prep>on|in|at|by|until|till|before|after|for|from|since) )?\b(?P<date>{_DATE})\b(?! "
    rf"(?:first|time))|"
    rf"(?:\b(?P<at>at|by|until|till|before|after|from) )?\b(?P<clock>{_CLOCK})\b|"
    rf"\b(?:(?P<prep3>at|by) )?(?P<amount>(?:{_NUMBER}{_HALF}|once|twice))\b(?: (?P<unit>[a-z]+))?",
    re.I,
)
_ONE = re.compile(r"\b(?P<amount>an?|one) (?P<unit>[a-z]+)\b", re.I)
_NO_UNIT = word_set("a an or and on in at for of the to till not but is that if when so now instead more per")
_TIMES = {"once": "one", "twice": "two"}


@dataclass(frozen=True)
class Value:
    """One value in a text, its place, and what it counts ("pint", "" where it was not said)."""

    kind: Kind
    words: str
    start: int
    end: int
    unit: str = ""
    lead: str = ""  # the preposition before a date or clock time, inside start and end

    @property
    def whole(self) -> str:
        """With its preposition."""
        return f"{self.lead} {self.words}".strip()


@functools.lru_cache(maxsize=2048)
def values(text: str) -> tuple[Value, ...]:
    """The values of a text, from left to right."""
    return tuple(_values(text))


def _values(text: str) -> Iterator[Value]:
    for match in _FIND.finditer(text):
        if match["date"]:
            led = (match["prep"] or "").lower() in ("in", "by", "until", "since")
            if match["date"] == "may" and not led:
                continue
            yield Value("date", match["date"], match.start(), match.end(), lead=match["prep"] or "")
        elif match["clock"]:
            yield Value("clock", match["clock"], match.start(), match.end(), lead=match["at"] or "")
        else:
            unit = (match["unit"] or "").lower()
            unit = "" if unit in _NO_UNIT else singular(unit)
            lead = (match["prep3"] or "").lower()
            start, end = match.span("amount")
            if lead == "at" and not unit:
                yield Value("clock", match["amount"], match.start(), end, lead=match["prep3"])
            else:
                yield Value("amount", match["amount"], start, end, unit)


def singular(noun: str) -> str:
    """pints -> pint, kisses -> kiss."""
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith(("sses", "shes", "ches", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us")) else noun


def same(first: Value, second: Value) -> bool:
    """Whether two values say the same."""
    return first.kind == second.kind and _plain(first.words) == _plain(second.words)


def _plain(words: str) -> str:
    plain = re.sub(r"^(?:the|next|this) ", "", words.lower())
    return _TIMES.get(plain, plain)


def swap(text: str, new: Value, old: str = "") -> str:
    """`text` with its value of that kind (or the one that reads `old`) replaced; "" if there is none."""
    places = [item for item in values(text) if item.kind == new.kind and not same(item, new)]
    if old:
        places = [item for item in places if _plain(item.words) == _plain(old)]
    if new.kind == "amount":
        places = _countable(text, places, new)
    if len({item.unit for item in places}) > 1 and not new.unit and not old:
        places = places[:1]
    if not places:
        return ""
    place = places[0]
    put = _in_month(place.words, _dated(new.words) if new.kind == "date" else new.words.lower())
    if place.words.lower().startswith("the ") and put[:1].isdigit():
        put = f"the {put}"
    if new.kind != "amount" and place.lead:
        put = f"{_lead(place.lead, new)} {put}"
    changed = text[: place.start] + put + text[place.end :]
    return _agreeing(changed, place, put)


def _countable(text: str, places: list[Value], new: Value) -> list[Value]:
    """Amounts of the same unit first; "a bottle" counts as one bottle."""
    if not new.unit:
        return places
    alike = [item for item in places if item.unit == new.unit]
    if alike:
        return alike
    for match in _ONE.finditer(text):
        if singular(match["unit"].lower()) == new.unit:
            return [Value("amount", match["amount"], match.start("amount"), match.end("amount"), new.unit)]
    return [item for item in places if not item.unit]


def _dated(words: str) -> str:
    """Days and months with their capital."""
    return re.sub(rf"\b(?:{_DAY}|{_MONTH}|{_FEAST})\b", lambda match: match[0].title(), words, flags=re.I)


def _in_month(old: str, new: str) -> str:
    """ "the twentieth" in the place of "the first of June" is the twentieth of June."""
    month = re.search(rf" (?:of )?{_MONTH}$", old, re.I)
    alone = re.fullmatch(rf"(?:the )?{_ORDINAL}", new, re.I)
    return new + month[0] if month and alone else new


def _lead(old: str, new: Value) -> str:
    """The preposition after a swap: "by" and "before" stay, "on" gives way to "in" before a month."""
    if old.lower() not in ("on", "in", "at"):
        return old
    if new.lead.lower() in ("on", "in", "at"):
        return new.lead
    if new.kind == "clock":
        return "at"
    month = re.fullmatch(rf"(?:the )?(?:{_MONTH}|spring|summer|autumn|winter|new year)", new.words, re.I)
    return "in" if month else "at" if re.fullmatch(_FEAST, new.words, re.I) else "on"


def _agreeing(text: str, place: Value, put: str) -> str:
    """ "two bottle" -> "two bottles" where one gave way to more, and back."""
    if place.kind != "amount":
        return text
    end = place.start + len(put)
    if put.lower() in ("a", "one"):
        return text[:end] + re.sub(rf"^( {re.escape(place.unit)})s\b", r"\1", text[end:], count=1)
    if place.words.lower() not in ("a", "an", "one"):
        return text
    return text[:end] + re.sub(rf"^( {re.escape(place.unit)})\b", r"\1s", text[end:], count=1)


def has_date(text: str) -> bool:
    """Whether a date is named."""
    return any(item.kind == "date" for item in values(text))
