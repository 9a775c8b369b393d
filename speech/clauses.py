"""Text cut where a speaker would breathe, so that the first words can be heard while the rest is made."""

from __future__ import annotations

import re

LEAST = 4
"""Words: a clause shorter than this waits for the next, or its melody would be odd."""
MOST = 14
"""Words: a longer one is cut before a conjunction, if it has one."""
MOST_FIRST = 8
"""Words of the first clause: it is what the person waits for."""
MOST_WAITED = 11
"""Words of a first clause without a conjunction, above which it is cut before a phrase."""
MOST_QUOTED = 20
"""Words: what somebody said is not cut, unless it is longer than this."""

_TITLES = r"Mr|Mrs|Ms|Dr|Prof|St|Mt|Jr|Sr|vs|etc|approx|e\.g|i\.e|a\.m|p\.m"
_SHORT_FORMS = re.compile(rf"(?:\b(?:{_TITLES})|\b[A-Z])\.$")
_NUMBERED = re.compile(r"^\(?(?:No|Nos|nos|pp|vol|ch)\.$")
_CONJUNCTIONS = frozenset(
    {"and", "but", "or", "because", "so", "when", "while", "if", "which", "that", "although"}
)
_PHRASES = frozenset(
    {"with", "about", "for", "from", "after", "before", "without", "until", "in", "at", "to"}
)
_SENTENCE = (".", "!", "?", "…")
_PAUSE = (*_SENTENCE, ",", ";", ":", "—", "–")
_CLOSING = "\"')”’"


def ends_sentence(clause: str) -> bool:
    """Whether a clause ends with a mark that ends a sentence."""
    return clause.rstrip(_CLOSING + " ").endswith(_SENTENCE)


def marked(clause: str) -> bool:
    """Whether a clause ends with a mark at which a reader pauses."""
    return clause.rstrip(_CLOSING + " ").endswith(_PAUSE)


def clauses(text: str) -> list[str]:
    """`text` in pieces to be spoken one after the other; joined by spaces they are its words again.

    Titles, initials, numbers and what somebody said stay in one piece.
    """
    joined: list[list[str]] = []
    for piece in _at_marks(text.split()):
        ended = bool(joined) and ends_sentence(joined[-1][-1])
        short = bool(joined) and min(len(joined[-1]), len(piece)) < LEAST
        if short and not (ended and len(joined[-1]) >= LEAST):
            joined[-1] += piece
        else:
            joined.append(piece)
    cut = [_shortened(piece, first=index == 0) for index, piece in enumerate(joined)]
    return [" ".join(part) for parts in cut for part in parts]


def _at_marks(words: list[str]) -> list[list[str]]:
    quoted = _quoted(words)
    pieces: list[list[str]] = [[]]
    for place, word in enumerate(words):
        pieces[-1].append(word)
        bare = word.rstrip(_CLOSING)
        numbered = _NUMBERED.search(bare) and any(map(str.isdigit, "".join(words[place + 1 : place + 2])))
        if bare.endswith(_PAUSE) and not _SHORT_FORMS.search(bare) and not numbered and not quoted[place]:
            pieces.append([])
    return [piece for piece in pieces if piece]


def _quoted(words: list[str]) -> list[bool]:
    """Of each word, whether a quotation goes on after it. One that is never closed, or is long, is none."""
    goes_on = [False] * len(words)
    begun: int | None = None
    for place, word in enumerate(words):
        if begun is None and word.lstrip("(").startswith(('"', "“")):
            begun = place
        if begun is not None and word.rstrip(".,;:!?…)").endswith(('"', "”")) and len(word) > 1:
            if place - begun < MOST_QUOTED:
                goes_on[begun:place] = [True] * (place - begun)
            begun = None
    return goes_on


def _shortened(words: list[str], *, first: bool) -> list[list[str]]:
    if len(words) <= (MOST_FIRST if first else MOST):
        return [words]
    quoted = _quoted(words)
    inside = [at for at in range(LEAST, len(words) - LEAST + 1) if not quoted[at - 1]]
    places = [at for at in inside if words[at].lower() in _CONJUNCTIONS]
    if first and len(words) > MOST_WAITED and not [at for at in places if at <= MOST_FIRST]:
        places = [at for at in inside if words[at].lower() in _PHRASES and at <= MOST_FIRST] or places
    if not places:
        return [words]
    # The first clause ends soon: the rest is made while it sounds.
    middle = 0.75 * MOST_FIRST if first else len(words) / 2
    cut = min(places, key=lambda at: abs(at - middle))
    return [*_shortened(words[:cut], first=first), *_shortened(words[cut:], first=False)]
