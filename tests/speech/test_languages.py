"""Another language than English: told at start what does not know it, in one line."""

import asyncio

import pytest

from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.local import LocalTransport
from alongside.messages import Health
from speech.listener import Listener
from tests.speech.conftest import Everyone


async def notes(language: str, context: Context) -> list[str]:
    """What a listener that starts in a language says of it."""
    log = Everyone("everyone", {}, context)
    transport = LocalTransport([Listener("listener", {"language": language}, context), log])
    await transport.start()
    for _ in range(100):
        await asyncio.sleep(0.02)
        if any("English only" in health.detail for health in log.of(Health)):
            break
    await transport.stop()
    return [health.detail for health in log.of(Health) if "English only" in health.detail]


async def test_a_listener_says_what_is_english_only(context: Context) -> None:
    (note,) = await notes("sv", context)
    assert "'sv'" in note
    assert "\n" not in note


async def test_in_english_there_is_nothing_to_say(context: Context) -> None:
    assert await notes("en", context) == []


async def test_a_language_that_is_none_is_refused_at_start(context: Context) -> None:
    with pytest.raises(AlongsideError, match="no language 'klingon'"):
        await Listener("listener", {"language": "klingon"}, context).start()
