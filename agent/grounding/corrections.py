"""Corrections: "no, not my sister, my mother", "it was Tuesday, not Monday", "I meant the other job"."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from agent.words.clauses import parse
from agent.words.phrases import PEOPLE, phrase
from agent.words.sets import word_set
from agent.words.tokens import normalise

_NP = r"(?:(?:my|the|his|her|their|our|a|an) )?[\w']+(?: [\w']+){0,2}"
_SHAPES = (
    re.compile(
        rf"\b(?:no,? )?not (?P<old>{_NP})[,.;:]+ ?"
        rf"(?:but |it's |it was |i meant |rather )?(?P<new>{_NP})(?=[.,!?]|$)",
        re.I,
    ),
    re.compile(rf"\b(?:no,? )?not (?P<old>{_NP}) but (?P<new>{_NP})(?=[.,!?]|$)", re.I),
    re.compile(
        rf"\b(?:it's|it was|it is|that was|that's|i said|i meant|i mean|actually,?|he's|she's|they're) "
        rf"(?P<new>{_NP}),? not (?P<old>{_NP})(?=[.,!?]|$)",
        re.I,
    ),
    re.compile(
        r"^(?:no,? |sorry,? |wait,? |actually,? ){1,3}(?:i meant |i mean |it was |it's |it is )?"
        r"(?P<new>(?:my|the|on|in) [\w']+(?: [\w']+)?)[.!]?$",
        re.I,
    ),
    re.compile(rf"^(?:no,? |sorry,? )?i (?:meant|mean) (?P<new>{_NP})[.!]?$", re.I),
)
_WITHDRAWN = re.compile(
    r"\b(?:forget (?:about )?|never mind (?:about )?|scrap |drop |leave out |it's not about "
    r")(?P<old>(?:the |my |that |what i said about )?[\w' ]{3,30}?)(?=[.,!?]|$)",
    re.I,
)
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
_NUMBERS = word_set(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty"
)
CLASSES: tuple[frozenset[str], ...] = (PEOPLE, _DAYS, _NUMBERS)
_MENDS = re.compile(r"^(?:no|nope|not|sorry|wait|actually|i meant|i said|hang on|nah)\b", re.I)
_SKIP = word_set("really exactly quite sure that it this sorry right true all yet now much")


@dataclass(frozen=True)
class Correction:
    """`old` is to give way to `new`; `old` is "" where it was not said, `new` "" for a withdrawal."""

    old: str
    new: str


def corrections(text: str) -> tuple[Correction, ...]:
    """What a turn puts right, at most two."""
    plain = normalise(text)[:400]
    found: list[Correction] = []
    for shape in _SHAPES:
        match = shape.search(plain)
        if match:
            parts = match.groupdict()
            old, new = (_bare(parts.get("old") or ""), _bare(parts.get("new") or ""))
            if new and new not in _SKIP and old.split(" ")[0] not in _SKIP and old != new:
                found.append(Correction(old, new))
                break
    if match := _WITHDRAWN.search(plain):
        found.append(Correction(_bare(match["old"]), ""))
    return tuple(found[:2])


def _bare(words: str) -> str:
    """Without owner or article, in small letters."""
    return re.sub(
        r"^(?:my|the|his|her|their|our|a|an|that|what i said about|on|in|about) ", "", words.strip().lower()
    )


def same_class(old: str, new: str) -> bool:
    """Whether one could stand in the other's place: both people, both days, both numbers."""
    return any(old.split()[-1] in group and new.split()[-1] in group for group in CLASSES if old and new)


def replaces(value: str, old: str, new: str) -> str:
    """`value` with `old` replaced by `new`, or "" if `old` is not in it."""
    changed, count = re.subn(rf"\b{re.escape(old)}\b", new, value, flags=re.I)
    return changed if count else ""


def pivot(text: str) -> str:
    """ "It's not the money, it's the silence after": what it is instead, said back; "" if nothing is."""
    found = parse(text)
    for first, second in itertools.pairwise(found):
        if (
            (
                first.person in ("it", "that")
                and first.negated
                and second.person in ("it", "that")
                and not second.negated
            )
            and first.verb
            and second.verb
            and first.verb.tag == "E" == second.verb.tag
        ):
            return phrase([token for token in second.rest if token.tag != "R"], 6)
    return ""


def corrected_words(text: str) -> str:
    """What was put right: "not my sister, my mother" -> "your mother"."""
    plain = normalise(text)[:400]
    if len(plain.split()) > 14 or not _MENDS.match(plain):
        return ""
    for correction in corrections(plain):
        if not correction.new or not (correction.old or same_class(correction.new, correction.new)):
            continue
        match = re.search(
            rf"\b((?:my|the|his|her|their|our|a|an) )?{re.escape(correction.new)}\b", plain, re.I
        )
        owner = (match.group(1) or "").strip().lower() if match else ""
        return f"{ {'my': 'your', 'our': 'your'}.get(owner, owner) } {correction.new}".strip()
    return ""
