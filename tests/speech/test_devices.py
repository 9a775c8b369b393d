"""Real PyAudio: without devices, and on virtual ones of PulseAudio that are pulled out and put back."""

from __future__ import annotations

import asyncio
import re
import signal
import time
import wave
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from typer.testing import CliRunner

from alongside.component import Component, Context
from alongside.errors import AlongsideError
from alongside.local import LocalTransport
from alongside.messages import AudioChunk, Control, Health, Interruption, Spoken, Turn, VoiceClip
from alongside.records import Word
from commands.devices import verdict
from commands.main import app
from speech.audio import RATE, resampled, to_bytes
from speech.device_worker import NEXT_WITHIN
from speech.devices import devices
from speech.listener import Listener
from speech.microphone import Microphone
from speech.speaker import Speaker
from tests.recordings import recordings, write_wav
from tests.speech.conftest import Everyone
from tests.speech.sound_server import MIC, SPEAKER, SoundServer
from tests.speech.wording import word_error_rate


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    server = SoundServer(tmp_path_factory.mktemp("pulse"))
    yield server
    server.close()


@pytest.fixture
def sound(started: SoundServer, monkeypatch: pytest.MonkeyPatch) -> SoundServer:
    for key, value in started.environment.items():
        monkeypatch.setenv(key, value)
    started.reset()
    return started


Start = Callable[..., Any]


@pytest.fixture
async def graph(context: Context) -> AsyncIterator[Start]:
    """Starts components beside one that remembers what all say, and stops them at the end."""
    transports = []

    async def start(*parts: tuple[type[Component], dict[str, Any]]) -> Everyone:
        log = Everyone("everyone", {}, context)
        made = [kind(kind.__name__.lower(), settings, context) for kind, settings in parts]
        transport = LocalTransport([*made, log])
        transports.append(transport)
        await transport.start()
        return log

    yield start
    for transport in transports:
        await transport.stop()


async def until(holds: Callable[[], Any], within: float = 12.0) -> None:
    """Wait for something to come about."""
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        await asyncio.sleep(0.02)


def health(log: Everyone, component: str) -> tuple[str, str]:
    """How a component is: (status, detail)."""
    said = [item for item in log.of(Health) if item.component == component]
    return (said[-1].status, said[-1].detail) if said else ("", "")


def is_open(log: Everyone, component: str) -> Callable[[], bool]:
    return lambda: health(log, component)[0] == "ready" and "Hz" in health(log, component)[1]


def counting(act_id: str, seconds: float = 3.0, rate: int = 22050) -> VoiceClip:
    """A noise as long as so many words of equal length."""
    words = "one two three four five six"
    each = seconds / len(words.split())
    noise = np.random.default_rng(3).uniform(-0.4, 0.4, round(seconds * rate))
    return VoiceClip(
        act_id=act_id,
        index=0,
        last=True,
        text=words,
        samples=to_bytes(noise),
        rate=rate,
        words=tuple(Word(text=w, start=n * each, end=(n + 1) * each) for n, w in enumerate(words.split())),
    )


# ---- none there


async def test_without_devices_the_session_goes_on_and_says_so(
    graph: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = "pcm.!default { type hw card 31 }\nctl.!default { type hw card 31 }\n"
    (tmp_path / "alsa.conf").write_text(f"</usr/share/alsa/alsa.conf>\n{nothing}")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "alsa.conf"))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
    log = await graph((Microphone, {}), (Speaker, {}))
    log.say(VoiceClip(act_id="a1", index=0, last=True, text="hello", samples=b"0" * 4410))
    await until(lambda: log.of(Spoken) and health(log, "microphone")[0] == "degraded")
    assert health(log, "microphone")[1].startswith("no microphone could be opened")
    assert health(log, "speaker")[1].startswith("no loudspeaker could be opened")
    assert [(s.act_id, s.status, s.heard) for s in log.of(Spoken)] == [("a1", "failed", "")]


