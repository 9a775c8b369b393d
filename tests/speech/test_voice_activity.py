"""The voice detector, frame by frame, gives what it gives on a whole recording."""

from collections.abc import Callable

import numpy as np
import pytest
from faster_whisper.vad import get_vad_model

from speech.audio import FRAME, Samples
from speech.voice_activity import VoiceActivity
from tests.recordings import Recording


def frame_by_frame(detector: VoiceActivity, samples: Samples) -> np.ndarray:
    whole = len(samples) // FRAME
    return np.array([detector.probability(samples[n * FRAME : (n + 1) * FRAME]) for n in range(whole)])


def test_a_stream_is_heard_as_the_whole_would_be(
    voice_activity: VoiceActivity, spoken: list[Recording], floats: Callable[[Recording], Samples]
) -> None:
    samples = floats(spoken[0])
    samples = samples[: len(samples) // FRAME * FRAME]
    # The reference wraps its first context round from its last frame; from the second on they agree.
    expected = get_vad_model()(samples.copy())
    assert frame_by_frame(voice_activity, samples)[1:] == pytest.approx(expected[1:], abs=0.02)


def test_speech_is_told_from_silence_and_noise(
    voice_activity: VoiceActivity, spoken: list[Recording], floats: Callable[[Recording], Samples]
) -> None:
    for recording in spoken:
        voice_activity.reset()
        assert np.mean(frame_by_frame(voice_activity, floats(recording)) > 0.5) > 0.4
    noise = np.random.default_rng(3).normal(0, 0.05, 3 * 16000).astype(np.float32)
    hum = (0.1 * np.sin(2 * np.pi * 50 * np.arange(3 * 16000) / 16000)).astype(np.float32)
    for sound in (np.zeros(3 * 16000, np.float32), noise, hum):
        voice_activity.reset()
        assert np.max(frame_by_frame(voice_activity, sound)) < 0.5


def test_a_frame_of_another_length_is_refused(voice_activity: VoiceActivity) -> None:
    with pytest.raises(ValueError, match="512"):
        voice_activity.probability(np.zeros(100, np.float32))
