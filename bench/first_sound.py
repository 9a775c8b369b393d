"""How soon does an act sound? From the act to its first clip, made on the spot, made ahead, and as a murmur.

`python -m bench.first_sound [--engine piper]`: the voice component by itself, on this computer. Prints
milliseconds: median and 95th percentile.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import Act, Interruption, Prepare, VoiceClip
from speech.murmurs import SOUNDS, VARIANTS
from speech.voice import Voice

OPENINGS = ("I hear", "So there was", "It seems that", "You noticed", "There is", "You spoke of")
THINGS = ("the long week behind you,", "a quiet moment with your sister,", "the work that never ends,")
PREPARED = 2.5
"""Seconds between the preparing and the act: time enough, also on a busy computer."""
REST = "and I wonder what that was like for you. What would help most?"
TEXTS = [f"{opening} {thing} {REST}" for opening in OPENINGS for thing in THINGS]


class _Clock(Component):
    """Says acts and waits for their first sound."""

    hears = (VoiceClip,)
    says = (Act, Prepare, Interruption)

    def __init__(self) -> None:
        super().__init__("clock", {}, Context(Path()))
        self.first: dict[str, asyncio.Future[float]] = {}

    async def on_voice_clip(self, clip: VoiceClip) -> None:
        """The first of an act is what counts."""
        if (waiting := self.first.get(clip.act_id)) and not waiting.done():
            waiting.set_result(time.perf_counter())

    async def seconds(self, act: Act) -> float:
        """From an act to its first clip."""
        self.first[act.act_id] = asyncio.get_running_loop().create_future()
        begun = time.perf_counter()
        self.say(act)
        took = await asyncio.wait_for(self.first[act.act_id], 30) - begun
        self.say(Interruption(act_id=act.act_id))
        await asyncio.sleep(0.1)
        return took


async def measured(engine: str) -> dict[str, list[float]]:
    """Seconds of each way."""
    with tempfile.TemporaryDirectory() as folder:
        voice = Voice("voice", {"engine": engine, "fallback": False}, Context(Path(folder)))
        clock = _Clock()
        transport = LocalTransport([voice, clock])
        await transport.start()
        try:
            while voice.ready_lines < len(SOUNDS) * len(VARIANTS):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            return await _all(clock)
        finally:
            await transport.stop()


async def _all(clock: _Clock) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {"made on the spot": [], "made ahead": [], "a murmur": []}
    manner: dict[str, Any] = {"turn_id": "", "rate": 0.97}
    for number, text in enumerate(TEXTS):
        plain = Act(act_id=f"a{number}", kind="reflect", text=text, **manner)
        found["made on the spot"].append(await clock.seconds(plain))
        other = text.replace("I wonder", "tell me")
        other = "Well, " + other[0].lower() + other[1:]
        clock.say(Prepare(turn_id="t", revision=0, text=other, rate=0.97))
        await asyncio.sleep(PREPARED)
        ahead = Act(act_id=f"b{number}", kind="reflect", text=other, **manner)
        found["made ahead"].append(await clock.seconds(ahead))
        murmur = Act(act_id=f"c{number}", kind="backchannel", text=SOUNDS[number % len(SOUNDS)], **manner)
        found["a murmur"].append(await clock.seconds(murmur))
        await asyncio.sleep(1.0)  # until it is over: a murmur is not said over another
    return found


def main() -> None:
    """Measure one engine."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--engine", default="piper")
    asked = parser.parse_args()
    for way, seconds in asyncio.run(measured(asked.engine)).items():
        last = sorted(seconds)[round(0.95 * (len(seconds) - 1))]
        print(
            f"{asked.engine}, {way}: {1000 * statistics.median(seconds):.0f} ms median, {1000 * last:.0f} ms "
            f"95th percentile, {len(seconds)} times"
        )


if __name__ == "__main__":
    main()
