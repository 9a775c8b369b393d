"""Moves on a sheet, as people say them: skip, back, stop, pause, go on, what do you mean, no idea.

A move is the whole of what was said, bar politeness, so that "I told him to stop" stays an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

from agent.worksheets.phrases import is_all, pattern, plain
from agent.worksheets.schema import Field, Sheet

Move = Literal["skip", "back", "stop", "pause", "resume", "help", "unsure"]


def find_move(said: str) -> Move | None:
    """The move that `said` is, or None."""
    for text in _peeled(plain(said)):
        for move in get_args(Move):
            if is_all(move, text):
                found: Move = move
                return found
    return None


def find_targets(said: str) -> Iterator[tuple[str, str]]:
    """What "go back to ..." or "change ... (to ...)" may name, and what it is to be, if told."""
    for text in _peeled(plain(said)):
        for section in ("go_to", "change"):
            found = pattern(f"<{section}>").fullmatch(text)
            if found:
                named = found.groupdict()
                yield named["field"], named.get("to") or ""


def find_field(name: str, sheet: Sheet) -> Field | None:
    """The field called `name`, by its label, key or other names."""
    named = (field for field in sheet.fields if is_called(name, field.label, field.key, *field.names))
    return next(named, None)


def is_called(name: str, label: str, key: str, *others: str) -> bool:
    """Whether `name`, as somebody says it, is one of these."""
    around = pattern(r"^<around_names>\s+|\s+<around_names>$")
    once = around.sub("", name)
    called = {plain(label), key.replace("_", " "), *(plain(other) for other in others)}
    return bool({name, once, around.sub("", once)} & called)


def keeps(said: str) -> bool:
    """Whether an earlier answer is to stay: "the same", "keep that"."""
    return any(is_all("keep_offered", text) for text in _peeled(plain(said)))


def agrees(said: str) -> bool | None:
    """True for a yes, False for a no, None for neither."""
    for section, answer in (("no", False), ("yes", True)):
        if pattern(rf"<{section}>(?:\s+(?:<{section}>|<after_agreeing>))*").fullmatch(plain(said)):
            return answer
    return None


def _peeled(text: str) -> list[str]:
    """`text` as it is, then with one politeness after the other taken off its ends."""
    lead, tail = pattern(r"<lead>\s+"), pattern(r"\s+<tail>$")
    tails = [text]
    while (shorter := tail.sub("", tails[-1])) not in ("", tails[-1]):
        tails.append(shorter)
    found = []
    for rest in tails:
        found.append(rest)
        while (cut := lead.match(rest)) and rest[cut.end() :]:
            rest = rest[cut.end() :]
            found.append(rest)
    return found
