"""The ways people put things, read from `phrases/en*.yaml`: patterns and word lists, by name."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import yaml


@functools.cache
def _all() -> dict[str, Any]:
    files = sorted((Path(__file__).parent / "phrases").glob("en*.yaml"))
    return {name: lines for file in files for name, lines in yaml.safe_load(file.read_text("utf-8")).items()}


@functools.cache
def alternatives(name: str) -> str:
    """The lines of a section as one group of a regular expression; they may name other sections."""
    return f"(?:{_filled('|'.join(str(_all()[name]).splitlines()))})"


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
    return re.compile(_filled(template), re.IGNORECASE | re.DOTALL)


@functools.cache
def numbered(name: str) -> dict[str, int]:
    """The words of a section written `word=number`."""
    pairs = (item.split("=") for item in listed(name))
    return {word: int(number) for word, number in pairs}


@functools.cache
def groups(name: str) -> dict[str, str]:
    """Each word of a section to the first word of its line: words that count as one."""
    lines = (line.split() for line in str(_all()[name]).splitlines())
    return {word: line[0] for line in lines for word in line}


def _filled(template: str) -> str:
    return re.sub(r"(?<!P)<(\w+)>", lambda found: alternatives(found[1]), template)


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
