"""Engines behind one interface: each says what was written, and when one fails the next speaks."""

from __future__ import annotations

import importlib.metadata
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.messages import Health, Spoken
from speech.audio import Framer, to_float
from speech.engines import Chain, Wish, fallbacks, make, names
from speech.guess import guessed
from speech.recogniser import Recogniser
from speech.speech_server import SpeechServer, sound_of
from speech.synthesis import Synthesis, Synthesiser
from speech.voice_worker import speaker_number, synthesise
from tests.speech.conftest import Everyone
from tests.speech.speaking import TEXT, FakeEngine, act, begin
from tests.speech.speech_server import Server, speech_server
from tests.speech.wording import word_error_rate

SENTENCE = "That sounds like a lot to carry, and I am glad you told me."


@pytest.fixture
def server() -> Iterator[Server]:
    with speech_server() as running:
        yield running


async def said(engine: Synthesiser, text: str, pace: float = 0.65) -> Synthesis:
    """One clause by an engine that is started and closed for it."""
    await engine.start()
    try:
        return await engine.synthesise(text, pace)
    finally:
        await engine.close()


def words(made: Synthesis, recogniser: Recogniser) -> str:
    frames = Framer().push(made.samples + bytes(made.rate), made.rate)
    return recogniser.final(to_float(b"".join(frames))).text


def loud_seconds(made: Synthesis) -> float:
    sound = abs(to_float(made.samples))
    return float((sound > 0.005).sum()) / made.rate


# ---------------------------------------------------------------- espeak-ng


async def test_espeak_says_what_was_written_and_tells_each_phoneme(recogniser: Recogniser) -> None:
    made = await said(make("espeak", Wish()), SENTENCE)
    assert sum(samples for _, samples in made.phonemes) == len(made.samples) // 2
    assert not made.estimated
    assert sum(name == "æ" for name, _ in made.phonemes) >= 2
    assert word_error_rate([SENTENCE], [words(made, recogniser)]) <= 0.3


async def test_espeak_follows_the_pace_and_knows_other_languages() -> None:
    usual = await said(make("espeak", Wish()), SENTENCE, 0.65)
    slow = await said(make("espeak", Wish()), SENTENCE, 0.65 * 0.8)
    assert 1.1 < len(slow.samples) / len(usual.samples) < 1.4
    german = await said(make("espeak", Wish(language="de")), "Ich bin da.")
    assert "ç" in [name for name, _ in german.phonemes]


@pytest.mark.parametrize("voice", ["en-gb", "en-gb+f3", "de+f3"])
async def test_espeak_knows_a_voice_by_its_language_and_its_manner(voice: str) -> None:
    usual = await said(make("espeak", Wish(voice="en-us")), "Good morning.", 0.65)
    other = await said(make("espeak", Wish(voice=voice)), "Good morning.", 0.65)
    assert other.samples
    assert other.samples != usual.samples


async def test_a_voice_that_espeak_has_not_is_named_in_one_line() -> None:
    with pytest.raises(AlongsideError, match="has no voice 'klingonese'") as told:
        await make("espeak", Wish(voice="klingonese")).start()
    assert "\n" not in str(told.value)


# ---------------------------------------------------------------- a speech server


@pytest.mark.parametrize("manner", ["well", "streamed"])
async def test_a_server_says_what_was_written(server: Server, recogniser: Recogniser, manner: str) -> None:
    server.manner = manner
    made = await said(make("openai", Wish(url=server.url, voice="nova", model="small")), SENTENCE)
    path, body, authorization = server.asked[-1]
    assert (path, body["voice"], body["model"], body["response_format"]) == (
        "/v1/audio/speech", "nova", "small", "wav",
    )  # fmt: skip
    assert authorization == ""
    assert word_error_rate([SENTENCE], [words(made, recogniser)]) <= 0.3
    assert made.estimated
    assert sum(samples for _, samples in made.phonemes) == len(made.samples) // 2


