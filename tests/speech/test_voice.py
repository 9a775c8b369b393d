"""The voice, with the real Piper in its own process: clauses, mouth shapes, words, cancelling, dying."""

import asyncio
import itertools
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.local import LocalTransport
from alongside.messages import Act, Health, Interruption, Message, Spoken, Stop, VoiceClip
from alongside.weights import find
from speech.audio import Framer, to_float
from speech.clauses import LEAST, MOST_FIRST, clauses
from speech.recogniser import Recogniser
from speech.synthesis import Remembering, Synthesis
from speech.visemes import SHAPE_OF, visemes
from speech.voice import Voice
from speech.voice_client import VoiceClient
from speech.word_times import word_times
from tests.speech.conftest import Everyone
from tests.speech.wording import word_error_rate

TEXT = "That sounds like a lot to carry, and I wonder who has been there for you. What would help most today?"


def act(text: str, act_id: str = "a1", **manner: Any) -> Act:
    return Act(act_id=act_id, turn_id="t1", kind=manner.pop("kind", "reflect"), text=text, **manner)


class Speaking:
    """A voice, somebody who tells it what to say, and what came of it."""

    def __init__(self, voice: Voice, log: Everyone, transport: LocalTransport) -> None:
        self.voice, self.log, self.transport = voice, log, transport

    async def until(self, done: Callable[[], bool], within: float = 20.0) -> None:
        end = time.monotonic() + within
        while not done():
            assert time.monotonic() < end, "it did not happen"
            await asyncio.sleep(0.005)

    async def say(self, message: Act) -> list[VoiceClip]:
        """The clips of an act, all of them."""
        self.log.say(message)
        await self.until(lambda: any(clip.last for clip in self.clips(message.act_id)))
        return self.clips(message.act_id)

    def clips(self, act_id: str) -> list[VoiceClip]:
        return [clip for clip in self.log.of(VoiceClip) if clip.act_id == act_id]


@pytest.fixture
async def speaking(everyone: Everyone, context: Context) -> Any:
    voice = Voice("voice", {}, context)
    transport = LocalTransport([voice, everyone])
    await transport.start()
    yield Speaking(voice, everyone, transport)
    await transport.stop()


class FakeEngine:
    """An engine that takes its time, and may fail."""

    def __init__(self, fails_at: str = "") -> None:
        self.asked: list[tuple[str, float]] = []
        self.fails_at = fails_at

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def synthesise(self, text: str, pace: float) -> Synthesis:
        self.asked.append((text, pace))
        await asyncio.sleep(0.05)
        if self.fails_at and self.fails_at in text:
            raise AlongsideError("the voice cannot say this")
        return Synthesis(b"\x10\x10" * 2205, 22050, (("^", 100), ("a", 2105)))


# ---------------------------------------------------------------- with the real voice


async def test_an_act_is_said_clause_by_clause_and_means_what_was_written(
    speaking: Speaking, recogniser: Recogniser
) -> None:
    clips = await speaking.say(act(TEXT, pause_before=0.4))
    assert [clip.index for clip in clips] == [0, 1, 2]
    assert [clip.last for clip in clips] == [False, False, True]
    assert " ".join(clip.text for clip in clips) == TEXT
    assert clips[0].pause_before == 0.4
    assert clips[2].pause_before > clips[1].pause_before > 0
    framer = Framer()
    sound = b"".join(f for clip in clips for f in framer.push(clip.samples, clip.rate))
    assert word_error_rate([TEXT], [recogniser.final(to_float(sound)).text]) <= 0.15


async def test_mouth_shapes_fill_each_clip_and_words_lie_within_it(speaking: Speaking) -> None:
    for clip in await speaking.say(act(TEXT)):
        length = len(clip.samples) / 2 / clip.rate
        assert sum(shape.end - shape.start for shape in clip.visemes) == pytest.approx(length, abs=0.02)
        assert clip.visemes[0].start == 0
        assert all(a.end == b.start for a, b in zip(clip.visemes, clip.visemes[1:], strict=False))
        assert {shape.name for shape in clip.visemes} <= {*SHAPE_OF.values(), "sil"}
        assert [word.text for word in clip.words] == clip.text.split()
        assert 0 <= clip.words[0].start < clip.words[-1].end <= length


