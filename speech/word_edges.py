"""Where words begin and end: what attention said, put right by where there was sound.

Whisper's attention places a word well but its edges loosely: it runs ahead, and lets the word after a
pause begin with the pause. Both are put right here, by a fixed shift and by the level of the sound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from alongside.records import Word
from speech.audio import RATE, Samples

SHIFT = 0.05
"""Seconds by which attention is early, on one recording with known times (see `bench.words`)."""
STEP = 0.01
PAUSE = 0.1
"""Seconds; a shorter dip in level belongs to the word: a stop consonant is silent for about that long."""
LEAST = 0.04
"""Seconds that a word takes at least."""
LONGEST, A_LETTER = 0.2, 0.05
"""Seconds that a word lasts at most, and more for each letter: what is longer holds a pause or an "um"."""
LOUD = 0.4
"""The level of speech, as a share of the way (in dB) from the quietest tenth to the loudest tenth."""


def refine(words: Sequence[Word], samples: Samples) -> tuple[Word, ...]:
    """The words with their edges moved to the sound. Times are seconds from the start of `samples`."""
    loud = _loud(samples)
    length = len(samples) / RATE
    found: list[Word] = []
    for number, word in enumerate(words):
        earliest = found[-1].end if found else 0.0
        start = min(length, max(earliest, word.start + SHIFT if word.start > 0 else 0.0))
        latest = words[number + 1].start + SHIFT if number + 1 < len(words) else length
        end = min(length, max(word.end + SHIFT, start))
        start, end = _onto_sound(loud, start, end, min(length, max(end, latest)))
        start = max(start, end - LONGEST - A_LETTER * len(word.text))
        found.append(replace(word, start=start, end=max(start, end)))
    return tuple(found)


def _onto_sound(loud: npt.NDArray[np.bool_], start: float, end: float, latest: float) -> tuple[float, float]:
    """A span without the pause it begins or ends with; an end that sound goes on behind, moved behind it."""
    first, last, until = (round(moment / STEP) for moment in (start, end, latest))
    inside = np.flatnonzero(loud[first:last])
    if len(inside) == 0:
        return start, end
    pause = round(PAUSE / STEP)
    if inside[0] >= pause:
        start = min((first + int(inside[0])) * STEP, end - LEAST) if end - start > LEAST else start
    quiet_after = last - first - 1 - int(inside[-1])
    if quiet_after >= pause:
        end = max((first + int(inside[-1]) + 1) * STEP, start + LEAST)
    elif until - last >= pause:
        behind = loud[last:until]
        quiet = np.flatnonzero(~behind)
        end += (int(quiet[0]) if len(quiet) else len(behind)) * STEP
    return start, end


def _loud(samples: Samples) -> npt.NDArray[np.bool_]:
    """Whether each 10 ms are as loud as speech; a click alone is not."""
    size = round(STEP * RATE)
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    level = 10 * np.log10(np.mean(np.square(frames, dtype=np.float64), axis=1) + 1e-10)
    if len(level) == 0:
        return np.zeros(0, np.bool_)
    low, high = np.percentile(level, [10, 90])
    over = np.convolve(level > low + LOUD * (high - low), np.ones(3), "same") >= 2
    return np.asarray(over, np.bool_)
