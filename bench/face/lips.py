"""When the lips are seen to part, against when that is heard.

Where lips part before a vowel, after p, b or m, the sound above 300 Hz rises steeply. That moment is looked
for in the sound that left the page; the moment at which the drawn lips have begun to part in the frames.
(After silence a mouth opens well before it sounds, as people's do: that is not measured.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.messages import VoiceClip
from bench.face.watch import Floats, Watched
from bench.mouth import rises
from speech.audio import to_float
from speech.visemes import VOWELS

AROUND = 0.08
"""Seconds on both sides of the clip's own moment in which the sound's is looked for."""
SEEN = 0.3
"""Seconds on both sides of the sound in which the lips are followed."""
PARTED = 0.15
"""Of the way from shut to the widest that follows: the lips have begun to part."""
LEAST_GAP = 0.15
"""Of the widest gap of all: a mouth that opens less is not used."""
SURE = 0.5
"""Correlation above which a clip counts as found in the sound."""


@dataclass(frozen=True)
class Parting:
    """Lips that parted."""

    at: float  # seconds of the clip
    heard: float  # on the audio graph's clock, seconds
    late: float  # seconds that the lips were seen to part after it was heard; negative: before


def found(sound: Floats, wanted: Floats) -> int:
    """The sample at which `wanted` begins in `sound`; -1 if it is not there."""
    size = 1 << (len(sound) + len(wanted)).bit_length()
    product = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(wanted, size))
    match = np.fft.irfft(product, size)[: max(1, len(sound) - len(wanted) // 4)]
    at = int(match.argmax())
    there = sound[at : at + len(wanted)]
    likeness = float(match[at] / (np.linalg.norm(there) * np.linalg.norm(wanted[: len(there)]) + 1e-9))
    return at if likeness > SURE else -1


def partings(watched: Watched, clip: VoiceClip) -> list[Parting]:
    """Each time that lips parted in the part of `clip` that was heard."""
    own = to_float(clip.samples).astype(np.float64)
    steps = np.arange(round(len(own) * watched.rate / clip.rate)) * clip.rate / watched.rate
    at = found(watched.sound, np.interp(steps, np.arange(len(own)), own))
    if at < 0:
        return []
    steep = rises(watched.sound[at : at + len(steps)].astype(np.float32), watched.rate)
    hop = round(0.002 * watched.rate) / watched.rate
    moments = []
    for before, after in zip(clip.visemes, clip.visemes[1:], strict=False):
        if before.name != "PP" or after.name not in VOWELS:
            continue
        first = max(0, round((before.end - AROUND) / hop))
        window = steep[first : round((before.end + AROUND) / hop)]
        if len(window) and float(window.max()) > 3:  # dB: it was heard, and not cut
            inside = (first + int(window.argmax())) * hop
            heard = watched.start + at / watched.rate + inside
            moments.append(Parting(inside, heard, seen_after(watched, heard)))
    return [each for each in moments if not np.isnan(each.late)]


def seen_after(watched: Watched, heard: float) -> float:
    """Seconds from the sound at `heard` to the frame between which and the last the drawn lips parted."""
    at = watched.heard_at(heard)
    time, gap = watched.frames[:, 0], watched.frames[:, 2]
    near = np.abs(time - at) < SEEN
    if np.isnan(at) or near.sum() < 4:
        return float("nan")
    time, part = time[near], gap[near]
    # The widest that follows soon, the least gap before that, and then the first step up from there.
    soon = np.flatnonzero((time > at - 0.05) & (time < at + 0.16))
    if len(soon) == 0:
        return float("nan")
    top = int(soon[part[soon].argmax()])
    start = max(0, int(np.searchsorted(time, time[top] - 0.22)))
    low = start + int(part[start : top + 1][::-1].argmin())
    low = top - (low - start)
    rise = part[top] - part[low]
    if rise < LEAST_GAP * np.ptp(gap):
        return float("nan")
    level = part[low] + PARTED * rise
    step = low + int(np.argmax(part[low : top + 1] >= level))
    before, after = part[max(0, step - 1)], part[step]
    share = (level - before) / (after - before) if after > before else 1.0
    seen = time[max(0, step - 1)] + share * (time[step] - time[max(0, step - 1)])
    return float(seen - at)
