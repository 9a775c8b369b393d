"""The parts of the turn-taking benchmark that its figures rest on: detector, truth, measures and tables."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from alongside.weights import find
from bench.turns import __main__ as program
from bench.turns import plan
from bench.turns.audible import LOUD, audible, joined
from bench.turns.corpus import paused
from bench.turns.measure import measure, recogniser_times
from bench.turns.picture import draw
from bench.turns.replies import Replies
from bench.turns.sides import Session
from bench.turns.sources import CITIES, UTTERANCES, utterance
from bench.turns.summary import quantile, summarise
from bench.turns.table import report
from bench.turns.truth import RATE, levelled, noisy, speech, valley
from speech.audio import FRAME, FRAME_SECONDS
from speech.voice_activity import VoiceActivity
from tests.recordings import Recording, recordings


@pytest.fixture(scope="module")
def said() -> list[Recording]:
    return [*recordings("librivox"), *recordings("cards")]


def record(kind="clean", sounds=(), released=(), over=None, interrupted=()):
    events = [[at, "released", ""] for at in released] + [[at, "interrupted", ""] for at in interrupted]
    return {
        "item": "x",
        "kind": kind,
        "begin": -2.0,
        "over": over,
        "sounds": list(sounds),
        "events": sorted(events),
    }


# ---------------------------------------------------------------- the detector


def test_a_sound_is_heard_from_its_first_loud_sample_to_its_last() -> None:
    pcm = np.zeros(441, "<i2")
    pcm[100:201] = LOUD + 1
    assert audible(pcm.tobytes(), 22050) == (100 / 22050, 201 / 22050)


def test_a_negative_peak_counts_and_what_is_faint_does_not() -> None:
    assert audible(np.full(10, -32768, "<i2").tobytes(), 16000) == (0.0, 10 / 16000)
    assert audible(np.full(10, LOUD, "<i2").tobytes(), 16000) is None


def test_sounds_are_joined_over_short_gaps_only() -> None:
    assert joined([(0.0, 0.1), (0.15, 0.2), (0.6, 0.7)], 0.1) == [(0.0, 0.2), (0.6, 0.7)]


# ---------------------------------------------------------------- the truth


@pytest.mark.parametrize("name", [name for name, found in UTTERANCES.items() if found.file != CITIES])
def test_the_end_of_speech_agrees_with_a_voice_detector(name: str) -> None:
    """Two ways of finding it, energy and a network, are within two tenths of a second of each other."""
    samples, _ = utterance(name)
    detector = VoiceActivity(find("silero-vad"))
    padded = np.concatenate([samples, np.zeros(RATE, np.int16)]).astype(np.float32) / 32768
    starts = range(0, len(padded) - FRAME, FRAME)
    voiced = [at for at in starts if detector.probability(padded[at : at + FRAME]) >= 0.35]
    assert speech(samples)[1] == pytest.approx(voiced[-1] / RATE + FRAME_SECONDS, abs=0.2)


def test_the_end_of_speech_does_not_move_with_silence_or_loudness(said: list[Recording]) -> None:
    samples = levelled(said[0].samples)
    longer = np.concatenate([samples, np.zeros(RATE, np.int16)])
    assert speech(longer) == speech(samples)
    assert speech(levelled((samples // 3).astype(np.int16))) == pytest.approx(speech(samples), abs=0.02)


def test_silence_is_no_speech() -> None:
    with pytest.raises(ValueError, match="no speech"):
        speech(np.zeros(RATE, np.int16))


def test_a_pause_has_the_length_asked_for(said: list[Recording]) -> None:
    samples = levelled(next(item for item in said if item.name == "005").samples)
    middle = valley(samples, 1.1)
    for seconds in (0.5, 1.2):
        made = paused(samples, middle, seconds)
        first = speech(made[: round(middle * RATE)])[1]
        again = speech(made[round((middle + 0.1) * RATE) :])[0] + middle + 0.1
        assert again - first == pytest.approx(seconds, abs=0.03)


def test_noise_is_as_loud_as_asked_and_outlasts_the_speech(said: list[Recording]) -> None:
    samples = levelled(said[2].samples)
    made = noisy(samples, 10.0, 1, 2.0)
    assert len(made) == len(samples) + 2 * RATE
    begin, end = (round(at * RATE) for at in speech(samples))
    voice = np.mean(samples[begin:end].astype(float) ** 2)
    noise = np.mean(made[len(samples) :].astype(float) ** 2)
    assert 10 * np.log10(voice / noise) == pytest.approx(10.0, abs=1.0)


def test_no_answer_is_given_twice() -> None:
    replies = Replies()
    assert len({replies.next() for _ in range(100)}) == 100


def test_a_plan_is_read_as_it_was_written(tmp_path: Path) -> None:
    words = plan.Said("a.wav", 0.1, 1.0, "okay")
    items = [plan.Item("a", "clean", words), plan.Item("b", "barge-in", words, words)]
    plan.write(tmp_path / "plan.json", items)
    assert plan.read(tmp_path / "plan.json") == items


# ---------------------------------------------------------------- what is measured


def test_an_answer_in_one_piece() -> None:
    found = measure(record(sounds=[(0.7, 1.4), (1.5, 2.6)], released=[0.3]))
    assert (found.first, found.stands, found.false_cut, found.turns) == (0.7, 0.7, False, 1)


def test_an_answer_that_begins_before_the_end_is_a_false_cut_and_the_one_that_stands_counts() -> None:
    found = measure(record(sounds=[(-0.8, -0.3), (1.1, 3.0)], released=[-1.1, 0.6]))
    assert (found.first, found.stands, found.false_cut, found.turns) == (1.1, 1.1, True, 2)


def test_the_steps_are_those_to_the_answer_that_stands() -> None:
    events = [[-1.5, "soft end", ""], [0.1, "soft end", ""], [0.4, "words", ""], [2.5, "words", ""]]
    found = measure({**record(sounds=[(0.9, 2.0)]), "events": events})
    assert found.steps == (("soft end", 0.1), ("words", 0.4))


def test_an_answer_that_is_replaced_does_not_stand() -> None:
    found = measure(record(sounds=[(0.5, 1.0), (2.0, 4.0)], released=[0.3, 1.6]))
    assert (found.first, found.stands, found.turns) == (0.5, 2.0, 2)


def test_what_still_sounds_from_the_item_before_is_no_false_cut() -> None:
    assert not measure(record(sounds=[(-2.2, -1.95), (0.5, 2.0)], released=[0.2])).false_cut


def test_no_answer_at_all() -> None:
    found = measure(record())
    assert (found.first, found.stands, found.turns) == (None, None, 0)


def test_barge_in_ends_with_the_last_sound_of_the_answer_spoken_over() -> None:
    sounds = [(0.7, 2.15), (4.5, 6.5)]
    found = measure(record("barge-in", sounds, released=[0.3, 4.0], over=[2.0, 3.2]))
    assert found.stopped == pytest.approx(0.15)
    assert not found.went_on


def test_barge_in_that_pauses_and_goes_on_before_it_stops_has_stopped_at_the_last_sound() -> None:
    sounds = [(0.7, 2.1), (2.3, 2.9), (4.5, 6.5)]
    found = measure(record("barge-in", sounds, released=[0.3, 4.0], over=[2.0, 3.2]))
    assert found.stopped == pytest.approx(0.9)


def test_barge_in_that_is_ignored_is_no_stop() -> None:
    found = measure(record("barge-in", [(0.7, 6.0)], released=[0.3], over=[2.0, 3.2]))
    assert found.stopped is None
    assert found.went_on


def test_an_answer_that_goes_on_after_a_backchannel_is_as_it_should_be_and_its_pause_is_kept() -> None:
    sounds = [(0.7, 2.1), (2.4, 6.0)]
    found = measure(record("backchannel", sounds, released=[0.3], over=[2.0, 2.4]))
    assert found.went_on
    assert found.waited == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("sounds", "released"),
    [
        pytest.param([(0.7, 2.2)], [0.3], id="stopped"),
        pytest.param([(0.7, 2.2), (3.4, 5.0)], [0.3, 3.0], id="stopped, and answered"),
    ],
)
def test_an_answer_that_a_backchannel_stops_is_a_false_stop(sounds, released) -> None:
    assert measure(record("backchannel", sounds, released, over=[2.0, 2.4])).went_on is False


def test_the_recognisers_time_counts_from_the_end_of_speech() -> None:
    events = [[0.25, "soft end", ""], [0.75, "words", ""], [0.8, "words", ""]]
    assert recogniser_times([{**record(), "events": events}]) == [pytest.approx(0.7)]


# ---------------------------------------------------------------- summaries and tables


def test_an_interval_holds_its_quantile_and_narrows_with_more_items() -> None:
    values = list(np.random.default_rng(0).gamma(4, 0.2, 200))
    wide, narrow = quantile(values[:20], 0.5), quantile(values, 0.5)
    for found in (wide, narrow):
        assert found.low <= found.value <= found.high
    assert narrow.high - narrow.low < wide.high - wide.low


def _session(side: str, delay: float) -> Session:
    records = [record(sounds=[(delay + n / 100, 3.0)], released=[0.3]) for n in range(10)]
    records.append(record("barge-in", [(0.7, 2.1)], released=[0.3], over=[2.0, 3.0]))
    records.append(record("backchannel", [(0.7, 5.0)], released=[0.3], over=[2.0, 2.4]))
    return Session(
        side, [{"side": side, **found} for found in records], cpu=12.0, memory=500.0, resident=600.0
    )


def test_the_report_says_which_target_is_met_and_which_is_missed() -> None:
    measured = {name: [measure(item) for item in _session(name, delay).records]
                for name, delay in (("ours", 0.5), ("theirs", 0.9))}  # fmt: skip
    summaries = [summarise(name, found, (1.0, 500.0, 600.0)) for name, found in measured.items()]
    lines = report(summaries, measured).splitlines()
    median = next(line for line in lines if line.startswith("| median, share"))
    slow = next(line for line in lines if line.startswith("| 95th percentile, share"))
    assert "| 0.58 | met |" in median
    assert "| 0.59 | missed |" in slow
    assert any("0 of 1" in line for line in lines if "mm-hm" in line)


def test_results_are_read_as_they_were_kept_and_shown_the_same(tmp_path: Path) -> None:
    sessions = [_session("ours", 0.5), _session("silence", 0.9), _session("ours", 0.6)]
    program.keep(sessions, tmp_path / "turns.jsonl")
    again = program.kept(tmp_path / "turns.jsonl")
    assert [one.side for one in again] == ["ours", "silence", "ours"]
    assert program.show(again, tmp_path / "a.svg") == program.show(sessions, tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_text() == (tmp_path / "b.svg").read_text()


def test_both_blocks_hold_every_kind() -> None:
    words = plan.Said("a.wav", 0.1, 1.0, "okay")
    kinds: list[plan.Kind] = ["clean", "noise", "barge-in"]
    items = [plan.Item(f"{kind} {n}", kind, words) for kind in kinds for n in range(4)]
    first, second = program.blocks(items, quick=False)
    assert {item.name for item in itertools.chain(first, second)} == {item.name for item in items}
    assert {item.kind for item in first} == {item.kind for item in second} == set(kinds)


def test_the_second_block_has_another_order() -> None:
    assert program.swapped(["ours", "silence", "defaults"]) == ["silence", "ours", "defaults"]


def test_the_picture_names_every_side(tmp_path: Path) -> None:
    draw({"A": [measure(record(sounds=[(0.5, 1.0)]))], "B": [measure(record())]}, tmp_path / "turns.svg")
    drawn = (tmp_path / "turns.svg").read_text()
    assert ">A<" in drawn
    assert ">B<" in drawn
