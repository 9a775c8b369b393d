"""One candidate as it streams in: cleaned, cut into clauses, and given up as soon as it is hopeless."""

from __future__ import annotations

import re

from agent.decide import Choice
from agent.models.rules import refusals, shared
from agent.situation import Situation

MOST_CHARACTERS = 1200
"""Of a stream: what is longer is no spoken turn."""
MAY_STILL_HEAL = frozenset(
    ("wrong act", "unfinished", "repetition", "another code", "rests on nothing", "too short")
)
"""Rules that refuse a beginning and might pass the whole; any other refusal ends the candidate."""
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|$)", re.S)
_LABEL = re.compile(r"^(?:the )?companion(?:'s words)?:\s*", re.I)
_CLAUSE_END = re.compile(r"[,;:.?!…—–](?=\s|$|[\"”’])")
_SENTENCE_END = re.compile(r"[.?!…]+[\"”’]?(?=\s|$)")
_QUOTES = {'"': '"', "“": "”", "'": "'", "‘": "’"}


class Draft:
    """What one stream has brought so far, and what review says of it."""

    def __init__(self, choice: Choice, now: Situation) -> None:
        self.choice, self.now = choice, now
        self.refused: tuple[str, ...] = ()
        self.ended = False  # nothing more is wanted from the stream
        self.whole = ""  # the longest beginning that may be said as it is
        self._raw = ""
        self._judged: set[str] = set()

    def add(self, piece: str) -> None:
        """Take in the next piece; `ended` says whether to go on."""
        self._raw += piece
        text, closed = cleaned(self._raw)
        self.ended = closed or len(self._raw) > MOST_CHARACTERS
        if ends := [match.end() for match in _CLAUSE_END.finditer(text)]:
            self._judge(text[: ends[-1]])

    def finish(self) -> None:
        """The stream is over: judge what is left."""
        self.ended = True
        text, _ = cleaned(self._raw)
        if text and not self.refused:
            self._judge(text)
        if not self.whole and not self.refused:
            self.refused = ("nothing said",) if not text else refusals(text, self.choice, self.now)

    def _judge(self, text: str) -> None:
        """Judge each new sentence end, then all clauses so far."""
        for match in _SENTENCE_END.finditer(text):
            self._sentence(text[: match.end()])
        if text in self._judged or self.refused:
            return
        self._judged.add(text)
        found = refusals(text, self.choice, self.now)
        if hopeless := tuple(name for name in found if name not in MAY_STILL_HEAL):
            self.refused, self.ended = hopeless, True

    def _sentence(self, text: str) -> None:
        if text in self._judged or self.refused:
            return
        self._judged.add(text)
        found = refusals(text, self.choice, self.now)
        if not found:
            self.whole = unquoted(text)
        elif hopeless := tuple(name for name in found if name not in MAY_STILL_HEAL):
            self.refused, self.ended = hopeless, True

    @property
    def fitness(self) -> float:
        """How well what may be said fits: their own words, few of ours, near the length asked for."""
        words = self.whole.lower().split()
        theirs = len(shared(self.whole, self.now))
        wanted = 10 if self.now.pace.fresh or self.now.pace.hold_left else 14
        own = sum(word.strip(".,") in ("i", "i'm", "me", "my") for word in words)
        opener = bool(re.match(r"(?:so|and|well|ah|oh|seems|sounds|perhaps|maybe)\b", self.whole.lower()))
        return 0.5 * min(theirs, 4) - 0.06 * abs(len(words) - wanted) - 0.5 * own - 0.6 * opener


def cleaned(raw: str) -> tuple[str, bool]:
    """The spoken words in a raw stream, and whether a line end closed them."""
    text = _THOUGHT.sub("", raw).lstrip()
    line, newline, _ = text.partition("\n")
    line = _LABEL.sub("", unquoted(" ".join(line.split())))
    return unquoted(line), bool(newline) and bool(line)


def unquoted(text: str) -> str:
    """Without quotation marks around the whole."""
    closing = _QUOTES.get(text[:1], "")
    if closing and closing not in text[1:-1]:
        return text[1:].removesuffix(closing).strip()
    return text
