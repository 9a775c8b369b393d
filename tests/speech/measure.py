"""Measures the ear and the voice on this machine: `python -m tests.speech.measure`.

Ten recorded utterances in one session in real time: word errors, end of speech to Turn, gaps between
partials; and four acts to the real voice: act to first clip.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

import numpy as np

from alongside.component import Context
from alongside.local import LocalTransport
from alongside.messages import Act, PartialSpeech, Turn, VoiceClip
from speech.listener import Listener
from speech.voice import Voice
from speech.wav_source import WavSource
from tests.recordings import RATE, recordings, timeline, write_wav
from tests.speech.conftest import Everyone
from tests.speech.wording import word_error_rate

ACTS = (
    "That sounds like a lot to carry, and I wonder who has been there for you.",
    "It makes sense that you would feel torn. Part of you wants things to change.",
    "Would it be all right if I asked you one more thing about that?",
    "Thank you for telling me.",
)


async def hearing(folder: Path) -> None:
    """Talk to a listener and print what it took."""
    said, at, second = [*recordings("librivox"), *recordings("cards")], [], 1.0
    for item in said:
        at.append(second)
        second += item.seconds + 2.5
    context = Context(folder)
    wav = write_wav(folder / "said.wav", timeline(*zip(at, said, strict=True), length=second))
    log, listener = Everyone("everyone", {}, context), Listener("listener", {}, context)
    source = WavSource("wav", {"path": str(wav), "delay": 0.0}, context)
    transport = LocalTransport([listener, log])
    await transport.start()
    source.bind(transport)
    began, used = time.time(), time.process_time()
    await source.start()
    await asyncio.sleep(second)
    used = time.process_time() - used
    await source.stop()
    await transport.stop()
    turns = log.when(Turn)
    if len(turns) != len(said):
        raise SystemExit(
            f"{len(turns)} turns of {len(said)} utterances: this computer is too busy to measure on"
        )
    ends = [
        began + a + float(np.flatnonzero(abs(i.samples.astype(int)) > 328)[-1]) / RATE
        for a, i in zip(at, said, strict=True)
    ]
    errors = word_error_rate([i.words for i in said], [turn.text for _, turn in turns])
    prose = word_error_rate([i.words for i in said[:5]], [turn.text for _, turn in turns[:5]])
    waits = sorted(arrived - end for (arrived, _), end in zip(turns, ends, strict=True))
    gaps: list[float] = []
    for turn in log.of(Turn):
        parts = [t for t, p in log.when(PartialSpeech) if p.turn_id == turn.turn_id and t <= turn.end]
        gaps += list(np.diff(parts))
    print(f"turns {len(turns)} of {len(said)}; word errors {errors:.1%}, read prose {prose:.1%}")
    print(f"end of speech (-40 dBFS) to Turn: p50 {np.median(waits):.2f} s, worst {waits[-1]:.2f} s")
    print(f"between partials: p50 {np.median(gaps):.2f} s, p95 {np.percentile(gaps, 95):.2f} s")
    print(f"processor: {used / second:.2f} of one core")


async def speaking(folder: Path) -> None:
    """Have a voice say things and print what it took."""
    context = Context(folder)
    log, voice = Everyone("everyone", {}, context), Voice("voice", {}, context)
    transport = LocalTransport([voice, log])
    await transport.start()
    first, words, seconds = [], 0, 0.0
    for number, text in enumerate(ACTS):
        log.heard.clear()
        asked = time.time()
        log.say(Act(act_id=f"a{number}", turn_id="", kind="reflect", text=text))
        while not any(clip.last for clip in log.of(VoiceClip)):  # noqa: ASYNC110
            await asyncio.sleep(0.002)
        first.append(log.when(VoiceClip)[0][0] - asked)
        words += len(text.split())
        seconds += sum(len(c.samples) / 2 / c.rate + c.pause_before for c in log.of(VoiceClip))
    await transport.stop()
    print(f"act to first clip: p50 {np.median(first):.2f} s, worst {max(first):.2f} s")
    print(f"pace: {60 * words / seconds:.0f} words a minute, pauses included")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(hearing(Path(name)))
        asyncio.run(speaking(Path(name)))
