"""Minutes of talk at speed through the real listener, and the account that the hours' run gives of them."""

import asyncio
from pathlib import Path

import pytest

from alongside.messages import Turn
from alongside.records import Word
from bench.hours.account import Minute, Utterance, counts, drift, growth, objects, utterances
from bench.hours.listening import listen
from bench.hours.talk import Place
from speech.audio import RATE

PLACES = [Place("one", 0, RATE, 3 * RATE), Place("two", 6 * RATE, 7 * RATE, 9 * RATE)]


def turn(start: float, end: float) -> Turn:
    words = (Word(text="so", start=start, end=end),)
    return Turn(turn_id=str(start), text="So.", start=start, end=end, words=words)


def account(*turns: Turn) -> list[Utterance]:
    return utterances(PLACES, [(item.end + 0.5, item) for item in turns], lambda at: at / RATE, 0.0)


def test_what_was_missed_split_or_merged_is_seen() -> None:
    whole = account(turn(1, 3), turn(7, 9))
    assert counts(whole) == {"said": 2, "missed": 0, "split": 0, "merged": 0}
    assert [item.words for item in whole] == [1000.0, 1000.0]
    assert [item.answer for item in whole] == [500.0, 500.0]
    assert counts(account(turn(1, 3)))["missed"] == 1
    assert counts(account(turn(1, 1.8), turn(2.2, 3), turn(7, 9)))["split"] == 1
    assert counts(account(turn(1, 9)))["merged"] == 2


def test_a_transcript_that_leaves_its_sound_is_seen() -> None:
    def heard(slip: float) -> list[Utterance]:
        return [Utterance(at, "one", 1, False, text=7, words=900 + slip * at) for at in range(0, 3600, 20)]

    assert drift(heard(0.0), 600)["drift_ms"] == 0
    assert drift(heard(0.05), 600)["drift_ms"] == pytest.approx(150, abs=1)


def test_memory_that_grows_is_seen() -> None:
    def run(an_hour: float) -> list[Minute]:
        return [
            Minute(number, 0, 0, 300 + an_hour * number / 60, 0, 5, 3, 1000, 0, 0, [])
            for number in range(1, 121)
        ]

    def rss(minutes: list[Minute]) -> list[float]:
        return [item.rss for item in minutes]

    assert growth(run(0), rss(run(0))) == (0.0, 0.0)
    slope, more = growth(run(6), rss(run(6)))
    assert slope == pytest.approx(6)
    assert more == pytest.approx(4.8)


@pytest.mark.slow
def test_two_minutes_from_a_clock_that_is_off_lose_nothing_and_stay_in_place(tmp_path: Path) -> None:
    async def run() -> list[Minute]:
        settings = {"recogniser": "whisper-tiny", "partial_every": 5.0}
        kept = listen(130, real_time=False, ppm=200, settings=settings, folder=tmp_path)
        return [minute async for minute in kept]

    minutes = asyncio.run(run())
    heard = [item for minute in minutes for item in minute.heard]
    assert counts(heard) == {"said": len(heard), "missed": 0, "split": 0, "merged": 0}
    assert len(heard) >= 10
    assert minutes[-1].lost == minutes[-1].degraded == 0
    assert objects(minutes)[1] == minutes[1].objects - len(minutes[0].heard) - 2
    assert Minute.from_json(minutes[0].as_json()) == minutes[0]
    # The same words of the same recording, said early and late, lie in the same place.
    places: dict[tuple[str, int], list[float]] = {}
    for item in heard:
        places.setdefault((item.name, item.text), []).append(item.words)
    again = [max(found) - min(found) for found in places.values() if len(found) > 1]
    assert again
    assert sorted(again)[len(again) // 2] < 50
