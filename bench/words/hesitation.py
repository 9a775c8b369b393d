"""Recorded "um" and "uh" put into the speech of others, for more hesitation than the recordings hold.

The fillers are a person's, cut out of the free talk by its time line; the voice is not that of the
speaker they interrupt, which a recogniser may find easier or harder than the real thing.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from alongside.disfluency import is_filler
from alongside.records import Word
from bench.words.recordings import Item
from speech.audio import RATE, Samples

EDGE = 0.02
"""Seconds of fade at a cut."""
NEAR = 0.3
"""Seconds between a filler and where it was heard, at most."""
SILENCE = 0.12
"""Seconds of the recording's own quiet before and after a filler."""


def murmurs(talk: list[Item]) -> list[tuple[str, Samples]]:
    """Each filler of the recordings with a time line: (word, samples)."""
    found = []
    for item in talk:
        for start, end, word in item.times:
            if is_filler(word) and 0.2 <= end - start <= 0.8:
                found.append((word, item.samples[int(start * RATE) : int(end * RATE)]))
    return found


def between(words: Sequence[Word]) -> float:
    """The second in the middle of the widest gap between words, away from both ends if there are enough."""
    inner = words[len(words) // 4 : len(words) - len(words) // 4] if len(words) > 4 else words
    gaps = [(after.start - before.end, before.end) for before, after in itertools.pairwise(inner)]
    width, start = max(gaps, default=(0.0, 0.0))
    return start + width / 2


def hesitating(item: Item, second: float, murmurs: list[tuple[str, Samples]], seed: int) -> Item:
    """`item` with one filler before it, and one at a second between its words."""
    random = np.random.default_rng(seed)
    (before, first), (within, other) = (murmurs[k] for k in random.choice(len(murmurs), 2, replace=False))
    cut = int(second * RATE)
    level = float(np.percentile(np.abs(item.samples), 95))
    hush = np.random.default_rng(seed).normal(0, 1e-4, int(SILENCE * RATE)).astype(np.float32)
    first, other = _faded(first, level), _faded(other, level)
    parts = [first, hush, item.samples[:cut], hush, other, hush, item.samples[cut:]]
    at = (len(first) + 2 * len(hush) + cut) / RATE
    times = ((0.0, len(first) / RATE, before), (at, at + len(other) / RATE, within))
    return Item(item.name, "put in", np.concatenate(parts), item.said, times=times)


def found_in_place(item: Item, words: Sequence[Word]) -> int:
    """How many of the fillers put in were heard, each no further off than NEAR."""
    heard = [word for word in words if is_filler(word.text)]
    right = 0
    for start, end, _ in item.times:
        near = [word for word in heard if word.start < end + NEAR and word.end > start - NEAR]
        right += bool(near)
        heard = [word for word in heard if word not in near[:1]]
    return right


def _faded(samples: Samples, level: float) -> Samples:
    louder = samples * (level / max(1e-6, float(np.percentile(np.abs(samples), 95))))
    ramp = np.minimum(1, np.arange(len(samples)) / (EDGE * RATE))
    return np.asarray(np.clip(louder * ramp * ramp[::-1], -1, 1), np.float32)
