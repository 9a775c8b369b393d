"""What heads look at: vectors of the turn and of the turns before it, its n-grams, and its outer form."""

from __future__ import annotations

import functools
import math
import re
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from agent.appraisal.encoder import WIDTH, Vectors
from agent.appraisal.risk_concepts import counted
from agent.appraisal.talk import talk
from agent.appraisal.windows import windows
from agent.words.sets import word_set
from agent.words.tokens import normalise

BUCKETS = 1 << 14
"""Places an n-gram is hashed to."""
READ = 1500
"""Characters of a text that are read for n-grams: about as much as the encoder sees."""
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[?!]")
_I = word_set("i i'm i've i'd i'll me my mine myself")
_YOU = word_set("you you're you've you'd you'll your yours yourself")
_NOT = word_set("no not never nothing nobody none cannot without")


class Embeds(Protocol):
    """What turns texts into vectors: `agent.appraisal.encoder.Encoder`, or something that remembers its."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """[n, WIDTH], many at once."""

    def one(self, text: str) -> Vectors:
        """[WIDTH], one alone."""


class Item(NamedTuple):
    """One turn to judge: its text, and the turns before it as (speaker, text), oldest first."""

    text: str
    before: Sequence[tuple[str, str]] = ()


class Grams(NamedTuple):
    """The n-grams of one text: places in [0, BUCKETS) and their weights (unit length in all)."""

    places: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float32]


@dataclass(frozen=True)
class Features:
    """What the heads are handed for n turns: dense blocks [n, width] and n-grams, by block name."""

    count: int
    dense: Mapping[str, Vectors]
    grams: Mapping[str, Sequence[Grams]]


VECTORS = ("turn", "heard", "heard_earlier", "own")
GRAMS = ("grams", "grams_heard")
FORM_WIDTH = 14
SIGNS_WIDTH = 3
SIGNS_WEIGHT = 4.0
"""What the rules see counts for more than one of a vector's many figures."""


def features(
    items: Sequence[Item], speaker: str, encoder: Embeds, needed: Collection[str], *, single: bool = False
) -> Features:
    """The features of turns said by `speaker`: the blocks that are `needed`.

    `heard` is the last turn of the other side, `own` the speaker's last but this. Every distinct text of a
    needed block is encoded once; `single` encodes each alone, so that the result is the same in any company.
    """
    said = [context(item, speaker) for item in items]
    places = [place for place, name in enumerate(VECTORS) if name in needed]
    pieces = {row[0]: windows(row[0]) for row in said} if "whole" in needed else {}
    # a long turn read in windows is not encoded once more: its first window is all that the encoder would see
    first = {turn: found[0] for turn, found in pieces.items()}
    seen = [Said(first.get(row.turn, row.turn), *row[1:]) for row in said]
    texts = [row[place] for row in seen for place in places]
    texts = list(dict.fromkeys(text for text in [*texts, *chain(*pieces.values())] if text))
    if single:
        vectors = {text: encoder.one(text) for text in texts}
    else:
        vectors = dict(zip(texts, encoder.embed(texts), strict=True)) if texts else {}
    nothing = np.zeros(WIDTH, np.float32)
    dense = {VECTORS[place]: np.stack([vectors.get(row[place], nothing) for row in seen]) for place in places}
    if "form" in needed:
        dense["form"] = np.array([form(row[0], row[1]) for row in said], np.float32)
    if "signs" in needed:
        dense["signs"] = np.array([signs(row[0], speaker) for row in said], np.float32)
    if "concepts" in needed:
        dense["concepts"] = np.stack([counted(row[0]) for row in said])
    if "whole" in needed:
        whole = [[vectors.get(piece, nothing) for piece in pieces[row[0]]] for row in said]
        dense["whole"] = np.stack([_mean(found) for found in whole])
    named = [(name, place) for place, name in enumerate(GRAMS) if name in needed]
    grams = {text: ngrams(text) for text in {row[place] for row in said for _, place in named}}
    return Features(len(seen), dense, {name: [grams[row[place]] for row in said] for name, place in named})


def _mean(found: Sequence[Vectors]) -> Vectors:
    """The mean of a text's windows, of unit length: `whole` is a text read whole."""
    mean: Vectors = np.mean(found, axis=0)
    unit: Vectors = mean / np.float32(max(1e-9, float(np.linalg.norm(mean))))
    return unit


class Said(NamedTuple):
    """A turn and what it follows; "" where there was none."""

    turn: str
    heard: str
    heard_earlier: str
    own: str


def context(item: Item, speaker: str) -> Said:
    """What the blocks of vectors are made of."""
    heard = [text for who, text in item.before if who != speaker]
    own = [text for who, text in item.before if who == speaker]
    return Said(
        item.text,
        heard[-1] if heard else "",
        heard[-2] if len(heard) > 1 else "",
        own[-1] if own else "",
    )


def ngrams(text: str) -> Grams:
    """Words, pairs of words, and pieces of words of 3 to 5 letters, hashed (crc32, so always alike)."""
    words = _WORD.findall(text[:READ].lower().replace("’", "'"))
    if not words:
        return Grams(np.zeros(0, np.int64), np.zeros(0, np.float32))
    pairs = zip(["^", *words], [*words, "$"], strict=True)
    hashed = [_bucket(f"p{first} {second}") for first, second in pairs]
    hashed += chain(*map(_word, words))
    places, counts = np.unique(np.array(hashed, np.int64), return_counts=True)
    weights = 1.0 + np.log(counts)
    return Grams(places, (weights / np.linalg.norm(weights)).astype(np.float32))


@functools.lru_cache(maxsize=4096)
def _word(word: str) -> tuple[int, ...]:
    """The places of a word and of its pieces. People use the same few thousand words."""
    names = [f"w{word}"]
    if len(word) > 2:
        padded = f"<{word}>"
        names += [
            padded[start : start + size] for size in (3, 4, 5) for start in range(len(padded) - size + 1)
        ]
    return tuple(map(_bucket, names))


def _bucket(name: str) -> int:
    return zlib.crc32(name.encode()) % BUCKETS


def signs(text: str, speaker: str) -> list[float]:
    """SIGNS_WIDTH figures: what the rules see of change and sustain talk, and whether of both."""
    if speaker != "participant":
        return [0.0] * SIGNS_WIDTH
    side, _, strength, other = talk(normalise(text[:READ]), ())
    seen = (strength * (side == "change"), strength * (side == "sustain"), float(bool(other)))
    return [SIGNS_WEIGHT * value for value in seen]


@functools.lru_cache(maxsize=4096)
def _denies(word: str) -> bool:
    return word in _NOT or word.endswith("n't")


def form(text: str, heard: str) -> list[float]:
    """FORM_WIDTH figures about a turn's shape, each about 0 to 1: length, questions, persons, negation."""
    words = _WORD.findall(text[:READ].lower().replace("’", "'"))
    count = max(1, len(words))
    asked = text.count("?")
    first = words[0] if words else ""
    return [
        math.log1p(len(words)) / 5,
        float(len(words) <= 2),
        float(text.rstrip().endswith("?")),
        min(asked, 3) / 3,
        sum(map(_I.__contains__, words)) / count,
        sum(map(_YOU.__contains__, words)) / count,
        sum(map(_denies, words)) / count,
        float("but" in words),
        min(text.count("!"), 2) / 2,
        float(text.rstrip().endswith(("-", "…", "..."))),
        float(first in ("what", "how", "when", "where", "why", "who", "which")),
        float(any(sign.isdigit() for sign in text)),
        math.log1p(len(heard.split())) / 5,
        float(heard.rstrip().endswith("?")),
    ]
