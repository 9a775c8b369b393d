"""Any chunking, rate, width and number of channels comes out as the same 16 kHz frames."""

import itertools
import wave
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from speech.audio import FRAME, RATE, Framer, level_db, read_audio, to_bytes, to_float


@given(st.binary(max_size=8000), st.lists(st.integers(0, 5000), max_size=8))
def test_frames_do_not_depend_on_how_the_stream_is_cut(pcm: bytes, cuts: list[int]) -> None:
    places = [0, *sorted(cut % (len(pcm) + 1) for cut in cuts), len(pcm)]
    framer = Framer()
    frames = [f for a, b in itertools.pairwise(places) for f in framer.push(pcm[a:b])]
    assert all(len(frame) == 2 * FRAME for frame in frames)
    assert b"".join(frames) == pcm[: len(pcm) // (2 * FRAME) * 2 * FRAME]


@settings(deadline=None, max_examples=20)
@given(st.sampled_from([8000, 11025, 22050, 44100, 48000]), st.integers(200, 5000))
def test_another_rate_is_resampled_as_it_streams(rate: int, chunk: int) -> None:
    sine = np.sin(2 * np.pi * 440 * np.arange(rate) / rate).astype(np.float32) * 0.5
    pcm = to_bytes(sine)
    framer = Framer()
    out = b"".join(
        f for at in range(0, len(pcm), 2 * chunk) for f in framer.push(pcm[at : at + 2 * chunk], rate)
    )
    heard = to_float(out)
    assert abs(len(heard) - RATE) <= 2 * FRAME
    peak = np.abs(np.fft.rfft(heard * np.hanning(len(heard)))).argmax() * RATE / len(heard)
    assert peak == pytest.approx(440, abs=2)


def write(path: Path, samples: np.ndarray, rate: int, width: int, channels: int) -> Path:
    """A PCM file; 8-bit is unsigned, as WAV has it."""
    scaled = np.repeat(samples[:, np.newaxis], channels, axis=1)
    if width == 1:
        data = (scaled * 127 + 128).astype(np.uint8).tobytes()
    elif width == 3:
        whole = (scaled * (2**23 - 1)).astype("<i4").reshape(-1)
        data = whole.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    else:
        data = (scaled * (2 ** (8 * width - 1) - 1)).astype(f"<i{width}").tobytes()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(data)
    return path


@pytest.mark.parametrize("rate", [22050, 44100, 48000])
@pytest.mark.parametrize(("hertz", "low", "high"), [(1000, -0.1, 0.1), (7000, -0.6, 0.1), (9500, -200, -55)])
def test_speech_is_kept_and_what_is_above_it_does_not_fold_back(
    rate: int, hertz: int, low: float, high: float
) -> None:
    wave_in = 10000 * np.sin(2 * np.pi * hertz * np.arange(rate) / rate)
    pcm, framer = wave_in.astype("<i2").tobytes(), Framer()
    block = 2 * (rate // 50)
    heard = b"".join(b"".join(framer.push(pcm[at : at + block], rate)) for at in range(0, len(pcm), block))
    level = 20 * np.log10(np.frombuffer(heard, "<i2")[3000:-3000].std() / wave_in.std() + 1e-10)
    assert low <= level <= high


@pytest.mark.parametrize("rate", [8000, 16000, 44100, 48000])
@pytest.mark.parametrize("width", [1, 2, 3, 4])
@pytest.mark.parametrize("channels", [1, 2])
def test_every_kind_of_wav_is_read(tmp_path: Path, rate: int, width: int, channels: int) -> None:
    sine = np.sin(2 * np.pi * 300 * np.arange(rate) / rate) * 0.5
    heard = to_float(read_audio(write(tmp_path / "a.wav", sine, rate, width, channels)))
    assert len(heard) == pytest.approx(RATE, abs=200)
    assert level_db(heard) == pytest.approx(20 * np.log10(0.5 / np.sqrt(2)), abs=0.5)


def test_a_float_wav_is_read(tmp_path: Path) -> None:
    path = tmp_path / "float.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_f32le", rate=16000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.full((1, 16000), 0.25, np.float32), format="flt", layout="mono")
        frame.sample_rate = 16000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert to_float(read_audio(path))[8000] == pytest.approx(0.25, abs=0.001)


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"RIFF\x24\x00\x00\x00WAVEfmt ", b"\0" * 5000, b"not a sound"]
)
def test_a_broken_wav_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.wav"
    path.write_bytes(content)
    with pytest.raises(AlongsideError, match=r"broken\.wav"):
        read_audio(path)


def test_a_wav_without_samples_and_one_that_is_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(AlongsideError, match=r"empty\.wav.*no sound"):
        read_audio(write(tmp_path / "empty.wav", np.zeros(0), 16000, 2, 1))
    with pytest.raises(AlongsideError, match=r"there is no recording at .*nowhere\.wav"):
        read_audio(tmp_path / "nowhere.wav")


@settings(deadline=None, max_examples=30)
@given(data=st.binary(max_size=400))
def test_no_bytes_at_all_make_it_fail_otherwise(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("wild") / "wild.wav"
    path.write_bytes(b"RIFF\xff\xff\xff\xffWAVE" + data)
    try:
        pcm = read_audio(path)
    except AlongsideError:
        return
    assert pcm


@given(st.binary(max_size=400).filter(lambda pcm: len(pcm) % 2 == 0))
def test_samples_survive_the_way_to_floats_and_back(pcm: bytes) -> None:
    there = np.frombuffer(pcm, "<i2").astype(int)
    back = np.frombuffer(to_bytes(to_float(pcm)), "<i2").astype(int)
    assert np.abs(there - back).max(initial=0) <= 1


def test_levels_are_in_dbfs() -> None:
    assert level_db(np.ones(512, np.float32)) == pytest.approx(0.0, abs=0.01)
    assert level_db(np.full(512, 0.1, np.float32)) == pytest.approx(-20.0, abs=0.01)
    assert level_db(np.zeros(512, np.float32)) == -90.0
