"""A writer of the record killed outright, again and again: all that it acknowledged is there and whole."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from alongside.eventlog import EventLog, read_events, verify
from alongside.messages import Turn
from study.signals import recover
from tests.study.study_reading import read_parts

WRITER = """
import sys
from pathlib import Path
from alongside.eventlog import EventLog
from alongside.messages import AudioChunk, Turn
from study.signals import SignalWriter, recover
folder = Path(sys.argv[1])
log = EventLog(folder)
recover(folder)
signals = SignalWriter(folder)
while True:
    log.append(Turn(turn_id=str(log.count), text="x" * 2000))
    signals.write(AudioChunk(samples=bytes(1024)))
    print(log.count, flush=True)
"""


def killed(folder: Path, lines: int) -> int:
    """Run the writer, kill it after it acknowledged about `lines` events; the last number it told."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        told = 0
        for _ in range(lines):
            told = int(process.stdout.readline())
        process.kill()
        rest = process.stdout.read().splitlines()
        return int(rest[-1]) if rest and rest[-1].isdigit() else told


def test_killing_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(3)
    for _ in range(5):
        told = killed(tmp_path, chance.randrange(20, 400))
        events = [event for event in read_events(tmp_path) if isinstance(event.message, Turn)]
        assert told <= max(event.n for event in events)
    recover(tmp_path)
    EventLog(tmp_path).close()
    assert verify(tmp_path).ok
    assert len({topic for topic, _ in read_parts(tmp_path)}) == 1
