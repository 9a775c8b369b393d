"""The line of the turn-taking benchmark, in real time, with a side that answers after a known time."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from bench.turns.examiner import Diary, Examiner, wav
from bench.turns.line import FRAME_OUT, RATE_OUT, Line
from bench.turns.measure import measure
from bench.turns.plan import Item, Said
from bench.turns.replies import Replies

DELAY = 0.4


class Parrot:
    """Answers with a second of tone, a known time after what it heard fell silent; stops when spoken over."""

    def __init__(self) -> None:
        self.heard = b""
        self._lock = threading.Lock()
        self._tone = (8000 * np.sin(np.arange(RATE_OUT * 3) / 20)).astype("<i2").tobytes()
        self._due, self._left = 0.0, b""

    def hear(self, pcm: bytes) -> None:
        self.heard += pcm
        if np.abs(np.frombuffer(pcm, "<i2").astype(int)).max() > 1000:
            with self._lock:
                self._due, self._left = time.perf_counter() + DELAY, b""

    def speak(self) -> bytes:
        with self._lock:
            if self._due and time.perf_counter() >= self._due:
                self._due, self._left = 0.0, self._tone
            frame, self._left = self._left[: 2 * FRAME_OUT], self._left[2 * FRAME_OUT :]
        return frame.ljust(2 * FRAME_OUT, b"\0")


@pytest.fixture
def speech(tmp_path: Path) -> Said:
    samples = np.zeros(12000, np.int16)
    samples[3200:9600] = 9000
    return Said(wav(tmp_path / "said.wav", samples), 0.2, 0.6, "")


async def test_an_answer_is_timed_from_the_true_end_of_what_was_said(speech: Said) -> None:
    parrot = Parrot()
    line = Line(parrot.hear, parrot.speak)
    line.start()
    record = await Examiner(line, Replies(), Diary()).ask(Item("a", "clean", speech))
    line.close()
    found = measure(record)
    assert found.stands == pytest.approx(DELAY, abs=0.1)
    assert record["sounds"][-1][1] == pytest.approx(DELAY + 3.0, abs=0.15), "all of the answer is waited for"
    assert not found.false_cut
    heard = np.frombuffer(parrot.heard, "<i2")
    assert (np.abs(heard - 9000) < 100).sum() == pytest.approx(6400, abs=40)


async def test_what_is_said_over_an_answer_is_timed_from_its_onset(speech: Said) -> None:
    parrot = Parrot()
    line = Line(parrot.hear, parrot.speak)
    line.start()
    record = await Examiner(line, Replies(), Diary()).ask(Item("a", "barge-in", speech, speech))
    line.close()
    found = measure({**record, "events": [[record["over"][1] + 0.1, "released", ""]]})
    assert found.stopped == pytest.approx(0.0, abs=0.1)
    assert found.went_on is False
