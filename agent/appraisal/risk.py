"""Risk in one turn: a ladder of severity, idioms blanked out first, denials believed but noted."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.appraisal.lists import matching, pattern, rules
from agent.appraisal.needles import Screen
from agent.appraisal.parts import Turn, found, unless
from agent.appraisal.reading import RiskReading
from agent.appraisal.spelling import spelt

MOST_HEARD = 6_000
"""Characters of a turn that are listened to whole: the first and last halves of this."""
ASIDE, MOST_ASIDES = 90, 20
"""Of what lies between, this many characters each side of a grave word, and this many such places at most."""

PROBABILITY = {1: 0.55, 2: 0.8, 3: 0.85, 4: 0.9, 5: 0.92, 6: 0.95}
"""How often a rule of this rank is right, a guess to be replaced by calibrated heads."""
MOST_BY_PARTS = 3000
"""Characters of a turn that are read for the lexicons `BY_PARTS`: the first and last halves of this."""
BY_PARTS = ("danger", "at_hand")
"""Lexicons of meanings that are known by their parts."""
OTHERS = ("violence", "someone_else", "medical")
"""Dangers that are not thoughts of suicide."""

DOUBTFUL = 3
"""The severity of means at hand whose use is only hinted at: to be asked about."""
HINTED = "means at hand"
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'"})


@dataclass(frozen=True)
class Signs:
    """Everything in a turn that bears on safety. Names of rules only, never the words."""

    reading: RiskReading
    means: bool = False  # asks what is dangerous to answer at any time
    soft_means: bool = False  # asks what is dangerous to answer after distress
    loss: bool = False
    low: bool = False  # hopelessness
    denied: bool = False
    named: str = ""  # a means that is named: a key of `carried` in `lexicon/at_hand.yaml`


_GRAVE = re.compile(
    r"kill|suicid|dead|die\b|dying|hang|noose|overdos|pills|tablets|myself|my life|unalive|kms|gun\b|wrist"
)


def _heard(text: str) -> str:
    half = MOST_HEARD // 2
    if len(text) > MOST_HEARD:
        between = text[half:-half].lower()
        asides = [
            between[max(0, match.start() - ASIDE) : match.end() + ASIDE]
            for match, _ in zip(_GRAVE.finditer(between), range(MOST_ASIDES), strict=False)
        ]
        text = " . ".join((text[:half], *asides, text[-half:]))
    return spelt(re.sub(r"\s+", " ", text.translate(_QUOTES).lower()))


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


GROUPS = ("idioms", "denials", "means", "losses", "severity", "others")
Named = tuple[str, re.Pattern[str]]


def _rules_of(group: str) -> Sequence[Named]:
    """(rank or name, rule), in the order in which they are tried."""
    if group == "severity":
        return [(str(rank), rule) for rank, rule in _ladder()]
    return _others() if group == "others" else [("", rule) for rule in _compiled(group)]


@functools.cache
def _every() -> tuple[tuple[str, Named], ...]:
    return tuple((group, named) for group in GROUPS for named in _rules_of(group))


@functools.cache
def _screen() -> Screen:
    return Screen([rule for _, (_, rule) in _every()])


@functools.lru_cache(maxsize=4)
def _may_hear(heard: str) -> dict[str, list[Named]]:
    """The rules of each group that may be heard: in most turns none of any group is, and one look tells."""
    found: dict[str, list[Named]] = {group: [] for group in GROUPS}
    for place in _screen().places(heard):
        group, named = _every()[place]
        found[group].append(named)
    return found


@functools.lru_cache(maxsize=64)
def signs(text: str, before: str = "") -> Signs:
    """Read one turn for safety. Looks at these words alone; memory is `agent.safety`'s.

    `before` is the means that was named a turn ago: "all of them" may stand for it.
    """
    heard = _heard(text)
    for _, idiom in _may_hear(heard)["idioms"]:
        heard = idiom.sub(" . ", heard)
    denied = False
    for _, denial in _may_hear(heard)["denials"]:
        heard, count = denial.subn(" . ", heard)
        denied = denied or count > 0
    turn = Turn(heard, MOST_BY_PARTS)
    families = {item.family for name in BY_PARTS for item in found(name, turn, reach=0)}
    if before and _stands_for(before, heard):
        families.add("doubtful")
    named = matching("at_hand", "carried", heard)
    return Signs(
        _reading(heard, denied, families),
        means="means" in families
        or any(
            (match := rule.search(heard)) and _meant(heard, "means", match)
            for _, rule in _may_hear(heard)["means"]
        ),
        soft_means="soft_means" in families,
        loss="loss" in families or any(rule.search(heard) for _, rule in _may_hear(heard)["losses"]),
        low="low" in families,
        denied=denied,
        named=named[0][0] if named else "",
    )


def _stands_for(means: str, heard: str) -> bool:
    """Whether what is meant in this turn, put beside a means named before, would be heard by itself."""
    turn = Turn(f"{means}. {heard}", MOST_BY_PARTS)
    return any(item.family.isdigit() for item in found("at_hand", turn, reach=0))


def _reading(heard: str, denied: bool, families: set[str]) -> RiskReading:
    severity = max((int(name) for name in families if name.isdigit()), default=0)
    reasons = [f"ladder {severity}"] if severity else []
    for name, rule in _may_hear(heard)["severity"]:
        match, rank = rule.search(heard), int(name)
        if match and rank > severity and _meant(heard, name, match):
            reasons = [f"ladder {rank}"]
            severity = _long_ago(heard, rank, match.start(), match.end()) if rank == 6 else rank
            break
    own = severity > 0
    others = {
        name
        for name, rule in _may_hear(heard)["others"]
        if (match := rule.search(heard)) and _meant(heard, name, match)
    }
    others |= {name if name == "violence" else "someone_else" for name in families & {"violence", "someone"}}
    for name in sorted(others):
        reasons.append(name)
        severity = max(severity, 3 if name != "medical" else 4)
    if own and (plan := _PLAN.search(heard)) and not _PAST.search(heard[plan.end() : plan.end() + 60]):
        severity, reasons = max(severity, 5), [*reasons, "a plan"]
    elif own and severity in (2, 3) and _SOON.search(heard):
        severity, reasons = 4, [*reasons, "soon"]
    if "doubtful" in families and severity < DOUBTFUL:
        severity, reasons = DOUBTFUL, [*reasons, HINTED]
    if denied and severity <= 1:
        return RiskReading(severity, 0.15 + 0.25 * severity, (*reasons, "denied unasked"))
    return RiskReading(severity, PROBABILITY.get(severity, 0.02), tuple(reasons))


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
    r"^[^.!?]{0,50}\b(?:years? (?:ago|back)|when i was|as a (?:teen\w*|kid|child|student)|back in|once|"
    r"in my (?:teens|twenties|thirties)|decades? ago|at (?:school|uni|university)|in (?:19|20)\d\d)\b"
)
_SUPPOSED = re.compile(
    r"\b(?:if|would happen|imagine|imagining|wonder(?:ing)?|thought about|what about)\b[^.!?]{0,20}$"
)
_ANOTHER = re.compile(
    r"\b(?:(?:my|his|her|their|the|a) (?:\w+ )?(?:friend|sister|brother|son|daughter|mum|mom|"
    r"dad|mother|father|wife|"
    r"husband|partner|dog|cat|nan|gran|grandad|grandma|uncle|aunt|cousin|colleague|neighbour|mate|"
    r"character|hero|girl|boy|man|woman|guy)|he|she|they|"
    r"someone|somebody|who)\b(?:(?!\bi\b|\bi'm\b|\bme\b)[^.!?]){0,40}$"
)


def _long_ago(heard: str, rank: int, start: int, end: int) -> int:
    """An attempt long past is asked about, not treated as tonight's."""
    before = heard[max(0, start - 60) : start]
    past = _PAST.search(heard[end : end + 60]) or _PAST.search(before)
    return 3 if past or _SUPPOSED.search(before) else rank


def _meant(heard: str, family: str, match: re.Match[str]) -> bool:
    """Whether a phrase is about them (or, of others, about now) and not about a game, a book, a holiday."""
    if family.isdigit() and _about_another(heard, match.start()):
        return False
    kept_still = unless("danger", family)
    start = max(heard.rfind(mark, 0, match.start()) for mark in ".!?") + 1
    ends = [place for mark in ".!?" if (place := heard.find(mark, match.end())) >= 0]
    return kept_still is None or not kept_still.search(heard, start, min(ends, default=len(heard)))


def _about_another(heard: str, start: int) -> bool:
    return bool(_ANOTHER.search(heard[max(0, start - 60) : start]))
