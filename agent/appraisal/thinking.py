"""Patterns of thinking, and premises that the companion cannot go along with."""

from __future__ import annotations

import functools
from typing import Literal

from agent.appraisal.beliefs import belief_families, beliefs, kept_still
from agent.appraisal.lists import matching, rules
from agent.appraisal.premise_head import general_keys
from agent.appraisal.reading import Distortion, Premise

Family = Literal["false", "harm", "delusion", "mania", "compulsion", "stigma"]
FAMILIES: tuple[Family, ...] = ("harm", "stigma", "delusion", "mania", "compulsion", "false")
"""In the order of how much hangs on them; a question about somebody ill before what that one believes."""
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', ",": " "})


def _straight(text: str) -> str:
    return " ".join(text.lower().translate(_QUOTES).split()).rstrip(" .!")


def distortions(text: str) -> tuple[Distortion, ...]:
    """The patterns of thinking a turn shows, one of each kind."""
    found: dict[str, Distortion] = {}
    for kind, words in matching("thinking", "distortions", _straight(text)):
        found.setdefault(kind, Distortion(kind, words))
    return tuple(found.values())


def premises(text: str) -> tuple[Premise, ...]:
    """What a turn takes for granted and the companion does not, the gravest first."""
    straight = _straight(text)
    agreement = bool(matching("thinking", "seeks_agreement", straight))
    by_parts = beliefs(straight)
    found: dict[str, Premise] = {}
    for family in FAMILIES:
        for belief in by_parts:
            if belief.family == family:
                found.setdefault(belief.key, Premise(belief.key, family, belief.words, agreement))
        for key, words in matching_family(family, straight):
            if key not in found and not kept_still(family, straight, words):
                found[key] = Premise(key, family, words, agreement)
    for belief in by_parts:
        if belief.family == "sweeping" and not found:
            found[belief.key] = Premise(belief.key, "false", belief.words, True)
    return tuple(found.values())


def matching_family(family: str, text: str) -> list[tuple[str, str]]:
    """(key, words) of the premises of one family that are known by a phrase."""
    return matching("thinking", f"premises.{family}", text) if family in rules("thinking")["premises"] else []


@functools.cache
def premise_families() -> dict[str, frozenset[str]]:
    """Family of premises -> its keys, however they are known."""
    parts = belief_families()
    phrases = rules("thinking")["premises"]
    found: dict[str, frozenset[str]] = {
        family: frozenset((*parts.get(family, ()), *phrases.get(family, ()), *general_keys(family)))
        for family in FAMILIES
    }
    return {**found, "false": found["false"] | parts["sweeping"]}
