"""Patterns of thinking, and premises that the companion cannot go along with."""

from __future__ import annotations

from typing import Literal

from agent.appraisal.lists import matching
from agent.appraisal.reading import Distortion, Premise

Family = Literal["false", "harm", "delusion", "mania", "compulsion"]
FAMILIES: tuple[Family, ...] = ("harm", "delusion", "mania", "compulsion", "false")
"""In the order of how much hangs on them."""


def _straight(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").replace(",", " ").split()).rstrip(" .!")


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
    found: list[Premise] = []
    for family in FAMILIES:
        for key, words in matching_family(family, straight):
            if not any(item.key == key for item in found):
                found.append(Premise(key, family, words, agreement))
    return tuple(found)


def matching_family(family: str, text: str) -> list[tuple[str, str]]:
    """(key, words) of the premises of one family."""
    return matching("thinking", f"premises.{family}", text)
