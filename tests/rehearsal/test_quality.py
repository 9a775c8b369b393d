"""Telling high from low quality: on sessions made for the test, with the answer known."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import numpy as np
import pytest

from alongside.errors import AlongsideError
from rehearsal.quality.__main__ import afresh, report
from rehearsal.quality.judging import area, auc, held_out, splits
from rehearsal.quality.measures import conduct
from rehearsal.quality.sessions import NEEDED, read

SAID = ("I smoke on the balcony at night.", "My knees hurt on the stairs.", "I eat when the shop is quiet.")
GOOD = ("reflection", "It goes quiet and you eat.", "You feel it in your knees.", "The balcony is your hour.")
POOR = ("therapist_input", "You should stop that.", "Take these tablets.", "Read this leaflet and do it.")


def write(folder: Path, each: int = 12) -> Path:
    """`each` sessions of either quality; two annotators, who agree; every two sessions are of one video."""
    chance = random.Random(5)
    path = folder / "AnnoMI-full.csv"
    kinds = ("therapist_input", "reflection", "question")
    subtypes = [f"{kind}_{part}" for kind in kinds for part in ("exists", "subtype")]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, [*NEEDED, *subtypes])
        table.writeheader()
        for number in range(2 * each):
            high = number % 2 == 0
            for turn in range(16):
                client = turn % 2 == 0
                usual = (GOOD if high else POOR) if chance.random() < 0.85 else (POOR if high else GOOD)
                side, *texts = usual
                row = dict.fromkeys(subtypes, "n/a") | {
                    "mi_quality": "high" if high else "low",
                    "transcript_id": str(number),
                    "video_url": f"v{number // 2}",
                    "utterance_id": str(turn),
                    "interlocutor": "client" if client else "therapist",
                    "utterance_text": chance.choice(SAID) if client else chance.choice(texts),
                    "main_therapist_behaviour": "n/a" if client else side,
                    "client_talk_type": chance.choice(("sustain", "neutral")) if client else "n/a",
                    "therapist_input_exists": str(side == "therapist_input" and not client),
                    "therapist_input_subtype": "advice",
                    "reflection_exists": str(side == "reflection" and not client),
                    "reflection_subtype": "simple",
                    "question_exists": "False",
                }
                table.writerows([row, row])
    return path


def test_sessions_are_read_with_the_codes_that_people_gave(tmp_path: Path) -> None:
    sessions = read(write(tmp_path))
    assert len(sessions) == 24
    assert sum(item.high for item in sessions) == 12
    assert len({item.group for item in sessions}) == 12
    first = sessions[0]
    assert len(first.turns) == 16, "annotators' rows are one turn"
    assert {turn.speaker for turn in first.turns} == {"participant", "companion"}
    found = conduct(first.turns)
    assert (found["reflection_share"] or 0) > 0.5
    assert found["advice_share"] == found["input_share"]
    assert read(tmp_path) == sessions


def test_another_file_is_refused_in_one_line(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(AlongsideError, match="no column"):
        read(other)
    with pytest.raises(AlongsideError, match="no file"):
        read(tmp_path / "none.csv")


def test_areas_are_the_share_of_pairs_in_order_and_lie_in_their_intervals() -> None:
    high = np.array([True, True, True, False, False])
    assert auc(np.array([3.0, 2.0, 2.0, 2.0, 1.0]), high) == pytest.approx((2 + 1.5 + 1.5) / 6)
    found = area(np.array([3.0, 2.0, np.nan, 2.5, 1.0]), high)
    assert found is not None
    assert found.n == (2, 2)
    assert found.low <= found.value <= found.high
    assert area(np.array([1.0, np.nan, np.nan, 2.0, 3.0]), high) is None


def test_no_video_stands_on_both_sides_and_noise_is_told_from_nothing() -> None:
    high = np.array([True, False] * 30)
    groups = [f"v{place // 2}" for place in range(60)]
    for train, test in splits(high, groups, 0):
        assert not {groups[place] for place in train} & {groups[place] for place in test}
    noise = np.random.default_rng(0).normal(size=(60, 4))
    assert 0.2 < auc(held_out(noise, high, groups, repeats=1), high) < 0.75
    told = noise + high[:, None]
    assert auc(held_out(told, high, groups, repeats=1), high) > 0.85


@pytest.mark.slow
def test_the_whole_account_finds_what_was_put_in(tmp_path: Path) -> None:
    lines: list[str] = []
    sessions = read(write(tmp_path))
    report(sessions, None, lines.append, repeats=1)
    afresh(sessions, None, lines.append)
    text = "\n".join(lines)
    assert "24 sessions, 12 of high quality, 12 videos; codes by people" in text
    alone = [float(line.split(": ")[1][:5]) for line in lines if "reflection_share" in line]
    combined = [float(line.split(": ")[1][:5]) for line in lines if line.startswith("  conduct")]
    assert any("the client's side alone" in line for line in lines)
    assert len(alone) == 2, "by people and by a program"
    assert min(alone) > 0.9
    assert min(combined) > 0.9
    assert "by n-grams and form" in text
