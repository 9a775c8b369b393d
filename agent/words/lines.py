"""Written lines by act and focus, with slots filled from what the person said."""

from __future__ import annotations

import functools
import string
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from agent.appraisal.lists import load
from agent.words.candidate import Candidate

FOLDER = Path(__file__).parent


@functools.cache
def read(name: str) -> Any:
    """`agent/words/NAME.yaml`."""
    return load(FOLDER / f"{name}.yaml")


@functools.cache
def _slots(line: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in string.Formatter().parse(line) if name)


def fill(
    lines: Sequence[str | Mapping[str, str]],
    frame: str,
    slots: Mapping[str, str],
    focus: str = "",
    weight: float = 1.0,
    uses: str = "",
) -> Iterator[Candidate]:
    """A candidate for each line whose slots are all filled.

    A line is its words, or {say: words, for: register} where it only suits one way of talking.
    """
    for number, entry in enumerate(lines):
        line, register = (entry, "") if isinstance(entry, str) else (entry["say"], entry["for"])
        names = _slots(line)
        if all(slots.get(name) for name in names):
            text = _filled(line, slots) if names else line
            yield Candidate(
                text,
                f"{frame}.{number}",
                focus,
                "simple",
                weight + 0.15 * bool(names),
                uses=uses,
                register=register,
            )


def _filled(line: str, slots: Mapping[str, str]) -> str:
    """The line with its slots filled, and a capital at the start of every sentence.

    Within a slot only its own first letter is touched: an address in it stays as it is written.
    """
    out, start = "", True
    for words, name, _, _ in string.Formatter().parse(line):
        for piece, whole in ((words, False), (slots[name] if name else "", True)):
            out += _capital(piece, start, whole)
            start = _ended(out)
    return out


def _capital(text: str, start: bool, first_alone: bool) -> str:
    """A capital where a sentence begins; `start`: one begins with the text."""
    out = ""
    for char in text:
        out += char.upper() if start and char.isalpha() else char
        start = (start and not char.isalnum()) or (char in ".?!" and not first_alone)
    return out


def _ended(text: str) -> bool:
    """Whether what comes after this text begins a sentence."""
    for char in reversed(text):
        if char.isalnum():
            return False
        if char in ".?!":
            return True
    return True
