"""What was said before is there at once: bounded in memory, and on disk only what quotes nobody."""

import asyncio
from pathlib import Path

import pytest

from speech.remembering import Remembering
from speech.synthesis import Synthesis
from tests.speech.speaking import FakeEngine


async def test_the_cache_forgets_the_oldest_first_and_stays_small() -> None:
    engine = FakeEngine()
    cache = Remembering(engine, most_bytes=3 * 4410)
    for text in ("a", "b", "c", "a", "d", "a", "b"):
        await cache.synthesise(text, 1.0)
    assert [text for text, _ in engine.asked] == ["a", "b", "c", "d", "b"]


async def test_two_who_want_the_same_line_wait_for_one_synthesis() -> None:
    engine = FakeEngine()
    cache = Remembering(engine)
    first, second = await asyncio.gather(cache.synthesise("a", 1.0), cache.synthesise("a", 1.0))
    assert first is second
    assert len(engine.asked) == 1


async def test_what_nobody_waits_for_is_not_made_but_what_is_taken_up_again_is() -> None:
    class Engine(FakeEngine):
        cancelled = 0

        async def synthesise(self, text: str, pace: float) -> Synthesis:
            try:
                return await super().synthesise(text, pace)
            except asyncio.CancelledError:
                self.cancelled += 1
                raise

    engine = Engine()
    cache = Remembering(engine)
    left = asyncio.create_task(cache.synthesise("left", 1.0))
    prepared = asyncio.create_task(cache.synthesise("prepared", 1.0))
    await asyncio.sleep(0.01)
    left.cancel()
    prepared.cancel()
    assert (await cache.synthesise("prepared", 1.0)).samples
    await asyncio.sleep(0.05)
    assert engine.cancelled == 1
    assert [text for text, _ in engine.asked] == ["left", "prepared"]


async def test_only_fixed_lines_lie_on_disk_and_only_as_sound(tmp_path: Path) -> None:
    engine = FakeEngine()
    cache = Remembering(engine, folder=tmp_path / "voice", identity=lambda: "piper joe")
    cache.fixed(["Shall we go on?"])
    made = await cache.synthesise("Shall we go on?", 0.65)
    await cache.synthesise("You said your sister left.", 0.65)
    (file,) = (tmp_path / "voice").iterdir()
    assert b"Shall" not in file.read_bytes()
    assert "Shall" not in file.name
    assert file.parent.stat().st_mode & 0o077 == 0

    again = Remembering(engine, folder=tmp_path / "voice", identity=lambda: "piper joe")
    again.fixed(["Shall we go on?"])
    assert await again.synthesise("Shall we go on?", 0.65) == made
    assert len(engine.asked) == 2
    for identity, pace in (("espeak", 0.65), ("piper joe", 0.7)):
        other = Remembering(engine, folder=tmp_path / "voice", identity=lambda name=identity: str(name))
        other.fixed(["Shall we go on?"])
        await other.synthesise("Shall we go on?", pace)
    assert len(engine.asked) == 4, "another voice or pace is another sound"


def damaged(folder: Path, body: bytes) -> None:
    (file,) = folder.glob("*.clip")
    file.write_bytes(body)


@pytest.mark.parametrize("damage", [b"", b"\xff\xff\xff\xff", b"\x02\0\0\0{}", b"not a clip at all"])
async def test_a_damaged_file_is_made_again(tmp_path: Path, damage: bytes) -> None:
    engine = FakeEngine()
    for expected in (1, 2):
        cache = Remembering(engine, folder=tmp_path)
        cache.fixed(["Hello."])
        assert (await cache.synthesise("Hello.", 1.0)).samples
        assert len(engine.asked) == expected
        damaged(tmp_path, damage)
