"""The companion's own voice, played into a microphone."""

from __future__ import annotations

import functools

import numpy as np

from speech.audio import RATE, Samples, SpeechRate, to_float
from tests.speech.acoustics import Sound, at_level, drifting, later, loudspeaker, noise, room, through
from tests.speech.same_voice import same_voice

ACTS = (
    "That sounds like a lot to carry, and I wonder who has been there for you.",
    "It makes sense that you would feel torn. Part of you wants things to change.",
    "Would it be all right if I asked you one more thing about that?",
    "So you have been awake at night, and work has been heavy, and nobody has asked how you are.",
)
PLAYED_DB = -24.0
"""Level of the voice as it is handed to the loudspeaker."""


@functools.lru_cache(maxsize=1)
def own_voice() -> tuple[Samples, ...]:
    """The acts as the real voice says them, at 16 kHz. Run outside an event loop."""
    import asyncio

    async def made() -> tuple[Samples, ...]:
        engine = same_voice()
        await engine.start()
        try:
            spoken = [await engine.synthesise(text, 0.65) for text in ACTS]
        finally:
            await engine.close()
        return tuple(to_float(SpeechRate().convert(one.samples, one.rate)) for one in spoken)

    return asyncio.run(made())


def act(number: int, after: float = 1.0) -> Samples:
    """One act as it is played, and silence after it."""
    voice = at_level(own_voice()[number], PLAYED_DB)
    return np.concatenate([voice, np.zeros(round(after * RATE), np.float32)])


def echo(played: Sound, db: float, delay: float, *, drift: float = 0.0, ring: float = 0.3) -> Sound:
    """What a microphone hears of it: `db` louder than it was played, `delay` seconds later, in a room.

    `drift` is how far the microphone's clock runs behind, in parts per million.
    """
    heard = through(loudspeaker(played), room(1, ring)) * np.float32(10 ** (db / 20))
    heard = later(drifting(heard, drift), delay)
    return (heard + noise(len(played), -65.0, 2)).astype(np.float32)
