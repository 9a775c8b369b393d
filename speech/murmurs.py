"""A listener's small sounds: "mm-hm", "mm", "I see", "right". Short, soft, never twice the same in a row.

They are the voice's own, made ahead in several variants, and said at once. Level and length as listeners
have them: 6 to 9 dB under speech, 200 to 350 ms for a wordless one. They are not said over somebody who
speaks up: then they wait for a dip of the voice, and are left unsaid if none comes.
"""

from __future__ import annotations

import random
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from alongside.messages import SpeechActivity
from alongside.murmurs import MURMURS
from speech.synthesis import Synthesis

SOUNDS = MURMURS
"""Made ahead without being asked."""
_MMHM = "[[ ʔm̩ʔhˈm̩ː ]]?"
_HUMS = {"mmhm": _MMHM, "mhm": _MMHM, "mm": "[[ mmm ]].", "hm": "[[ hˈmm ]]."}
"""Piper would spell these out; it takes phonemes between double brackets."""
RISE = 3.0
"""Semitones by which "mm-hm" rises from its beginning to its end: a signal to go on."""
DIP_WITHIN = 0.35
"""Seconds that a murmur waits for a dip of the person's voice; later it would answer something else."""
FRESH = 0.5
"""Seconds after which a report of the person's voice says nothing about now."""


@dataclass(frozen=True)
class Variant:
    """How one making differs from the next: pace, pitch in semitones, level in dB under speech."""

    pace: float
    pitch: float
    level_db: float

    @property
    def volume(self) -> float:
        """As the factor of an act's volume."""
        return float(10 ** (self.level_db / 20))


VARIANTS = (Variant(1.0, 0.0, -7.0), Variant(1.1, 0.5, -8.0), Variant(0.92, -0.5, -6.5))
OWN_PACE = 1.5
"""Of the voice's pace for an act: a murmur is brief even where speech is slow."""


def engine_text(text: str, engine: str) -> str:
    """A murmur as its engine is given it."""
    return _HUMS.get(_plain(text), text) if engine == "piper" else text


def rise(text: str) -> float:
    """Semitones by which a murmur is bent upwards."""
    return RISE if _plain(text) in ("mmhm", "mhm") else 0.0


def _plain(text: str) -> str:
    found = re.sub(r"[^a-z]", "", text.lower()).replace("mmm", "mm")
    return "hm" if found == "hmm" else found


def shifted(made: Synthesis, semitones: float, rise: float = 0.0) -> Synthesis:
    """A clip higher or lower by a little, and rising by `rise` on its way; its length changes as much."""
    sound = np.frombuffer(made.samples, "<i2").astype(np.float32)
    if (semitones == 0.0 and rise == 0.0) or len(sound) < 2:
        return made
    way = np.linspace(0.0, 1.0, len(sound))
    # When each sample is to sound: closer together where it is higher.
    when = np.concatenate([[0.0], np.cumsum(2.0 ** (-(semitones + rise * way[1:]) / 12.0))])
    count = int(when[-1]) + 1
    # Linear is enough: the step is far from the band's edge, and the sound soft.
    moved = np.interp(np.arange(count), when, sound)
    edges = [0, *(int(np.interp(at, np.arange(len(sound) + 1), [*when, count]))
             for at in np.cumsum([samples for _, samples in made.phonemes]))]  # fmt: skip
    phonemes = tuple((name, b - a) for (name, _), a, b in zip(made.phonemes, edges, edges[1:], strict=False))
    return Synthesis(moved.astype("<i2").tobytes(), made.rate, phonemes, made.estimated)


class Choice:
    """Picks a variant for each saying of a murmur, never the one before."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._last: dict[str, Variant] = {}

    def of(self, text: str) -> Variant:
        """The variant for this time."""
        others = [variant for variant in VARIANTS if variant != self._last.get(text)]
        self._last[text] = self._random.choice(others)
        return self._last[text]


class Loudness:
    """Whether the person speaks up right now, against how they have spoken in the last ten seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._levels: deque[float] = deque(maxlen=100)
        self._last: SpeechActivity | None = None
        self._at = 0.0

    def hear(self, activity: SpeechActivity) -> None:
        """Ten times a second."""
        self._last, self._at = activity, self._clock()
        if activity.speaking and activity.probability >= 0.5:
            self._levels.append(activity.level_db)

    @property
    def loud(self) -> bool:
        """Whether a murmur would be said over their voice."""
        now = self._last
        if now is None or not now.speaking or now.probability < 0.5 or self._clock() - self._at > FRESH:
            return False
        return len(self._levels) < 5 or now.level_db > float(np.percentile(self._levels, 90)) - 9.0
