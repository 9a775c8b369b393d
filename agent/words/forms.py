"""Verb forms: base, -s, -ing, past and participle, both ways."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

from agent.words.sets import word_set

LEXICON = Path(__file__).parent / "lexicon"


def lines(name: str) -> Iterator[str]:
    """The lines of a word list, without comments and blanks."""
    for line in (LEXICON / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


@functools.cache
def word_list(name: str) -> frozenset[str]:
    """The words of one list in `lexicon/`."""
    return frozenset(word for line in lines(name) for word in line.split())


def _ends_in_silent_e(base: str) -> bool:
    return base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be"


def ing(base: str, *, doubled: bool = False) -> str:
    """`opening`, `lying`, `stopping` (a verb that doubles its last letter says so)."""
    if doubled:
        return base + base[-1] + "ing"
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if _ends_in_silent_e(base):
        return base[:-1] + "ing"
    return base + "ing"


def third(base: str) -> str:
    """`goes`, `tries`, `stops`."""
    if base in ("be", "have"):
        return {"be": "is", "have": "has"}[base]
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


def past(base: str, *, doubled: bool = False) -> str:
    """The regular past: `tried`, `stopped`, `hoped`."""
    if doubled:
        return base + base[-1] + "ed"
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return base + "ed"


IRREGULAR_DOUBLED = word_set(
    "begin bet cut dig fit forget get hit let put quit run set shut sit spin split spill swim win babysit"
) - {"spill"}


@functools.cache
def verb_table() -> dict[str, tuple[str, str]]:
    """Every form of every known verb -> (base, form), form one of base s ing past part."""
    table: dict[str, tuple[str, str]] = {}
    for line in lines("verbs"):
        for entry in line.split():
            base, doubled = entry.rstrip("*"), entry.endswith("*")
            simple = past(base, doubled=doubled)
            _enter(table, base, simple, simple, ing(base, doubled=doubled))
    for line in lines("irregular_verbs"):
        base, simple, participle = line.split()
        _enter(table, base, simple, participle, ing(base, doubled=base in IRREGULAR_DOUBLED))
    table.update({"gotten": ("get", "part"), "learned": ("learn", "past"), "dreamt": ("dream", "past")})
    table["slept"] = ("sleep", "past")
    return table


def _enter(table: dict[str, tuple[str, str]], base: str, simple: str, participle: str, gerund: str) -> None:
    table[participle] = (base, "part")
    table[simple] = (base, "past")
    table[third(base)] = (base, "s")
    table[gerund] = (base, "ing")
    table[base] = (base, "base")


@functools.cache
def gerunds() -> dict[str, str]:
    """Base -> -ing form, for known verbs."""
    return {base: word for word, (base, form) in verb_table().items() if form == "ing"}


def gerund(base: str) -> str:
    """The -ing form of any verb."""
    return gerunds().get(base) or ing(base)


@functools.cache
def participles() -> frozenset[str]:
    """Words that can be a past participle."""
    irregular = {line.split()[2] for line in lines("irregular_verbs")}
    regular = {word for word, (_, form) in verb_table().items() if form == "past" and word.endswith("ed")}
    return frozenset(irregular | regular | {"gotten", "learned"})
