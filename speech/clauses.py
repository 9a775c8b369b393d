"""Text cut where a speaker would breathe, so that the first words can be heard while the rest is made."""

from __future__ import annotations

import re

LEAST = 4
"""Words: a clause shorter than this waits for the next, or its melody would be odd."""
MOST = 14
"""Words: a longer one is cut before a conjunction, if it has one."""
MOST_FIRST = 8
"""Words of the first clause: it is what the person waits for."""

_SHORT_FORMS = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|e\.g|i\.e|a\.m|p\.m)|\b[A-Z])\.$")
_CONJUNCTIONS = frozenset(
    {"and", "but", "or", "because", "so", "when", "while", "if", "which", "that", "although"}
)
_SENTENCE = (".", "!", "?", "…")
_PAUSE = (*_SENTENCE, ",", ";", ":", "—", "–")


def ends_sentence(clause: str) -> bool:
    """Whether a clause ends with a mark that ends a sentence."""
    return clause.rstrip("\"')”’ ").endswith(_SENTENCE)


def clauses(text: str) -> list[str]:
    """`text` in pieces to be spoken one after the other; joined by spaces they are its words again."""
    pieces: list[list[str]] = [[]]
    for word in text.split():
        pieces[-1].append(word)
        bare = word.rstrip("\"')”’")
        if bare.endswith(_PAUSE) and not _SHORT_FORMS.search(bare):
            pieces.append([])
    joined: list[list[str]] = []
    for piece in pieces:
        if not piece:
            continue
        ended = bool(joined) and ends_sentence(joined[-1][-1])
        short = bool(joined) and min(len(joined[-1]), len(piece)) < LEAST
        if short and not (ended and len(joined[-1]) >= LEAST):
            joined[-1] += piece
        else:
            joined.append(piece)
    cut = [_shortened(piece, MOST if index else MOST_FIRST) for index, piece in enumerate(joined)]
    return [" ".join(part) for parts in cut for part in parts]


def _shortened(words: list[str], most: int) -> list[list[str]]:
    if len(words) <= most:
        return [words]
    middle = len(words) / 2
    places = [at for at in range(LEAST, len(words) - LEAST + 1) if words[at].lower() in _CONJUNCTIONS]
    if not places:
        return [words]
    cut = min(places, key=lambda at: abs(at - middle))
    return [*_shortened(words[:cut], most), *_shortened(words[cut:], MOST)]
