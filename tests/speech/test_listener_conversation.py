"""Ten recorded utterances, one after the other, in one session with the listener."""

import asyncio
import itertools
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from alongside.component import Context
from alongside.messages import (
    Affect,
    Health,
    Interruption,
    PartialSpeech,
    SpeechActivity,
    Turn,
)
from speech.audio import RATE
from tests.recordings import Recording, recordings, timeline
from tests.speech.conftest import Everyone
from tests.speech.room import open_room
from tests.speech.wording import word_error_rate

BEFORE = 1.0
"""Seconds of quiet before each sound."""


@dataclass
class Conversation:
    """Ten recorded utterances, one after the other, in one session."""

    said: list[Recording]
    began: float
    at: list[float]
    log: Everyone
    reading: dict[str, list[float]]
    """Seconds that each final reading took, and each in passing: how fast this machine is just now."""

    def ended(self, number: int) -> float:
        """The epoch second of the last loud sound of an utterance."""
        loud = np.flatnonzero(np.abs(self.said[number].samples.astype(int)) > 328)  # -40 dBFS
        return self.began + self.at[number] + float(loud[-1]) / RATE


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    folder = tmp_path_factory.mktemp("conversation")
    context = Context(folder)
    said = [*recordings("librivox"), *recordings("cards")]
    at, second = [], BEFORE
    for item in said:
        at.append(second)
        second += item.seconds + 2.5
    log = Everyone("everyone", {}, context)

    reading: dict[str, list[float]] = {"final": [], "passing": []}

    async def talk() -> float:
        async for room in open_room(log, context, folder, {}):
            for name, took in reading.items():
                timed(room.listener._decoder._recogniser, name, took)
            return float(await room.hear(timeline(*zip(at, said, strict=True), length=second)))
        raise AssertionError

    return Conversation(said, asyncio.run(talk()), at, log, reading)


def timed(recogniser: Any, name: str, took: list[float]) -> None:
    """Have one of its methods note how long it took."""
    real = getattr(recogniser, name)

    def read(*arguments: Any, **named: Any) -> Any:
        begun = time.monotonic()
        try:
            return real(*arguments, **named)
        finally:
            took.append(time.monotonic() - begun)

    setattr(recogniser, name, read)


@pytest.mark.slow
class TestConversation:
    """What a session of ten utterances must give."""

    def test_each_utterance_is_one_turn(self, conversation: Conversation) -> None:
        turns = conversation.log.of(Turn)
        assert len(turns) == len(conversation.said)
        assert len({turn.turn_id for turn in turns}) == len(turns)
        assert (
            word_error_rate([item.words for item in conversation.said], [turn.text for turn in turns]) <= 0.1
        )

    def test_a_turn_knows_when_it_was_and_how_it_sounded(self, conversation: Conversation) -> None:
        for number, turn in enumerate(conversation.log.of(Turn)):
            start = conversation.began + conversation.at[number]
            assert start - 0.1 <= turn.start <= start + 0.7
            assert turn.end == pytest.approx(conversation.ended(number), abs=0.35)
            assert all(turn.start - 0.5 <= word.start <= word.end <= turn.end + 0.5 for word in turn.words)
            assert turn.confidence > 0.3
            assert 70 < turn.prosody.pitch_hz < 260
            assert turn.prosody.words_per_second > 1
            assert 0.002 < turn.prosody.jitter < 0.06
            assert turn.prosody.hnr_db > 3
        confidences = [turn.prosody.own.confidence for turn in conversation.log.of(Turn)]
        assert confidences == sorted(confidences)
        assert confidences[0] == 0 < confidences[-1]

    def test_turns_come_soon_after_the_end_of_speech(self, conversation: Conversation) -> None:
        took = [at - conversation.ended(number) for number, (at, _) in enumerate(conversation.log.when(Turn))]
        assert min(took) > 0.1
        reading = np.median(conversation.reading["final"])
        assert np.median(took) < 1.0 + reading, f"patience 0.7 s, and {reading:.2f} s of reading"

    def test_partials_come_at_least_every_500_ms_while_they_speak(self, conversation: Conversation) -> None:
        gaps = []
        for turn in conversation.log.of(Turn):
            at = [t for t, part in conversation.log.when(PartialSpeech) if part.turn_id == turn.turn_id]
            speaking = [moment for moment in at if moment <= turn.end]
            gaps += list(np.diff(speaking))
        assert len(gaps) > 10
        assert np.median(gaps) <= max(0.5, 2 * np.median(conversation.reading["passing"]))

    def test_the_stable_part_of_the_partials_only_grows(self, conversation: Conversation) -> None:
        settled, meant = [], []
        for turn in conversation.log.of(Turn):
            stable = ""
            for part in conversation.log.of(PartialSpeech):
                if part.turn_id == turn.turn_id:
                    assert part.text.startswith(stable)
                    assert part.stable >= len(stable)
                    stable = part.text[: part.stable]
            settled.append(stable)
            meant.append(" ".join(turn.text.split()[: len(stable.split())]))
        # What was settled early is what was meant, nearly always; and it is a good part of what was said.
        # (How much depends on how often the machine found time to look: a short turn may have none.)
        assert word_error_rate([text for text in meant if text], [text for text in settled if text]) < 0.2
        assert sum(len(text.split()) for text in settled) > 0.4 * sum(
            len(turn.words) for turn in conversation.log.of(Turn)
        )

    def test_activity_is_told_on_change_and_ten_times_a_second(self, conversation: Conversation) -> None:
        told = conversation.log.when(SpeechActivity)
        seconds = told[-1][0] - told[0][0]
        assert 9 <= len(told) / seconds <= 13
        assert sum(a.speaking != b.speaking for (_, a), (_, b) in itertools.pairwise(told)) >= 20

    def test_affect_is_unsure_until_the_voice_is_known(self, conversation: Conversation) -> None:
        told = conversation.log.of(Affect)
        assert len(told) >= 4
        assert all(affect.source == "voice" and -1 <= affect.arousal <= 1 for affect in told)
        assert told[0].confidence == pytest.approx(0.1)

    def test_nothing_went_wrong(self, conversation: Conversation) -> None:
        assert [h.detail for h in conversation.log.of(Health) if h.status == "degraded"] == []
        assert conversation.log.of(Interruption) == []
