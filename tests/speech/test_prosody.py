"""Pitch, level, rhythm and quality of voices whose answer is known, and of recorded people."""

from collections.abc import Callable
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.records import Prosody
from speech.audio import RATE, Samples
from speech.prosody import Measurer, measure, summarise
from tests.recordings import FOLDER, Recording
from tests.speech.voices import glide, in_noise, quiet, voice


def heard(sound: Samples, words: int = 3) -> Prosody:
    return summarise([(0.0, measure(sound))], words)


def numbers(prosody: Prosody) -> list[float]:
    own = asdict(prosody)
    return [*own.pop("own").values(), *own.values()]


class TestPitch:
    @settings(deadline=None, max_examples=50)
    @given(st.floats(75, 380), st.floats(0.01, 0.5))
    def test_it_is_found_at_any_level(self, pitch: float, level: float) -> None:
        found = measure(voice(pitch, 0.5, level))
        assert np.median(found.pitch_hz) == pytest.approx(pitch, rel=0.01)
        assert found.voiced == pytest.approx(0.47, abs=0.05)

    @pytest.mark.parametrize("pitch", [85.0, 120.0, 210.0, 330.0])
    def test_noise_at_ten_decibels_moves_it_little(self, pitch: float) -> None:
        assert heard(in_noise(voice(pitch, 1.5), 10)).pitch_hz == pytest.approx(pitch, rel=0.01)
        clean, noisy = heard(glide(pitch, 1.5 * pitch, 2)), heard(in_noise(glide(pitch, 1.5 * pitch, 2), 10))
        assert noisy.pitch_range_st == pytest.approx(clean.pitch_range_st, abs=0.5)
        assert noisy.pitch_slope_st == pytest.approx(clean.pitch_slope_st, abs=0.8)

    def test_noise_alone_has_none(self) -> None:
        noise = np.random.default_rng(0).normal(0, 0.1, 2 * RATE).astype(np.float32)
        assert measure(noise).voiced < 0.1

    @pytest.mark.parametrize("octaves", [0.5, -0.5])
    def test_a_glide_has_its_range_and_its_slope(self, octaves: float) -> None:
        found = heard(glide(150, 150 * 2**octaves, 2))
        assert found.pitch_range_st == pytest.approx(0.8 * 6, abs=0.3)
        assert found.pitch_slope_st == pytest.approx(6 * octaves, abs=0.3)
        assert found.pitch_hz == pytest.approx(150 * 2 ** (octaves / 2), rel=0.02)


class TestRhythm:
    SPEECH = np.concatenate(
        [quiet(0.3), voice(120), quiet(0.5), voice(120), quiet(1.0), voice(120, 0.5), quiet(0.4)]
    )

    @pytest.mark.parametrize("snr", [None, 20.0, 10.0])
    def test_pauses_are_counted_and_measured(self, snr: float | None) -> None:
        found = heard(self.SPEECH if snr is None else in_noise(self.SPEECH, snr), 8)
        assert found.pauses == 2
        assert found.longest_pause == pytest.approx(1.0, abs=0.06)
        assert found.pause_share == pytest.approx(1.5 / 4.0, abs=0.03)
        assert found.words_per_second == pytest.approx(2.0, abs=0.1)

    def test_the_silence_between_two_stretches_is_a_pause(self) -> None:
        first, second = measure(voice(120, 1.0)), measure(voice(120, 2.0))
        found = summarise([(100.0, first), (102.0, second)], 4)
        assert found.pauses == 1
        assert found.longest_pause == pytest.approx(1.0, abs=0.06)
        assert found.pause_share == pytest.approx(0.25, abs=0.02)

    @pytest.mark.parametrize("rate", [2.0, 3.5, 5.0])
    @pytest.mark.parametrize("snr", [None, 10.0])
    def test_syllables_are_counted_and_pauses_are_no_part_of_articulation(
        self, rate: float, snr: float | None
    ) -> None:
        def syllables(seconds: float) -> Samples:
            time = np.arange(int(seconds * RATE)) / RATE
            swell = 0.1 + 0.9 * np.sin(np.pi * rate * time) ** 2
            return (voice(140, seconds) * swell).astype(np.float32)

        sound = np.concatenate([syllables(2), quiet(1), syllables(2)])
        found = heard(sound if snr is None else in_noise(sound, snr))
        assert found.articulation_rate == pytest.approx(rate, rel=0.15)
        assert found.syllables_per_second == pytest.approx(0.8 * rate, rel=0.15)


