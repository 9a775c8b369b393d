"""Low pitch as a place to respond: known by what is low for this voice, and told at once."""

from __future__ import annotations

import itertools

import numpy as np

from alongside.messages import Message, SpeechActivity
from speech.audio import FRAME, RATE, Samples
from speech.low_pitch import LowPitch
from speech.voice_report import LOW_S, VoiceReport
from tests.recordings import recordings


def voice(hz: float, seconds: float) -> Samples:
    """A buzz with the overtones of a voice, falling by 12 dB an octave."""
    t = np.arange(int(seconds * RATE)) / RATE
    sound = sum(np.sin(2 * np.pi * hz * n * t) / n**2 for n in range(1, 8))
    return (0.2 * sound).astype(np.float32)


def follow(sound: Samples, voiced: bool = True) -> list[float]:
    """What is told after each frame of 32 ms."""
    follower = LowPitch()
    return [follower.frame(sound[at : at + FRAME], voiced) for at in range(0, len(sound) - FRAME, FRAME)]


def test_a_drop_of_the_voice_is_low_for_as_long_as_it_lasts() -> None:
    told = follow(np.concatenate([voice(140, 3.0), voice(100, 0.4), voice(140, 0.5)]))
    drop, after = 3.0 * RATE // FRAME, 3.4 * RATE // FRAME
    assert max(told[: int(drop) - 1]) < LOW_S, "a level voice is nowhere low"
    assert 0.3 < max(told) < 0.45
    assert max(told[int(after) + 3 :]) == 0.0


def test_nothing_is_low_before_the_voice_is_known() -> None:
    assert max(follow(np.concatenate([voice(140, 0.8), voice(90, 0.5)]))) == 0.0


def test_silence_has_no_pitch() -> None:
    assert max(follow(voice(120, 2.0), voiced=False)) == 0.0


def test_it_is_low_for_this_person() -> None:
    deep = follow(np.concatenate([voice(100, 3.0), voice(80, 0.4)]))
    high = follow(np.concatenate([voice(240, 3.0), voice(190, 0.4)]))
    assert max(deep) > LOW_S
    assert max(high) > LOW_S


def test_people_drop_their_voice_now_and_then() -> None:
    said = recordings("librivox")[:3]
    told = follow(np.concatenate([item.samples for item in said]).astype(np.float32) / 32768)
    low = sum(before < LOW_S <= now for before, now in itertools.pairwise(told))
    assert 2 <= low <= sum(item.seconds for item in said)


def test_a_silence_and_a_drop_are_told_at_once() -> None:
    said: list[Message] = []
    report = VoiceReport(said.append)
    quiet = np.zeros(FRAME, np.float32)
    for number in range(9):
        report.frame(number, True, 0.9, -20.0, quiet)
    said.clear()
    for number in range(9, 12):
        report.frame(number, True, 0.1, -60.0, quiet)
    assert [item.probability for item in said if isinstance(item, SpeechActivity)][-1] == 0.1
    assert len(said) == 2, "every third frame, and the second of a silence"
