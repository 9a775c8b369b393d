"""Rule lists from YAML: pattern groups, compiled once."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "lexicon"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BEFORE, _AFTER = r"(?<!\w)", r"(?!\w)"
_NAMED = re.compile(r"\(\?P<\w+>")
_BACK = re.compile(r"\(\?P=|\\[1-9]")
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
    if not _any_of(name, group).search(text):
        return found
    for key, rule in patterns(name, group):
        match = rule.search(text)
        if match:
            found.append((key, match.group()))
    return found


def any_of(rules_: Sequence[re.Pattern[str]]) -> re.Pattern[str]:
    """A pattern that is heard where any of these is: most texts are done with after one look.

    All must be made as `pattern` makes them, whole words, and with the same flags.
    """
    flags = {rule.flags for rule in rules_}
    bodies = [rule.pattern.removeprefix(_BEFORE).removesuffix(_AFTER) for rule in rules_]
    odd = any(rule.pattern in bodies or _BACK.search(rule.pattern) for rule in rules_)
    if len(flags) != 1 or odd:
        raise ValueError("these patterns are not whole words alike")
    nameless = (_NAMED.sub("(?:", body) for body in bodies)
    return re.compile(f"{_BEFORE}(?:{'|'.join(nameless)}){_AFTER}", flags.pop())


@functools.cache
def _any_of(name: str, group: str) -> re.Pattern[str]:
    return any_of([rule for _, rule in patterns(name, group)])