class TestQuality:
    @pytest.mark.parametrize("pitch", [90.0, 130.0, 200.0, 300.0])
    @pytest.mark.parametrize("jitter", [0.005, 0.01, 0.02])
    def test_jitter(self, pitch: float, jitter: float) -> None:
        found = np.mean([heard(voice(pitch, 2, jitter=jitter, seed=seed)).jitter for seed in range(4)])
        assert found == pytest.approx(jitter, rel=0.25 if pitch < 250 else 0.4)

    @pytest.mark.parametrize("pitch", [90.0, 130.0, 200.0])
    @pytest.mark.parametrize("shimmer", [0.3, 0.6, 1.0])
    def test_shimmer(self, pitch: float, shimmer: float) -> None:
        found = np.mean([heard(voice(pitch, 2, shimmer_db=shimmer, seed=at)).shimmer_db for at in range(4)])
        assert found == pytest.approx(shimmer, rel=0.25)

    @pytest.mark.parametrize("pitch", [90.0, 130.0, 200.0, 300.0])
    @pytest.mark.parametrize("hnr", [3.0, 8.0, 15.0, 22.0])
    def test_harmonics_to_noise(self, pitch: float, hnr: float) -> None:
        assert heard(voice(pitch, 2, hnr_db=hnr)).hnr_db == pytest.approx(hnr, abs=1.5)

    def test_a_clear_voice_has_the_higher_cepstral_peak(self) -> None:
        peaks = [heard(voice(130, 2, hnr_db=hnr)).cpp_db for hnr in (0, 5, 10, 20)]
        assert peaks == sorted(peaks)
        assert peaks[-1] - peaks[0] > 6
        rough = [heard(voice(130, 2, jitter=jitter)).cpp_db for jitter in (0.04, 0.02, 0.005)]
        assert rough == sorted(rough)

    def test_a_first_harmonic_made_stronger_is_seen(self) -> None:
        plain = voice(200, 1.5)
        time = np.arange(len(plain)) / RATE
        breathy = (plain + 0.1 * np.sin(2 * np.pi * 200 * time)).astype(np.float32)
        assert heard(breathy).h1_h2_db > heard(plain).h1_h2_db + 3

    def test_a_voice_that_falls_far_below_its_middle_creaks(self) -> None:
        assert heard(voice(180, 2)).creak == 0
        creaking = np.concatenate([voice(180, 2), voice(100, 0.5)])
        assert heard(creaking).creak == pytest.approx(0.2, abs=0.05)

    def test_a_rough_voice_stays_rough_in_noise(self) -> None:
        smooth = heard(in_noise(voice(130, 2, jitter=0.003), 10)).jitter
        rough = heard(in_noise(voice(130, 2, jitter=0.02), 10)).jitter
        assert rough == pytest.approx(0.02, rel=0.35)
        assert smooth < 0.5 * rough


