"""Rows of a table out of spoken words: "the lamp, my shoes and a cat" are three; "that's all" ends."""

from __future__ import annotations

import re
from typing import Literal

from agent.worksheets.people import person
from agent.worksheets.phrases import holds, is_all, pattern, plain, words
from agent.worksheets.values import clean

SHORT = 6
"""Words up to which a piece between commas is a row of its own rather than part of a sentence."""


def rows(said: str, kind: Literal["text", "person"] = "text") -> tuple[tuple[str, ...], bool]:
    """What was named, an item a row, and whether they have no more."""
    text = clean(said)
    if no_more(said) or (kind == "person" and is_all("nobody", plain(text))):
        return (), True
    rest = pattern(r"<row_ends>[\s.!]*$").sub("", text)
    ends = rest != text and bool(rest.strip())
    rest = pattern(r"(?<!\w)<fillers_inside>(?!\w)[,.]?\s*").sub("", rest if ends else text)
    if ends and no_more(rest):
        return (), True
    found = [_row(piece, kind) for piece in _pieces(rest, kind) if not _empty(piece)]
    return tuple(piece for piece in found if piece), ends


def no_more(said: str) -> bool:
    """Whether it says that there are no more, and nothing else."""
    return is_all("no_more_rows", plain(said))


def all_told(said: str) -> bool:
    """Whether it says that the table is finished, in words that are no answer to the question of a cell."""
    return is_all("all_told", plain(said))


def _pieces(text: str, kind: str) -> list[str]:
    """The text cut where one item ends and the next begins, or whole if it is a sentence."""
    parts = [
        part
        for part in re.split(r"\s*[,;]\s*|\s*[.!?…]+\s+|\n+", _unled(text).strip(" .!?…,;"))
        if part.strip()
    ]
    cut: list[str] = []
    for part in parts:
        cut += _at_and(
            re.sub(r"^(?:and|then|plus|also)\s+", "", part, flags=re.IGNORECASE), kind, len(parts) > 1
        )
    short = all(len(plain(piece).split()) <= SHORT for piece in cut)
    if kind == "person" and _apposed(parts, cut):
        return [" ".join(cut)]
    alike = len({_begins_clause(piece) for piece in cut}) == 1 or kind == "person"
    return cut if len(cut) > 1 and short and alike else [text]


def _apposed(parts: list[str], cut: list[str]) -> bool:
    """Whether it is one person and their name: "my brother, Tom"."""
    if len(parts) != 2 or len(cut) != 2:
        return False
    who, name = plain(cut[0]).split(), cut[1].split()
    owned = len(who) == 2 and _determined(cut[0]) and holds("person_words", who[1])
    return owned and len(name) == 1 and name[0][:1].isupper() and not holds("person_words", plain(name[0]))


def _at_and(part: str, kind: str, in_list: bool) -> list[str]:
    """ "My shoes and a cat" in two, "bread and butter pudding" whole."""
    halves = re.split(r"\s+(?:and then|and also|and|plus|&)\s+", part, flags=re.IGNORECASE)
    if len(halves) == 1:
        return [part]
    first = _determined(halves[0])
    apart = all(_determined(half) or half[:1].isupper() for half in halves[1:])
    bare = not first and not any(_determined(half) for half in halves[1:])
    one_word = all(len(half.split()) == 1 for half in halves)
    if kind == "person" or apart or (bare and (one_word or in_list)):
        return halves
    return [part]


def _empty(piece: str) -> bool:
    """Whether it is a false start or a "maybe": "the, the curtain"."""
    text = plain(piece)
    return text in words("determiners") or is_all("row_lead", text) or is_all("person_tail", text)


def _row(piece: str, kind: str) -> str:
    if kind == "person":
        return person(piece).who
    return _unled(piece).strip(" .,;:!?")


def _unled(text: str) -> str:
    """Without "I can see", "um", "and" before it; a lone such word stays."""
    return pattern(r"^(?:<row_lead>[\s,.]+)+(?=\w)").sub("", text.strip())


def _determined(text: str) -> bool:
    head = plain(text).split()[:1]
    return bool(head) and (head[0] in words("determiners") or head[0].isdigit())


def _begins_clause(text: str) -> bool:
    head = plain(text).split()[:1]
    return bool(head) and head[0].split("'")[0] in words("clause_heads")