async def test_lips_close_where_the_sound_of_a_stop_is_quietest(speaking: Speaking) -> None:
    """The alignment is the sound's own: at each p the level is below that of the vowels."""
    (clip,) = await speaking.say(act("Pepper popped up and kept a paper cup."))
    sound = to_float(clip.samples)

    def level(names: set[str]) -> float:
        parts = [
            sound[round(s.start * clip.rate) : round(s.end * clip.rate)]
            for s in clip.visemes
            if s.name in names
        ]
        assert len(parts) >= 4
        return float(np.sqrt(np.mean(np.square(np.concatenate(parts)))))

    assert level({"PP"}) < 0.8 * level({"aa", "E", "ih", "oh"})


async def test_rate_and_volume_are_the_acts(speaking: Speaking) -> None:
    text = "I can hear how tired you are"
    plain = await speaking.say(act(text))
    slow = await speaking.say(act(text, "a2", rate=0.8))
    soft = await speaking.say(act(text, "a3", volume=0.5))
    length = [len(clips[0].samples) for clips in (plain, slow)]
    assert 1.1 < length[1] / length[0] < 1.45
    ratio = np.abs(to_float(soft[0].samples)).max() / np.abs(to_float(plain[0].samples)).max()
    assert ratio == pytest.approx(0.5, abs=0.02)


async def test_a_line_said_before_is_there_at_once(speaking: Speaking) -> None:
    first = await speaking.say(act("Would it be all right to go on?"))
    begun = time.monotonic()
    again = await speaking.say(act("Would it be all right to go on?", "a2"))
    assert time.monotonic() - begun < 0.03
    assert again[0].samples == first[0].samples


@pytest.mark.parametrize("message", [Interruption(act_id="a1"), Interruption(), Stop(), act("Newer.", "a2")])
async def test_what_is_queued_is_dropped_at_once(speaking: Speaking, message: Message) -> None:
    speaking.log.say(act(" ".join([TEXT] * 4)))
    await speaking.until(lambda: len(speaking.clips("a1")) >= 1)
    speaking.log.say(message)
    await asyncio.sleep(0.032)
    said = len(speaking.clips("a1"))
    await asyncio.sleep(1.0)
    assert len(speaking.clips("a1")) == said
    assert not any(clip.last for clip in speaking.clips("a1"))
    assert (await speaking.say(act("I am still here.", "a3")))[-1].last


async def test_an_interruption_of_another_act_and_a_nod_change_nothing(speaking: Speaking) -> None:
    speaking.log.say(act(TEXT))
    speaking.log.say(Interruption(act_id="older"))
    speaking.log.say(act("", "nod", kind="backchannel", gesture="nod"))
    await speaking.until(lambda: any(clip.last for clip in speaking.clips("a1")))
    assert len(speaking.clips("a1")) == 3


@pytest.mark.slow
async def test_a_worker_that_is_killed_comes_back_and_nothing_is_lost(speaking: Speaking) -> None:
    await speaking.say(act("Before it died."))
    worker = next(p for p in psutil.Process().children() if "speech.voice_worker" in " ".join(p.cmdline()))
    speaking.log.say(act(TEXT, "a2"))
    await asyncio.sleep(0.01)
    worker.kill()
    await speaking.until(lambda: any(clip.last for clip in speaking.clips("a2")), within=40)
    assert " ".join(clip.text for clip in speaking.clips("a2")) == TEXT
    assert speaking.log.of(Spoken) == []


def test_the_worker_ends_when_its_input_does_even_if_its_owner_is_killed(tmp_path: Path) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(find("voice-joe"))],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path.cwd(),
    )
    assert owner.stdout
    worker = psutil.Process(int(owner.stdout.readline()))
    owner.kill()
    owner.wait()
    gone, _ = psutil.wait_procs([worker], timeout=20)
    assert gone or worker.status() == psutil.STATUS_ZOMBIE


