"""Rule lists from YAML: pattern groups, compiled once."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import yaml

from agent.appraisal.needles import Screen

FOLDER = Path(__file__).parent / "lexicon"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BEFORE, _AFTER = r"(?<!\w)", r"(?!\w)"
_NOT_SEEN = re.compile(r"~(\w+)~")


def load(path: Path) -> Any:
    """A YAML file, by the fast loader where there is one."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)


@functools.cache
def rules(name: str) -> dict[str, Any]:
    """`lexicon/NAME.yaml`."""
    found: dict[str, Any] = load(FOLDER / f"{name}.yaml")
    return found


def pattern(words: str, parts: dict[str, str]) -> re.Pattern[str]:
    """A rule's words as a pattern: whole words, `~name~` stands for a named part."""
    return re.compile(_source(words, parts), re.I)


def _source(words: str, parts: dict[str, str]) -> str:
    filled = words
    while _NOT_SEEN.search(filled):
        filled = _NOT_SEEN.sub(lambda match: f"(?:{parts[match.group(1)]})", filled)
    return f"{_BEFORE}(?:{filled}){_AFTER}"


@functools.cache
def patterns(name: str, group: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(key, pattern) for every rule of one group (`premises.false`) in a file, in the file's order.

    The patterns are for lowered text: to heed case costs half of what it costs not to.
    """
    content = rules(name)
    parts: dict[str, str] = content.get("parts", {})
    found: list[tuple[str, re.Pattern[str]]] = []
    for step in group.split("."):
        content = content[step]
    for key, entries in content.items():
        found.extend((str(key), re.compile(_source(entry, parts))) for entry in entries)
    return tuple(found)


def matching(name: str, group: str, text: str) -> list[tuple[str, str]]:
    """(key, matched words, lowered) of each rule that fires in `text`."""
    found: list[tuple[str, str]] = []
    text = text.lower()
    of_group = patterns(name, group)
    for place in _screen(name, group).places(text):
        key, rule = of_group[place]
        match = rule.search(text)
        if match:
            found.append((key, match.group()))
    return found


@functools.cache
def _screen(name: str, group: str) -> Screen:
    return Screen([rule for _, rule in patterns(name, group)])
