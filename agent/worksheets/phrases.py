"""The ways people put things, read from `phrases/en.yaml`: patterns and word lists, by name."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import yaml


@functools.cache
def _all() -> dict[str, Any]:
    text = (Path(__file__).parent / "phrases" / "en.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@functools.cache
def alternatives(name: str) -> str:
    """The lines of a section as one group of a regular expression."""
    return f"(?:{'|'.join(str(_all()[name]).splitlines())})"


@functools.cache
def words(name: str) -> frozenset[str]:
    """The words of a section."""
    return frozenset(str(_all()[name]).split())


@functools.cache
def listed(name: str) -> tuple[str, ...]:
    """The words of a section, in order."""
    return tuple(str(_all()[name]).split())


@functools.cache
def pattern(template: str) -> re.Pattern[str]:
    """A compiled pattern; `<name>` in the template stands for the alternatives of that section."""
    filled = re.sub(r"(?<!P)<(\w+)>", lambda found: alternatives(found[1]), template)
    return re.compile(filled, re.IGNORECASE | re.DOTALL)


def plain(said: str) -> str:
    """Lower case, one kind of apostrophe, no marks, single spaces: the form that patterns are made for."""
    text = said.casefold().replace("’", "'")
    return " ".join(re.sub(r"[^\w'%/-]+", " ", text).split())


def is_all(name: str, text: str) -> bool:
    """Whether the whole of a plain text is one of the section's phrases."""
    return bool(pattern(f"<{name}>").fullmatch(text))


def holds(name: str, text: str) -> bool:
    """Whether one of the section's phrases stands anywhere in a plain text."""
    return bool(pattern(rf"\b<{name}>\b").search(text))


def starts(name: str, text: str) -> bool:
    """Whether a plain text begins with one of the section's phrases."""
    return bool(pattern(f"<{name}>").match(text))