OWNER = """
import asyncio, sys
from pathlib import Path
from speech.voice_client import VoiceClient
async def main():
    client = VoiceClient(Path(sys.argv[1]))
    await client.start()
    print(client.pid, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


def test_no_part_of_us_imports_the_gpl_voice() -> None:
    code = (
        "import importlib, pkgutil, sys, speech\n"
        "for m in pkgutil.iter_modules(speech.__path__):\n"
        "    if m.name != 'node': importlib.import_module('speech.' + m.name)\n"
        "assert 'speech.voice_worker' in sys.modules and 'speech.voice' in sys.modules\n"
        "assert not [m for m in sys.modules if m.split('.')[0] in ('piper', 'torch')], sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path.cwd())


async def test_the_worker_survives_what_it_cannot_say() -> None:
    client = VoiceClient(find("voice-joe"))
    try:
        await client.start()
        pid = client.pid
        for text in ("", "...", "\u200b", "漢字", "a" * 2000, "<b>&amp;</b> [[", "one\ntwo"):
            try:
                found = await client.synthesise(text, 1.0)
            except AlongsideError:
                continue
            assert sum(samples for _, samples in found.phonemes) in (0, len(found.samples) // 2)
        assert (await client.synthesise("Still here.", 1.0)).samples
        assert client.pid == pid
    finally:
        await client.close()


# ---------------------------------------------------------------- when there is no voice


async def silent_voice(engine_dir: str, context: Context, log: Everyone) -> Speaking:
    transport = LocalTransport([voice := Voice("voice", {"path": engine_dir}, context), log])
    await transport.start()
    return Speaking(voice, log, transport)


async def test_without_weights_each_act_is_told_as_failed(
    everyone: Everyone, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_CACHE", str(tmp_path))
    speaking = await silent_voice("", context, everyone)
    speaking.log.say(act(TEXT))
    await speaking.until(lambda: bool(speaking.log.of(Spoken)))
    assert [(s.act_id, s.status) for s in speaking.log.of(Spoken)] == [("a1", "failed")]
    told = [health for health in speaking.log.of(Health) if health.component == "voice"]
    assert told[-1].status == "degraded"
    assert "alongside weights voice-joe" in told[-1].detail
    await speaking.transport.stop()


async def test_a_broken_voice_is_told_in_one_line(
    everyone: Everyone, context: Context, tmp_path: Path
) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"not a network")
    (tmp_path / "broken.onnx.json").write_text("{}")
    speaking = await silent_voice(str(tmp_path), context, everyone)
    await speaking.transport.settle()
    (told,) = [health for health in speaking.log.of(Health) if health.status == "degraded"]
    assert "alongside weights voice-joe" in told.detail
    assert "\n" not in told.detail
    await speaking.transport.stop()


async def test_an_engine_that_fails_in_the_middle_ends_the_act(everyone: Everyone, context: Context) -> None:
    voice = Voice("voice", {}, context, engine=FakeEngine(fails_at="What"))
    speaking = Speaking(voice, everyone, LocalTransport([voice, everyone]))
    await speaking.transport.start()
    clips = await speaking.say(act(TEXT))
    assert [(clip.last, bool(clip.samples)) for clip in clips] == [
        (False, True),
        (False, True),
        (True, False),
    ]
    assert [spoken.status for spoken in speaking.log.of(Spoken)] == ["failed"]
    await speaking.transport.stop()


async def test_a_program_that_is_not_a_voice_is_named() -> None:
    client = VoiceClient(Path("."), command=(sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(AlongsideError, match="the voice did not start"):
        await client.start()
    await client.close()


async def test_a_worker_that_dies_at_every_clause_is_given_up_with_a_word() -> None:
    code = (
        "import sys, json, struct\n"
        "body = json.dumps({'ready': True}).encode()\n"
        "sys.stdout.buffer.write(struct.pack('<I', len(body)) + body); sys.stdout.flush()\n"
        "sys.stdin.buffer.read(4)\n"
    )
    client = VoiceClient(Path("."), command=(sys.executable, "-c", code))
    with pytest.raises(AlongsideError, match="stops whenever it is to speak"):
        await client.synthesise("hello", 1.0)
    await client.close()


async def test_any_program_that_speaks_the_frames_can_take_its_place() -> None:
    client = VoiceClient(Path("."), command=(sys.executable, "-c", ANOTHER_ENGINE))
    made = await asyncio.gather(*(client.synthesise(f"text {n}", 0.5) for n in range(5)))
    assert [json.loads(bytes(m.samples).decode()) for m in made] == [[f"text {n}", 2.0] for n in range(5)]
    await client.close()


ANOTHER_ENGINE = """
import json, struct, sys
def put(body):
    sys.stdout.buffer.write(struct.pack('<I', len(body)) + body); sys.stdout.flush()
