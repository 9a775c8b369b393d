"""A disk that fills up under a session, for real: told in time, sound given up first, events never."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import study.recorder
from alongside.eventlog import verify
from alongside.messages import AudioChunk, Event, FacePose, Health, Turn
from study.account import read_account
from study.room import MIB, RESERVE, Level, Room
from study.signals import finished, parts
from tests.study.study_reading import read_parts
from tests.study.test_recorder import END, START, Graph

SIZE = 64
"""MiB of the whole disk. It is told below 40; sound ends below 20, signals below 10."""
WANTED = 40


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only who may mount a file system can have a disk that is full")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


class Others:
    """Whatever else fills the disk."""

    def __init__(self, disk: Path) -> None:
        self._path = disk / "others"

    def leave(self, free: float) -> None:
        """Take all but so many MiB."""
        room = os.statvfs(self._path.parent)
        more = room.f_bavail * room.f_bsize - round(free * MIB)
        with self._path.open("ab") as file:
            size = os.fstat(file.fileno()).st_size + more
            if more > 0:
                os.posix_fallocate(file.fileno(), 0, size)
            else:
                file.truncate(size)


async def until(what: Callable[[], bool]) -> None:
    for _ in range(2000):
        if what():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("waited in vain")


async def test_it_is_told_in_time_and_not_one_event_is_lost(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(study.recorder, "LOOKS", 0.02)
    monkeypatch.setattr(study.recorder, "QUIET", 0.05)
    others, folder, said = Others(disk), disk / "session", 0
    async with Graph(folder, report=False, room=WANTED) as graph:

        async def goes_on(events: int = 5) -> None:
            nonlocal said
            for _ in range(events):
                said += 1
                await graph.say(AudioChunk(samples=os.urandom(2048)), FacePose(mode="listening"))
                await graph.say(Turn(turn_id=f"t{said}", text="It was a long day, and I am glad it is over."))

        def told(part: str) -> list[Health]:
            return [one for one in graph.source.heard if part in one.detail]

        await graph.say(START)
        await goes_on()
        assert told("disk") == []
        for free, means in ((30, "at 20 MiB, sound"), (15, "Sound and pictures are no"), (6, "Only events")):
            others.leave(free)
            await until(lambda means=means: bool(told(means)))
            (one,) = told(means)
            assert one.status == "degraded"
            assert "ree some" in one.detail
            await goes_on()
        assert finished(folder / "signals.mcap")
        others.leave(0)
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            (disk / "more").write_bytes(bytes(4096))
        await goes_on(400)
        (disk / "others").unlink()
        await until(lambda: bool(told("All is kept")))
        await goes_on()
        await graph.say(END)
    noted = [one.data for one in graph.recorded(Event) if isinstance(one, Event)]
    assert [json.loads(one)["level"] for one in noted] == ["little", "no_sound", "no_signals", "enough"]
    turns = [one.turn_id for one in graph.recorded(Turn) if isinstance(one, Turn)]
    assert turns == [f"t{number}" for number in range(1, said + 1)]
    assert verify(folder).ok
    assert [path.name for path in parts(folder)] == ["signals.mcap", "signals.1.mcap"]
    topics = [topic for topic, _ in read_parts(folder)]
    assert topics.count("/audio") == 5 + 5 + 5  # enough, little, and enough again
    assert topics.count("/face/pose") == 5 + 5 + 5 + 5
    assert not (folder / RESERVE).exists()
    notes = [line.text for line in read_account(folder).lines if "disk" in line.text]
    assert len(notes) == 4
    assert "neither sound nor pictures" in notes[1]


def test_what_was_given_up_is_taken_up_again_only_with_room_to_spare(disk: Path) -> None:
    others, room, found = Others(disk), Room(disk, WANTED), []
    for free in (45, 39, 41, 43, 45, 19, 21, 23, 9, 10.5, 12, 46):
        others.leave(free)
        room.look()
        found.append(int(room.level))
    assert found == [0, 1, 1, 1, 0, 2, 2, 1, 3, 3, 2, 0]
    assert room.level == Level.ENOUGH


async def test_a_session_on_an_ample_disk_hears_nothing_of_it(tmp_path: Path) -> None:
    async with Graph(tmp_path, report=False, room=1) as graph:
        await graph.say(START)
        await asyncio.sleep(0.1)
        assert not [one for one in graph.source.heard if "disk" in one.detail]
        assert not graph.recorded(Event)
        assert not (tmp_path / RESERVE).exists()
