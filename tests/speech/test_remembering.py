"""What was said before is there at once: bounded in memory, and on disk only what quotes nobody."""

from speech.remembering import Remembering
from tests.speech.speaking import FakeEngine


async def test_the_cache_forgets_the_oldest_first_and_stays_small() -> None:
    engine = FakeEngine()
    cache = Remembering(engine, most_bytes=3 * 4410)
    for text in ("a", "b", "c", "a", "d", "a", "b"):
        await cache.synthesise(text, 1.0)
    assert [text for text, _ in engine.asked] == ["a", "b", "c", "d", "b"]
