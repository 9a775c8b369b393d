"""Our side of the benchmark in virtual time: `python -m bench.turns.offline [--kinds "pause 1.2" ...]`.

Listener, playback and scripted model as in `ours.py`; the networks' results are the real ones, come after the
time that they take on two idle cores, and are kept on disk. Nothing depends on how busy the computer is, so
two ways of taking turns can be compared utterance by utterance. It says nothing about processor or memory,
and the figures of a run in real time are the ones that count. The first run takes minutes, a later one less.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alongside.component import Context
from alongside.local import LocalTransport
from alongside.messages import AudioChunk, Spoken
from alongside.weights import find
from bench.turns import corpus, virtual
from bench.turns.__main__ import blocks
from bench.turns.doubles import Kept, Networks, SlowJudge, SlowReader, Tone, VirtualLine
from bench.turns.examiner import Diary, Examiner
from bench.turns.measure import Measured, measure
from bench.turns.ours import Ends, Replier, Watcher
from bench.turns.plan import Item
from bench.turns.replies import Replies
from bench.turns.sources import CACHE
from bench.turns.summary import summarise
from bench.turns.table import report
from speech.front_end import FrontEnd
from speech.listener import Listener
from speech.turn_events import Event, Released, Transcribe
from speech.voice_activity import VoiceActivity


class Ears(Listener):
    """The listener with networks that take a known time."""

    def __init__(self, context: Context, networks: Networks, diary: Diary) -> None:
        super().__init__("listener", {}, context)
        self._networks, self._diary = networks, diary

    async def start(self) -> None:
        """Without threads."""
        self._vad = VoiceActivity(find("silero-vad"))
        self._decoder = SlowReader(self._networks)  # type: ignore[assignment]
        self._end_of_turn = SlowJudge(self._networks)  # type: ignore[assignment]
        self._front_end = FrontEnd("off", "off", False, lambda detail: None)

    async def stop(self) -> None:
        """End the work in progress."""
        await self._background.stop()

    def _follow(self, event: Event) -> None:
        if isinstance(event, (Released, Transcribe)):
            wait = f"waited {self._taking.silence:.2f} of {self._taking.wait:.2f}"
            self._diary.note(type(event).__name__.lower() + " at", wait)
        super()._follow(event)


class VirtualEnds(Ends):
    """Ends whose messages bear virtual time."""

    def feed(self, pcm: bytes) -> None:
        """20 ms."""
        self.say(AudioChunk(samples=pcm, stamp=self._loop.time() - 0.02))

    def _happened(self, act_id: str, status: Any, heard: str) -> None:
        self.say(Spoken(act_id=act_id, status=status, heard=heard, stamp=self._loop.time()))


async def talk(items: Sequence[Item], networks: Networks) -> list[dict[str, Any]]:
    """Records of these items, said one after the other."""
    replies, diary = Replies(), Diary()
    with tempfile.TemporaryDirectory() as folder:
        context = Context(Path(folder))
        ends = VirtualEnds(context)
        parts = [Replier(context, replies, diary), Tone(context), Watcher(context, diary)]
        transport = LocalTransport([ends, Ears(context, networks, diary), *parts])
        await transport.start()
        line = VirtualLine(ends.feed, ends.pull)
        line.start()
        examiner = Examiner(line, replies, diary)
        found = [await examiner.ask(item) for item in items]
        line.close()
        await transport.stop()
    return [record for record in found if record["kind"] != "warm-up"]


def line_of(record: dict[str, Any]) -> str:
    """An utterance in a line: what came of it, and the silence that was waited out before each release."""
    found = measure(record)
    waits = [
        f"{at:.2f} {what.split()[0]} {detail}"
        for at, what, detail in record["events"]
        if what.endswith(" at")
    ]
    marks = ["CUT"] * found.false_cut + ["SPLIT"] * (found.turns > 1) + ["TWO ANSWERS"] * (found.answers > 1)
    if record["over"]:
        marks.append(f"stopped {found.stopped} went on {found.went_on} waited {found.waited}")
    stands = f"{1000 * found.stands:5.0f} ms" if found.stands is not None else "   none "
    steps = ", ".join(f"{step} {at:.2f}" for step, at in found.steps)
    return f"{stands} {record['item']:30} {' '.join(marks)}\n      {steps}; {'; '.join(waits[-4:])}"


def main() -> None:
    """Run it and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kinds", nargs="*", default=[])
    kinds = parser.parse_args().kinds
    networks = Networks(Kept(CACHE / "readings.sqlite"))
    records: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warm = corpus.warm_up(folder)
        for half in blocks(corpus.make(folder), quick=False):
            mine = [item for item in half if not kinds or item.kind in kinds]
            records += virtual.run(talk([*warm, *mine], networks))
    measured: list[Measured] = [measure(record) for record in records]
    for record in sorted(records, key=lambda record: (record["kind"], measure(record).stands or 0)):
        print(line_of(record))
    nothing = float("nan")
    summary = summarise("Alongside, virtual time", measured, (nothing, nothing, nothing))
    print(report([summary], {summary.side: measured}))


if __name__ == "__main__":
    main()