class TestRobust:
    @settings(deadline=None, max_examples=60)
    @given(
        st.lists(
            st.sampled_from(["voice", "noise", "quiet", "dc", "clipped", "click", "nan", "infinite"]),
            max_size=6,
        ),
        st.integers(0, 4000),
        st.floats(0, 10),
    )
    def test_nothing_makes_it_fail(self, kinds: list[str], length: int, scale: float) -> None:
        random = np.random.default_rng(length)
        made = {
            "voice": voice(150, length / RATE + 0.001)[:length],
            "noise": random.normal(0, scale, length),
            "quiet": np.zeros(length),
            "dc": np.full(length, scale),
            "clipped": np.clip(100 * voice(110, length / RATE + 0.001)[:length], -1, 1),
            "click": np.eye(1, max(1, length), length // 2)[0] * scale,
            "nan": np.full(length, np.nan),
            "infinite": np.full(length, np.inf),
        }
        sound = np.concatenate([*(made[kind] for kind in kinds), np.zeros(0)]).astype(np.float32)
        found = heard(sound)
        assert np.isfinite(numbers(found)).all()
        assert 0 <= found.pause_share <= 1
        assert 0 <= found.creak <= 1
        assert min(found.jitter, found.shimmer_db, found.articulation_rate, found.longest_pause) >= 0

    @settings(deadline=None, max_examples=20)
    @given(st.floats(0.02, 1.5), st.floats(-0.3, 0.3))
    def test_only_the_level_depends_on_the_level(self, gain: float, offset: float) -> None:
        sound = voice(140, 1.5, jitter=0.01, shimmer_db=0.5, hnr_db=15, level=0.2)
        before, after = heard(sound), heard((gain * sound + offset).astype(np.float32))
        assert after.level_db - before.level_db == pytest.approx(20 * np.log10(gain), abs=0.2)
        for name in ("pitch_hz", "jitter", "shimmer_db", "hnr_db", "cpp_db", "h1_h2_db", "articulation_rate"):
            assert getattr(after, name) == pytest.approx(getattr(before, name), rel=0.02, abs=0.05)

    def test_clipping_keeps_pitch_and_pauses(self) -> None:
        sound = np.concatenate([voice(140, 1), quiet(0.6), voice(140, 1)])
        found = heard(np.clip(8 * sound, -0.25, 0.25))
        assert found.pitch_hz == pytest.approx(140, rel=0.01)
        assert found.pauses == 1

    @pytest.mark.parametrize("length", [0, 1, 639, 640, 700])
    def test_what_is_very_short_has_little_to_tell(self, length: int) -> None:
        assert np.isfinite(numbers(heard(voice(200, 1)[:length]))).all()


class TestGrowing:
    @settings(deadline=None, max_examples=15)
    @given(st.lists(st.integers(0, 4 * RATE), min_size=1, max_size=5), st.booleans())
    def test_a_stretch_measured_as_it_grows_is_as_if_measured_at_once(
        self, ends: list[int], other: bool
    ) -> None:
        sound = np.concatenate([voice(120, 1.2, hnr_db=12), quiet(0.4), glide(100, 200, 2.4)])
        measurer = Measurer()
        for number, end in enumerate(ends):
            begun = sound[RATE // 4 :] if other and number % 2 else sound  # another stretch in between
            found, alone = measurer.measure(begun[:end]), measure(begun[:end])
            assert summarise([(0.0, found)], 3) == summarise([(0.0, alone)], 3)


class TestPeople:
    def test_recorded_people_sound_like_people(
        self, spoken: list[Recording], floats: Callable[[Recording], Samples]
    ) -> None:
        for recording in spoken:
            found = heard(floats(recording), len(recording.words.split()))
            assert 70 < found.pitch_hz < 260
            assert 1.0 < found.pitch_range_st < 15
            assert -45 < found.level_db < -5
            assert 1.0 < found.words_per_second < 6.0
            assert 1.5 < found.articulation_rate < 8.0
            # Running speech is rougher than a clinic's held vowels (1.04 % and 0.35 dB are normal there).
            assert 0.005 < found.jitter < 0.04
            assert 0.3 < found.shimmer_db < 2.0
            assert 4 < found.hnr_db < 20

    def test_noise_at_ten_decibels_leaves_people_much_the_same(
        self, spoken: list[Recording], floats: Callable[[Recording], Samples]
    ) -> None:
        for recording in spoken:
            clean, noisy = heard(floats(recording)), heard(in_noise(floats(recording), 10))
            assert noisy.pitch_hz == pytest.approx(clean.pitch_hz, rel=0.05)
            assert noisy.level_db == pytest.approx(clean.level_db, abs=4)
            assert noisy.jitter == pytest.approx(clean.jitter, rel=0.6)

    @pytest.mark.parametrize("name", ["goforward", "numbers", "something"])
    def test_men_are_in_the_range_of_men(self, name: str) -> None:
        raw = np.fromfile(FOLDER / f"{name}.raw", "<i2").astype(np.float32) / 32768
        assert 85 < heard(raw).pitch_hz < 155

    @pytest.mark.parametrize("times", [1.3, 1.7, 2.1])
    def test_a_person_played_faster_is_higher_by_as_much(
        self, times: float, spoken: list[Recording], floats: Callable[[Recording], Samples]
    ) -> None:
        for recording in spoken[:5]:
            sound = floats(recording)
            faster = np.interp(np.arange(0, len(sound) - 1, times), np.arange(len(sound)), sound)
            before, after = heard(sound), heard(faster.astype(np.float32))
            assert after.pitch_hz == pytest.approx(times * before.pitch_hz, rel=0.06)
            assert after.pitch_range_st == pytest.approx(before.pitch_range_st, abs=2.0)