async def test_a_servers_key_is_sent_and_never_told(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SPEECH_KEY", "sesame-77")
    caplog.set_level(logging.DEBUG)
    await said(make("openai", Wish(url=server.url, key_env="SPEECH_KEY")), "Hello.")
    assert server.asked[-1][2] == "Bearer sesame-77"
    server.manner = "error"
    with pytest.raises(AlongsideError, match="answered 500") as told:
        await said(make("openai", Wish(url=server.url, key_env="SPEECH_KEY")), "My secret words.")
    assert "sesame" not in str(told.value) + caplog.text
    assert "secret" not in str(told.value) + caplog.text


async def test_a_server_that_is_slow_gone_or_sends_something_else_is_an_error_in_one_line(
    server: Server,
) -> None:
    server.manner = "slow"
    with pytest.raises(AlongsideError, match="in time"):
        await said(SpeechServer(server.url, timeout=0.2), "Hello.")
    server.manner = "mp3"
    with pytest.raises(AlongsideError, match="no sound that is known"):
        await said(SpeechServer(server.url), "Hello.")
    with pytest.raises(AlongsideError, match="cannot be reached"):
        await said(SpeechServer("http://127.0.0.1:9/v1"), "Hello.")
    server.manner = "raw"
    assert (await said(SpeechServer(server.url), "Hello.")).rate == 24000


def test_a_server_elsewhere_must_be_allowed_and_a_key_must_be_there() -> None:
    with pytest.raises(AlongsideError, match="not on this computer"):
        make("openai", Wish(url="https://speech.example.org/v1"))
    make("openai", Wish(url="https://speech.example.org/v1", allow_remote=True))
    with pytest.raises(AlongsideError, match="NO_SUCH_KEY"):
        make("openai", Wish(key_env="NO_SUCH_KEY"))
    with pytest.raises(AlongsideError, match="no address"):
        make("openai", Wish(url="speech"))


@given(
    st.binary(max_size=200), st.sampled_from([b"", b"RIFF\0\0\0\0WAVE", b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0"])
)
def test_whatever_a_server_sends_is_sound_or_an_error(body: bytes, head: bytes) -> None:
    try:
        samples, rate = sound_of(head + body)
    except AlongsideError:
        return
    assert len(samples) % 2 == 0
    assert 4000 <= rate <= 192000


@given(st.text(max_size=80), st.integers(0, 3000), st.integers(0, 20000), st.integers(0, 3000))
def test_guessed_sounds_fill_the_clip_and_lie_in_its_audible_part(
    text: str, before: int, length: int, after: int
) -> None:
    sound = bytes(2 * before) + b"\x00\x20" * length + bytes(2 * after)
    made = guessed(text, sound, 16000)
    assert sum(samples for _, samples in made.phonemes) == before + length + after
    assert all(samples >= 0 for _, samples in made.phonemes)
    if len(made.phonemes) > 1:
        assert made.phonemes[0] == ("^", before)
        assert made.phonemes[-1] == ("$", after)


# ---------------------------------------------------------------- choosing, and falling back


async def test_when_the_chosen_engine_cannot_start_espeak_speaks_and_says_so_once(
    everyone: Everyone, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_CACHE", str(tmp_path))
    speaking = await begin(everyone, context, {})
    assert (await speaking.say(act(TEXT)))[0].samples
    assert (await speaking.say(act(TEXT, "a2")))[0].samples
    told = [health.detail for health in everyone.of(Health) if health.status == "degraded"]
    assert len(told) == 1
    assert told[0].startswith("espeak speaks instead: the weights 'voice-joe'")
    await speaking.transport.stop()


async def test_an_engine_that_fails_while_it_speaks_is_followed_by_the_next(server: Server) -> None:
    told: list[str] = []
    chain = Chain(Wish(url=server.url), ("openai", "espeak"), told.append)
    await chain.start()
    first = await chain.synthesise("I hear you.", 0.65)
    server.manner = "error"
    second = await chain.synthesise("I hear you.", 0.65)
    assert (first.estimated, second.estimated, chain.name) == (True, False, "espeak")
    assert len(told) == 1
    await chain.close()


async def test_the_last_engines_failure_is_an_error() -> None:
    chain = Chain(Wish(url="http://127.0.0.1:9/v1"), ("openai",), lambda _: None)
    with pytest.raises(AlongsideError, match="cannot be reached"):
        await chain.start()


async def test_text_only_is_no_trouble_and_each_act_is_told_as_unsaid(
    everyone: Everyone, context: Context
) -> None:
    speaking = await begin(everyone, context, {"engine": "none"})
    speaking.log.say(act(TEXT))
    await speaking.until(lambda: bool(everyone.of(Spoken)))
    assert [spoken.status for spoken in everyone.of(Spoken)] == ["failed"]
    assert not [health for health in everyone.of(Health) if health.status == "degraded"]
    await speaking.transport.stop()


def test_an_engine_of_ones_own_is_found_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    class Found:
        name, value = "humming", "lab.humming:make"

        @staticmethod
        def load() -> Any:
            return lambda wish: FakeEngine(fails_at=wish.voice)

    class Broken(Found):
        name = "broken"

        @staticmethod
        def load() -> Any:
            raise ImportError("lab")

    def found(group: str) -> Any:
        return (
            [Found(), Broken()]
            if group == "alongside.voices"
            else importlib.metadata.entry_points(group=group)
        )

    monkeypatch.setattr("speech.engines.entry_points", found)
    assert names() == ["piper", "espeak", "openai", "broken", "humming", "none"]
    engine = make("humming", Wish(voice="x"))
    assert isinstance(engine, FakeEngine)
    assert engine.fails_at == "x"
    assert fallbacks("humming") == ("piper", "espeak")
    with pytest.raises(AlongsideError, match="'broken' cannot be loaded"):
        make("broken", Wish())
    with pytest.raises(AlongsideError, match="no voice engine 'siren'"):
        make("siren", Wish())


# ---------------------------------------------------------------- several speakers in one voice


def test_a_speaker_is_found_by_name_or_number(tmp_path: Path) -> None:
    model = tmp_path / "many.onnx"
    (tmp_path / "many.onnx.json").write_text('{"speaker_id_map": {"anna": 0, "ben": 4}}')
    assert [speaker_number(model, name) for name in ("", "anna", "ben", "4")] == [None, 0, 4, 4]
    with pytest.raises(LookupError, match="it has anna, ben"):
        speaker_number(model, "carl")
    with pytest.raises(LookupError):
        speaker_number(model, "3")


def test_the_speaker_reaches_piper() -> None:
    class Voice:
        config = type("Config", (), {"sample_rate": 22050})

        def synthesize(self, text: str, manner: Any, include_alignments: bool) -> list[Any]:
            self.manner = manner
            return []

    voice = Voice()
    assert synthesise(voice, "Hello.", 1.5, 4) == (b"", 22050, [])
    assert (voice.manner.speaker_id, voice.manner.length_scale) == (4, 1.5)