async def test_without_pyaudio_the_way_to_it_is_named(
    graph: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyaudio.py").write_text("raise ImportError\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    log = await graph((Microphone, {}), (Speaker, {}))
    for name in ("microphone", "speaker"):
        await until(lambda name=name: health(log, name)[0] == "degraded")
        assert "pip install" in health(log, name)[1]


# ---- a microphone


@pytest.mark.slow
async def test_a_microphone_pulled_out_while_one_speaks_and_put_back(
    graph: Start, sound: SoundServer, tmp_path: Path
) -> None:
    item, other = recordings("librivox")[1], recordings("librivox")[3]
    log = await graph((Microphone, {}), (Listener, {"recogniser": "whisper-base"}))
    await until(lambda: len(log.of(AudioChunk)) > 5)

    sound.say(write_wav(tmp_path / "one.wav", item.samples))
    await until(lambda: log.of(Turn))
    assert word_error_rate([item.words], [log.of(Turn)[0].text]) < 0.3
    chunks = log.of(AudioChunk)
    assert {len(chunk.samples) for chunk in chunks} == {1024}
    gaps = np.diff([chunk.stamp for chunk in chunks[-60:]])
    assert np.median(gaps) == pytest.approx(0.032, abs=0.02)

    playing = sound.say(write_wav(tmp_path / "two.wav", other.samples))
    await asyncio.sleep(2.5)
    pulled = time.time()
    sound.unplug("vmic")
    await until(lambda: health(log, "microphone")[0] == "degraded")
    assert time.time() - pulled < 1.5
    assert health(log, "microphone")[1].startswith("the microphone is gone")
    await until(lambda: len(log.of(Turn)) == 2)  # what was said until then is a turn
    assert "marr" in log.of(Turn)[1].text.lower()  # "had he married a ..."
    # Nothing comes from the loudspeaker's monitor, which the sound server offers instead.
    assert not [at for at, _ in log.when(AudioChunk) if at > pulled + 1.5]

    playing.wait()
    await asyncio.sleep(2.5)  # the sound server still holds some of it
    sound.plug("vmic", MIC)
    sound.default("source", "vmic")
    plugged = time.time()
    await until(is_open(log, "microphone"))
    assert time.time() - plugged < 6.0
    await until(lambda: any(at > plugged for at, _ in log.when(AudioChunk)))
    sound.say(tmp_path / "one.wav")
    await until(lambda: len(log.of(Turn)) == 3)
    assert word_error_rate([item.words], [log.of(Turn)[2].text]) < 0.3
    at, last = log.when(AudioChunk)[-1]
    assert at - last.stamp < 0.5

    log.say(Control(name="microphone", value="off"))
    await asyncio.sleep(0.5)
    log.heard.clear()
    await asyncio.sleep(0.5)
    assert not log.of(AudioChunk)
    log.say(Control(name="microphone", value="on"))
    await until(lambda: len(log.of(AudioChunk)) > 20)


def tone(hertz: float, seconds: float = 2.0, rate: int = 44100) -> np.ndarray:
    return (8000 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype("<i2")


def loudest(pcm: bytes) -> float:
    """The loudest frequency (Hz) in 16 kHz sound."""
    spectrum = np.abs(np.fft.rfft(np.frombuffer(pcm, "<i2").astype(float)))
    return float(np.argmax(spectrum)) * RATE / (len(pcm) // 2)


@pytest.mark.slow
async def test_a_microphone_of_another_kind_is_converted_and_chosen_by_name(
    graph: Start, sound: SoundServer, tmp_path: Path
) -> None:
    sound.plug("array", "module-null-sink sink_name=array rate=44100 channels=2")
    sound.plug(
        "array_mic",
        "module-remap-source master=array.monitor source_name=array_mic "
        "source_properties=device.description=Lab_array",
    )
    with wave.open(str(tmp_path / "two.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44100)
        file.writeframes(np.stack([tone(500), tone(1900)], axis=1).tobytes())
    names = [item.name for item in devices() if item.side == "microphone"]
    assert "Lab_array" in names
    log = await graph((Microphone, {"device": "lab_arr", "rate": 44100, "channels": 2, "channel": 2}))
    await until(lambda: len(log.of(AudioChunk)) > 5)
    assert health(log, "microphone")[1] == "Lab_array, 44100 Hz, 2 ch"
    log.heard.clear()
    sound.say(tmp_path / "two.wav", into="array").wait()
    await asyncio.sleep(0.5)
    heard = b"".join(chunk.samples for chunk in log.of(AudioChunk))
    assert loudest(heard) == pytest.approx(1900, abs=5)
    assert {len(chunk.samples) for chunk in log.of(AudioChunk)} == {1024}
    # The one that was chosen is pulled out: no other takes its place unasked.
    sound.unplug("array_mic")
    await until(lambda: health(log, "microphone")[0] == "degraded")
    await until(lambda: "there is no microphone 'lab_arr'" in health(log, "microphone")[1])
    assert "Lab_microphone" in health(log, "microphone")[1]


@pytest.mark.slow
async def test_another_default_microphone_is_followed(
    graph: Start, sound: SoundServer, tmp_path: Path
) -> None:
    sound.plug("second_in", "module-null-sink sink_name=second_in rate=48000 channels=1")
    sound.plug("second", "module-remap-source master=second_in.monitor source_name=second")
    write_wav(tmp_path / "tone.wav", resampled_tone(700))
    log = await graph((Microphone, {}))
    await until(lambda: len(log.of(AudioChunk)) > 5)
    sound.default("source", "second")
    await asyncio.sleep(1.0)
    log.heard.clear()
    sound.say(tmp_path / "tone.wav", into="second_in").wait()
    await asyncio.sleep(0.3)
    assert loudest(b"".join(chunk.samples for chunk in log.of(AudioChunk))) == pytest.approx(700, abs=5)


def resampled_tone(hertz: float) -> np.ndarray:
    return np.frombuffer(resampled(tone(hertz).tobytes(), 44100, RATE), "<i2")


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["the server stands still", "the process dies"])
async def test_a_device_that_stands_still_or_dies_is_opened_again(
    graph: Start, sound: SoundServer, fault: str
) -> None:
    log = await graph((Microphone, {}))
    await until(lambda: len(log.of(AudioChunk)) > 5)
    before = set(psutil.Process().children(recursive=True))
    if fault == "the process dies":
        worker = next(item for item in before if "speech.device_worker" in item.cmdline())
        worker.send_signal(signal.SIGKILL)
    else:
        sound.stall(True)
    await until(lambda: health(log, "microphone")[0] == "degraded", NEXT_WITHIN + 6.0)
    log.heard.clear()
    sound.stall(False)
    await until(lambda: len(log.of(AudioChunk)) > 5, 20.0)
    assert is_open(log, "microphone")()


# ---- a loudspeaker


@pytest.mark.slow
async def test_a_loudspeaker_plays_stops_and_is_pulled_out_in_a_sentence(
    graph: Start, sound: SoundServer
) -> None:
    with sound.record() as tape:
        log = await graph((Speaker, {"device": "lab_sp", "held": 0.1}))
        await until(is_open(log, "speaker"))
        await asyncio.sleep(2.5)  # a virtual loudspeaker takes its time until its clock runs evenly

        clip = counting("a1", seconds=1.0)
        asked = time.time()
        log.say(clip)
        await until(lambda: [s.status for s in log.of(Spoken)] == ["started", "finished"])
        await asyncio.sleep(0.5)
        before = tape.first_loud(asked) - asked
        assert same_sound(tape.samples, clip) > 0.99

        log.say(counting("a2"))
        await until(lambda: any(s.act_id == "a2" for s in log.of(Spoken)))
        await asyncio.sleep(0.9)
        cut = time.time()
        log.say(Interruption(act_id="a2"))
        await asyncio.sleep(0.6)
        assert tape.last_loud() - cut < 0.2
        assert log.of(Spoken)[-1].heard in ("one two", "one")

        log.say(counting("a3"))
        await until(lambda: any(s.act_id == "a3" for s in log.of(Spoken)))
        await asyncio.sleep(1.4)
        began = tape.first_loud(cut + 0.5)
        sound.unplug("vspk")
        pulled = time.time()
        await until(lambda: log.of(Spoken)[-1].status == "interrupted")
        assert time.time() - pulled < 1.5
        said = round((pulled - began) / 0.5)  # words whose middle was over
        assert len(log.of(Spoken)[-1].heard.split()) in (said - 1, said, said + 1)
        assert log.of(Spoken)[-1].act_id == "a3"
        await until(lambda: health(log, "speaker")[0] == "degraded")

    asked = time.monotonic()
    log.say(counting("a4"))
    await until(lambda: log.of(Spoken)[-1].act_id == "a4")
    assert log.of(Spoken)[-1].status == "failed"
    assert time.monotonic() - asked < 1.0

    sound.plug("vspk", SPEAKER)
    with sound.record() as tape:
        await until(is_open(log, "speaker"))
        await asyncio.sleep(2.5)
        asked = time.time()
        log.say(clip := replace(clip, act_id="a5"))
        await until(lambda: log.of(Spoken)[-1].status == "finished")
        await asyncio.sleep(0.5)
        assert tape.first_loud(asked) - asked < before + 0.1
        assert same_sound(tape.samples, clip) > 0.99
    assert log.of(Spoken)[-1].heard == clip.text


def same_sound(recorded: np.ndarray, clip: VoiceClip) -> float:
    """The median correlation of pieces of a clip (50 ms) with where they are in a recording: 1 as it is.

    Pieces, for a busy machine may leave a gap between two.
    """
    size = 1 << len(recorded).bit_length()
    spectrum = np.fft.rfft(recorded.astype(float), size)
    found = []
    for piece in np.array_split(np.frombuffer(clip.samples, "<i2").astype(float), 20):
        across = np.fft.irfft(spectrum * np.conj(np.fft.rfft(piece, size)), size)
        at = int(np.argmax(across[: len(recorded) - len(piece)]))
        found.append(np.corrcoef(recorded[at : at + len(piece)], piece)[0, 1])
    return float(np.median(found))


@pytest.mark.slow
async def test_a_loudspeaker_of_another_kind_gets_what_it_takes(graph: Start, sound: SoundServer) -> None:
    sound.plug("hifi", "module-null-sink sink_name=hifi rate=48000 channels=2")
    with sound.record("hifi", 48000) as tape:
        log = await graph((Speaker, {"device": "hifi", "rate": 48000, "channels": 2, "held": 0.1}))
        await until(is_open(log, "speaker"))
        await asyncio.sleep(2.5)
        samples = tone(900, 1.0, 16000).tobytes()
        log.say(replace(counting("a1", seconds=1.0, rate=16000), samples=samples))
        await until(lambda: log.of(Spoken) and log.of(Spoken)[-1].status == "finished")
        await asyncio.sleep(0.5)
    loud = np.flatnonzero(np.abs(tape.samples) > 300)
    assert len(loud) / 48000 == pytest.approx(1.0, abs=0.05)
    found = tape.samples[loud[0] : loud[0] + 9600].astype(float)
    assert float(np.argmax(np.abs(np.fft.rfft(found)))) * 48000 / len(found) == pytest.approx(900, abs=10)


# ---- trying them by hand


def test_the_command_lists_devices_shows_a_level_and_plays_tones(sound: SoundServer, tmp_path: Path) -> None:
    command = CliRunner()
    shown = command.invoke(app, ["devices"]).output
    assert re.search(r"\* Lab_microphone +16000 Hz +1 ch +device: vmic", shown)
    assert re.search(r"Lab_speaker +22050 Hz", shown)
    playing = sound.say(write_wav(tmp_path / "tone.wav", resampled_tone(500)))
    heard = command.invoke(app, ["devices", "--listen", "--device", "lab_mic", "--seconds", "2.5"]).output
    playing.wait()
    assert "Lab_microphone, 16000 Hz" in heard
    assert re.search(r"peak -1[1-4] dB", heard)
    with sound.record() as tape:
        assert "playing two tones" in command.invoke(app, ["devices", "--play", "--device", "lab_sp"]).output
        time.sleep(0.5)
    loud = np.flatnonzero(np.abs(tape.samples) > 300)
    assert len(loud) / tape.rate == pytest.approx(1.2, abs=0.2)
    missing = command.invoke(app, ["devices", "--listen", "--device", "nothing like it"])
    assert isinstance(missing.exception, AlongsideError)
    assert "Lab_microphone" in missing.exception.what


@pytest.mark.parametrize(
    ("peak", "said"), [(0.0, "silent"), (0.001, "faint"), (0.2, "well"), (1.0, "too loud")]
)
def test_a_microphone_is_judged_by_its_level(peak: float, said: str) -> None:
    quiet, loud = np.full(512, 1e-6 * peak, np.float32), np.full(512, peak, np.float32)
    assert said in verdict([quiet] * 5 + [loud] * 5)
    assert "Nothing came" in verdict([])
