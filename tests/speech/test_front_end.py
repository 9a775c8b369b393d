"""The front end on real sound: our own voice does not pass, a person's does."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.audio import FRAME, RATE, Samples, level_db, to_bytes
from speech.echo import Leftover
from speech.far_end import FarEnd
from speech.front_end import Cleaned, FrontEnd
from speech.recogniser import Recogniser
from speech.sample_clock import SampleClock
from speech.voice_activity import VoiceActivity
from tests.recordings import recordings
from tests.speech.acoustics import Sound, at_level, noise, room, through
from tests.speech.own_voice import act, echo
from tests.speech.wording import word_error_rate

FIXED = [recordings("librivox")[number] for number in (3, 4, 0)]
BLOCK = 320
"""Samples a loudspeaker takes at once: 20 ms."""


def nobody(detail: str) -> None:
    raise AssertionError(detail)


def front_end(**options: object) -> FrontEnd:
    given = {"echo": "cancel", "noise": "off", "level": False, "tell": nobody, **options}
    return FrontEnd(**given)  # type: ignore[arg-type]


def heard(end: FrontEnd, near: Sound, far: Sound | None = None) -> list[Cleaned]:
    """What the front end makes of `near` while `far` is played, block by block as devices do."""
    out = []
    for at in range(0, len(near) - FRAME + 1, FRAME):
        for block in range(-(-at // BLOCK) * BLOCK, at + FRAME, BLOCK) if far is not None else ():
            end.played(to_bytes(far[block : block + BLOCK]), RATE, 1000.0 + block / RATE)  # type: ignore[index]
        out.append(end.frame(near[at : at + FRAME], 1000.0 + at / RATE))
    return out


def voice_of(frames: list[Cleaned]) -> Samples:
    return np.concatenate([one.voice for one in frames])


def words_of(frames: list[Cleaned]) -> Samples:
    return np.concatenate([one.words for one in frames])


def voiced(activity: VoiceActivity, sound: Samples) -> int:
    """Frames in which a voice is detected."""
    activity.reset()
    pieces = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME)
    return sum(activity.probability(piece) >= 0.5 for piece in pieces)


def believed(activity: VoiceActivity, frames: list[Cleaned]) -> int:
    """Frames in which a voice is detected that is not known to be our own."""
    activity.reset()
    return sum(activity.probability(one.voice) >= 0.5 and not one.echo for one in frames)


@pytest.mark.parametrize("db", [-30, -15, 0])
@pytest.mark.parametrize("delay", [0.02, 0.1, 0.25])
def test_our_own_voice_is_not_heard(voice_activity: VoiceActivity, db: float, delay: float) -> None:
    played = act(0)
    near = echo(played, db, delay)
    assert voiced(voice_activity, near) > 60
    frames = heard(front_end(), near, played)
    assert longest(voice_activity, frames) < 3, "as many on end would hold the voice"
    assert believed(voice_activity, frames) < 6


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 99), st.floats(-30.0, -12.0), st.integers(0, 120))
def test_what_is_left_of_an_echo_is_known_from_the_first_moment_on_and_a_person_is_not_taken_for_it(
    seed: int, level: float, before: int
) -> None:
    def frame(number: int, db: float) -> Samples:
        return noise(FRAME, db, 1000 * seed + number, "white")

    leftover = Leftover()
    for number in range(before):
        leftover.frame(frame(number, level), frame(number + 500, -24.0), frame(number, -90.0))
    far = frame(998, -24.0)
    assert leftover.frame(frame(999, -57.0), far, frame(997, -57.0))  # nobody is that far away
    if before * FRAME < 0.4 * RATE:
        assert leftover.frame(frame(999, level), far, frame(997, level - 10.0))
    assert not leftover.frame(frame(999, level), far, frame(997, level - 3.0))


def test_clocks_that_drift_apart_do_not_bring_it_back(voice_activity: VoiceActivity) -> None:
    played = np.concatenate([act(number) for number in range(4)])
    near = echo(played, -10, 0.12, drift=200)
    assert believed(voice_activity, heard(front_end(), near, played)) < 3


def test_a_delay_that_jumps_does_not_bring_it_back(voice_activity: VoiceActivity) -> None:
    # Readers, for the synthetic voice says each time something else and the bounds are narrow.
    said = [np.concatenate([at_level(item.samples / 32768, -24.0), np.zeros(RATE)]) for item in FIXED]
    played = np.concatenate(said)
    near, jump = echo(played, -8, 0.06), len(said[0]) + RATE
    near[jump:] = echo(played, -8, 0.13)[jump:]
    frames = heard(front_end(), near, played)
    assert believed(voice_activity, frames) < 8
    assert longest(voice_activity, frames) <= 3


HELD = 0.06
"""Seconds of sound that the loudspeaker has in store."""


def held_up(stalls: dict[float, float], delay: float) -> tuple[Samples, list[Cleaned]]:
    """(microphone, cleaned) while the player stands still at these seconds, for so many, and runs dry."""
    played = np.concatenate([act(0, 0.3), act(1, 0.3), act(3)])
    near = echo(played, -12, delay)
    clock, late, handed = SampleClock(RATE, HELD), 0.0, []
    for block in range(len(played) // BLOCK):
        due = block * BLOCK / RATE
        stalled = stalls.get(due, 0.0)
        free = due + late + stalled if stalled else (handed[-1][0] if handed else 0.0)
        if stalled > HELD:
            at, dry = round((due + late + HELD + delay) * RATE), stalled - HELD
            near = np.concatenate([near[:at], noise(round(dry * RATE), -65.0, 3), near[at:]])
            late += dry
        handed.append((max(due + late, free), block))
    end, out = front_end(), []
    for at in range(0, len(near) - FRAME + 1, FRAME):
        while handed and handed[0][0] <= (at + FRAME) / RATE:
            arrived, block = handed.pop(0)
            sound = to_bytes(played[block * BLOCK : (block + 1) * BLOCK])
            end.played(sound, RATE, 1000.0 + clock.stamp(arrived, BLOCK))
        out.append(end.frame(near[at : at + FRAME].astype(np.float32), 1000.0 + at / RATE))
    return near[: len(out) * FRAME], out


@pytest.mark.parametrize("delay", [0.06, 0.12])
def test_a_player_that_is_held_up_and_falls_silent_does_not_bring_it_back(delay: float) -> None:
    near, frames = held_up({4.0: 0.2, 7.0: 0.3}, delay)
    levels = [
        (level_db(near[at : at + FRAME]), level_db(one.words))
        for at, one in zip(range(0, len(near), FRAME), frames, strict=True)
    ]
    assert np.mean([before - after for before, after in levels if before > -50.0]) > 20.0


def longest(activity: VoiceActivity, frames: list[Cleaned]) -> int:
    """The longest run of frames with a voice that is believed."""
    activity.reset()
    run = best = 0
    for one in frames:
        run = run + 1 if activity.probability(one.voice) >= 0.5 and not one.echo else 0
        best = max(best, run)
    return best


def test_a_person_who_speaks_over_it_is_understood(
    voice_activity: VoiceActivity, recogniser: Recogniser
) -> None:
    item = recordings("librivox")[1]
    person = at_level(item.samples.astype(np.float32) / 32768, -24.0)
    played = np.concatenate([act(0), act(3)])
    near = echo(played, -12, 0.1)
    begun = len(act(0)) + RATE
    near[begun : begun + len(person)] += person
    frames = heard(front_end(), near, played)
    after = words_of(frames)[begun - RATE // 4 : begun + len(person) + RATE // 4]
    assert word_error_rate([item.words], [recogniser.final(after).text]) <= 0.25
    assert believed(voice_activity, frames) > 0.6 * voiced(voice_activity, person)


def test_where_nothing_is_said_to_be_played_nothing_is_changed() -> None:
    near = at_level(recordings("cards")[0].samples.astype(np.float32) / 32768, -24.0)
    end = front_end()
    frames = heard(end, near)
    assert end.delay == 0.0
    assert np.array_equal(words_of(frames), near[: len(frames) * FRAME])
    assert np.array_equal(voice_of(frames), near[: len(frames) * FRAME])


def test_words_are_heard_unsuppressed_if_only_voice_activity_is_to_be_helped() -> None:
    near = noise(3 * RATE, -30.0, 1)
    frames = heard(front_end(noise="voice"), near)
    assert np.array_equal(words_of(frames), near[: len(frames) * FRAME])
    assert level_db(voice_of(frames)[RATE:]) < -40.0


def test_a_far_talker_is_brought_near_and_a_near_one_does_not_clip() -> None:
    person = np.concatenate([item.samples for item in recordings("librivox")]).astype(np.float32) / 32768
    far = through(at_level(person, -45.0), room(5, ring=0.4, direct_db=-3.0))
    far = (far + noise(len(far), -75.0, 3)).astype(np.float32)
    near = at_level(person, -18.0)
    raised = voice_of(heard(front_end(level=True), far))
    kept = voice_of(heard(front_end(level=True), near))
    assert level_db(raised[5 * RATE :]) > level_db(far[5 * RATE :]) + 12.0
    assert np.mean(np.abs(kept) > 0.999) < 1e-4


def test_without_the_library_it_says_so_once_and_lets_sound_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "livekit.rtc", None)
    told: list[str] = []
    end = front_end(noise="voice", level=True, tell=told.append)
    played = act(0)
    frames = heard(end, echo(played, 0, 0.1), played)
    assert len(told) == 1
    assert "pip install" in told[0]
    assert not end.cancels
    assert len(frames) == len(played) // FRAME


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 999), st.integers(0, 30), st.integers(0, 10))
def test_the_reference_is_what_was_played_however_unevenly_it_arrives(
    seed: int, late_ms: int, jitter_ms: int
) -> None:
    rng = np.random.default_rng(seed)
    sound = rng.normal(0, 0.1, 3 * RATE).astype(np.float32)
    arrivals = np.maximum.accumulate(np.arange(150) * 0.02 + rng.uniform(0, late_ms / 1000, 150))
    stamps = 50.0 + np.arange(150) * 0.02 + rng.uniform(-jitter_ms, jitter_ms, 150) / 1000
    far, taken, n = FarEnd(), [], 0
    for frame in range(3 * RATE // FRAME):
        while n < 150 and arrivals[n] <= (frame + 1) * FRAME / RATE:
            far.add(to_bytes(sound[n * BLOCK : (n + 1) * BLOCK]), RATE, stamps[n])
            n += 1
        taken.append(far.take(50.0 + frame * FRAME / RATE, FRAME))
    offsets = [offset(np.concatenate(taken), sound, at) for at in range(RATE, 3 * RATE - 4000, 1600)]
    assert np.ptp(offsets) < 0.02 * RATE  # the canceller's filter is 50 ms long
    assert 0.0 < far.lag <= 0.15


def offset(got: Sound, sound: Sound, at: int) -> int:
    """By how many samples `got` runs behind `sound` from sample `at` on."""
    first = max(0, at - 4096)
    here, there = got[at : at + 1600], sound[first : at + 2400]
    size = 1 << 14
    match = np.fft.irfft(np.fft.rfft(there, size) * np.conj(np.fft.rfft(here, size)), size)
    return at - first - int(np.argmax(match[: len(there)]))