put(b'{"ready": true}')
while head := sys.stdin.buffer.read(4):
    asked = json.loads(sys.stdin.buffer.read(struct.unpack('<I', head)[0]))
    put(json.dumps({'id': asked['id'], 'rate': 16000, 'phonemes': []}).encode())
    put(json.dumps([asked['text'], asked['length_scale']]).encode())
"""


async def test_the_cache_forgets_the_oldest_first_and_stays_small() -> None:
    engine = FakeEngine()
    cache = Remembering(engine, most_bytes=3 * 4410)
    for text in ("a", "b", "c", "a", "d", "a", "b"):
        await cache.synthesise(text, 1.0)
    assert [text for text, _ in engine.asked] == ["a", "b", "c", "d", "b"]


# ---------------------------------------------------------------- pure parts

words = st.lists(
    st.sampled_from(
        ["I", "see", "and", "that", "Dr.", "3.5", "is", "hard,", "so.", "What?", "because", "you", "—"]
    ),
    max_size=60,
)


@given(words)
def test_clauses_are_the_text_again(given_words: list[str]) -> None:
    assert " ".join(clauses(" ".join(given_words))).split() == given_words


@given(words.filter(lambda ws: len(ws) >= LEAST))
def test_no_text_that_is_long_enough_begins_with_a_scrap(given_words: list[str]) -> None:
    assert len(clauses(" ".join(given_words))[0].split()) >= LEAST


def test_clauses_end_where_a_speaker_breathes() -> None:
    assert clauses("Thank you for telling me. Shall we go on?") == [
        "Thank you for telling me.",
        "Shall we go on?",
    ]
    assert clauses("Yes. I think that you did well.") == ["Yes. I think that you did well."]
    assert clauses("Dr. Brown said so at 3.5 p.m. to you.") == ["Dr. Brown said so at 3.5 p.m. to you."]
    first = clauses("Would it be all right if I asked you one more thing about that?")[0]
    assert len(first.split()) <= MOST_FIRST
    assert clauses("   ") == []


phonemes = st.lists(
    st.tuples(
        st.sampled_from([*SHAPE_OF, "ˈ", "ˌ", "ː", " ", ",", ".", "^", "$", "ʲ", "h", "?", "1"]),
        st.integers(0, 4000),
    ),
    max_size=40,
)


@given(phonemes)
def test_mouth_shapes_fill_any_clip_without_a_gap(given_phonemes: list[tuple[str, int]]) -> None:
    found = visemes(given_phonemes, 22050)
    total = sum(samples for _, samples in given_phonemes) / 22050
    assert (found[-1].end if found else 0) == pytest.approx(total)
    assert all(a.end == b.start for a, b in itertools.pairwise(found))
    assert all(0 < shape.weight <= 1 and shape.start < shape.end for shape in found)
    assert all(a.name != b.name for a, b in itertools.pairwise(found))


@given(st.lists(st.text("abc", min_size=1), max_size=8), phonemes)
def test_words_come_in_order_within_any_clip(texts: list[str], given_phonemes: list[tuple[str, int]]) -> None:
    found = word_times(" ".join(texts), given_phonemes, 22050)
    assert found == () or [word.text for word in found] == texts
    times = [moment for word in found for moment in (word.start, word.end)]
    assert times == sorted(times)
    assert all(0 <= moment <= sum(n for _, n in given_phonemes) / 22050 + 1e-9 for moment in times)


def test_sounds_have_their_shapes() -> None:
    def names(text: str) -> list[str]:
        return [shape.name for shape in visemes([(p, 2000) for p in text], 22050)]

    assert names("bm") == ["PP"]
    assert names("fˈaɪv") == ["FF", "aa", "ih", "FF"]
    assert names("tʃ") == ["CH"]
    assert names("həlˈoʊ") == ["E", "nn", "oh", "ou"]
    assert names("θɹˈiː") == ["TH", "RR", "ih"]


def test_lips_close_fully_and_stress_opens_the_mouth_further() -> None:
    (lips, stressed) = visemes([("p", 2000), ("ˈ", 500), ("ɑ", 3000)], 22050)
    (unstressed,) = visemes([("ɑ", 3000)], 22050)
    assert lips.weight == 1.0
    assert stressed.weight > unstressed.weight
    assert stressed.start == pytest.approx(2000 / 22050)
