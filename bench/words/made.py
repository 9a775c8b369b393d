"""Sentences of the voice: when each word sounds is known to the sample."""

from __future__ import annotations

import asyncio
import itertools

from alongside.weights import find
from bench.words.recordings import Item
from speech.audio import Framer, to_float
from speech.voice_client import VoiceClient
from speech.word_times import word_times

SENTENCES = (
    "Yesterday morning my brother met two old friends near that little market.",
    "Nobody expected such cold weather, but everybody brought warm clothes anyway.",
    "She always wakes before sunrise, drinks strong coffee, and reads three newspapers.",
    "It was raining so hard that we could not see the road, but he kept driving anyway.",
    "Finally Martin called back, laughed, and said everything went well.",
    "My knee still hurts sometimes, yet running feels much better than last summer.",
    "Some people like quiet evenings, others need music, noise, and company.",
    "Every Tuesday they play cards until midnight, drink tea, and tell long stories.",
)


def sentences() -> list[Item]:
    """Those of whose every word the time is known."""
    return asyncio.run(_sentences())


async def _sentences() -> list[Item]:
    client, found = VoiceClient(find("voice-joe")), []
    try:
        for number, text in enumerate(SENTENCES):
            made = await client.synthesise(text, 1.0)
            pcm = b"".join(Framer().push(made.samples + bytes(made.rate), made.rate))
            times = tuple((w.start, w.end, w.text) for w in word_times(text, made.phonemes, made.rate))
            # Where espeak said two words in one breath, the times between them are shared out: not the truth.
            if any(later[0] > earlier[1] for earlier, later in itertools.pairwise(times)):
                found.append(Item(f"made-{number}", "made", to_float(pcm), text, times=times))
    finally:
        await client.close()
    return found
