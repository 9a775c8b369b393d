"""`alongside appraise` as a researcher runs it: files in, files out, on one process and on Dask."""

import csv
import json
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from alongside.errors import AlongsideError
from study.corpus.finding import Finder
from study.corpus.rows import Row, check
from study.corpus.spread import on_dask, portions

TALKS = {
    "anna": [
        ("participant", "I really want to cut down on the wine, I've been thinking about it all month."),
        ("companion", "It's been on your mind for a month now."),
        ("participant", "Yes. On Sunday I poured out the last bottle."),
        ("companion", "You should try an app for that, and tell your doctor."),
    ],
    "ben": [
        (
            "participant",
            "My wife sent me. I don't have a problem with the horses, I can stop whenever I like.",
        ),
        ("companion", "What does she see, do you think?"),
        ("participant", "She sees the statements. I like the races and I don't want to stop."),
        ("companion", "It's yours, and you decide."),
    ],
}


def transcript(**also: Any) -> list[dict[str, Any]]:
    """Both talks, their turns mixed together as they might come from a database."""
    return [
        {
            "dialogue": name,
            "turn": turn,
            "speaker": TALKS[name][turn][0],
            "text": TALKS[name][turn][1],
            **also,
        }
        for turn in range(4)
        for name in ("ben", "anna")
    ]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "commands.main", "appraise", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def talks(folder: Path) -> Path:
    path = folder / "talks.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in transcript(site="north")))
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return talks(tmp_path)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which one process appraised the talks: `out.jsonl` and `summary.csv`."""
    folder = tmp_path_factory.mktemp("alone")
    done = run(talks(folder), "--out", folder / "out.jsonl", "--summary", folder / "summary.csv")
    assert done.returncode == 0, done.stderr
    assert "appraised 8 turns" in done.stderr
    return folder


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_the_same_rows_come_out_with_what_was_found(alone: Path) -> None:
    found = read(alone / "out.jsonl")
    assert [
        {name: row[name] for name in ("dialogue", "turn", "speaker", "text", "site")} for row in found
    ] == (transcript(site="north"))
    schema = json.loads(resources.files("study.corpus").joinpath("appraised.schema.json").read_text("utf-8"))
    for row in found:
        jsonschema.validate(row, schema)
    by = {(row["dialogue"], row["turn"]): row for row in found}
    assert by["anna", 0]["talk"] == "change"
    assert by["ben", 2]["talk"] == "sustain"
    assert by["ben", 1]["behaviour"] == "question"
    assert by["anna", 3]["behaviour"] == "input"
    assert by["anna", 1]["risk"] is None
    assert by["anna", 2]["stage"], "no goal was found"
    assert by["anna", 1]["synchrony"]["reuse"] > 0, "the companion took up the month"
    assert by["anna", 1]["synchrony"]["valence"] is not None
    assert by["anna", 0]["synchrony"]["gap"] is None
    assert not any("own_emotion" in row or "synchrony_of_dialogue" in row for row in found)
    assert len(by["anna", 0]["alliance"]["probes"]) == 36
    assert by["anna", 0]["alliance"]["flattery"] is None, "a sign of the companion's"
    assert by["anna", 1]["alliance"]["dependence"] is None, "a sign of the participant's"
    assert not any("alliance_of_dialogue" in row for row in found)
    told = {row["dialogue"]: row for row in csv.DictReader((alone / "summary.csv").open(encoding="utf-8"))}
    assert json.loads(told["anna"]["alliance"])["participant"]["whole"]["trend"] == "unknown", "too short"
    channels = json.loads(told["anna"]["synchrony"])
    assert set(channels) == {"lexical", "emotional", "prosodic", "timing", "disfluency"}
    assert channels["lexical"]["coordination"]["companion"]["n"] == 0, "nothing lies far apart in four turns"
    assert float(told["anna"]["advice_share"]) == 0.5


def test_bad_rows_are_named_and_the_rest_goes_on(file: Path, tmp_path: Path) -> None:
    lines = file.read_text().splitlines()
    file.write_text("\n".join([lines[0], "{broken", *lines[1:], json.dumps({"dialogue": "x"})]))
    out = tmp_path / "out.jsonl"
    done = run(file, "--out", out, "--quiet")
    assert done.returncode == 0
    assert "talks.jsonl, line 2: it is not JSON" in done.stderr
    assert "line 10: turn is missing" in done.stderr
    assert len(read(out)) == 8
    assert run(file, "--out", out, "--quiet", "--strict").returncode == 1
    nothing = run(tmp_path / "none.jsonl")
    assert nothing.returncode == 1
    assert nothing.stderr.count("\n") == 1


@pytest.mark.slow
def test_on_dask_processes_the_result_is_the_same(alone: Path, file: Path, tmp_path: Path) -> None:
    spread = tmp_path / "spread.jsonl"
    done = run(file, "--out", spread, "--workers", "2")
    assert done.returncode == 0, done.stderr
    assert [{**row, "emotion": 0, "risk": 0} for row in read(alone / "out.jsonl")] == [
        {**row, "emotion": 0, "risk": 0} for row in read(spread)
    ]


def test_a_cluster_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("study.corpus.spread.ANSWER_S", 0.3)
    rows = [row for n, raw in enumerate(transcript(), 1) if isinstance(row := check(n, raw), Row)]
    with pytest.raises(AlongsideError, match="no Dask scheduler answers at tcp://127"):
        next(on_dask(rows, address="tcp://127.0.0.1:9"))


def test_a_turn_is_read_with_the_turns_before_it_wherever_it_stands() -> None:
    rows = [row for n, raw in enumerate(transcript(), 1) if isinstance(row := check(n, raw), Row)]
    finder = Finder()
    mixed = finder.find(rows)
    order = sorted(range(len(rows)), key=lambda place: (rows[place].dialogue, rows[place].turn))
    sorted_ = finder.find([rows[place] for place in order])
    assert [mixed[place]["talk"] for place in order] == [item["talk"] for item in sorted_]
    assert [mixed[place]["stage"] for place in order] == [item["stage"] for item in sorted_]


def test_portions_keep_dialogues_whole() -> None:
    rows = [
        row
        for n in range(5000)
        if isinstance(
            row := check(n, {"dialogue": n % 7, "turn": n, "speaker": "client", "text": "well"}), Row
        )
    ]
    parts = list(portions(rows))
    assert sorted(place for part in parts for place in part) == list(range(5000))
    homes: dict[str, set[int]] = {}
    for number, part in enumerate(parts):
        for place in part:
            homes.setdefault(rows[place].dialogue, set()).add(number)
    assert all(len(home) == 1 for home in homes.values())
