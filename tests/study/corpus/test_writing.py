"""The same rows out: every format gives back what was put in, and a file appears only when it is whole."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest

from study.corpus.conduct import conduct
from study.corpus.finding import NOTHING
from study.corpus.rows import Row, check
from study.corpus.writing import writing

FOUND = {
    **NOTHING,
    "talk": "change",
    "client_acts": ["Gained Insights"],
    "emotion": {"valence": 0.25, "arousal": 0.0, "labels": ["joy"]},
    "risk": {"severity": 0, "p": 0.01},
    "stage": {"walk more": {"preparation": 1.0}},
}


def rows(count: int = 3) -> list[dict[str, Any]]:
    return [
        {
            "dialogue": "d",
            "turn": n,
            "speaker": "participant",
            "text": f"Línea {n},\n“x”",
            "site": None,
            **FOUND,
        }
        for n in range(count)
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_rows_come_back_in_order_whatever_the_format(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with writing(path, io.StringIO()) as sink:
        sink.write(rows(2))
        sink.write(rows(3)[2:])
        assert not path.exists()
    if name.endswith("parquet"):
        back = parquet.read_table(path).to_pylist()
    elif name.endswith("csv"):
        back = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    else:
        back = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [int(row["turn"]) for row in back] == [0, 1, 2]
    assert back[1]["text"] == "Línea 1,\n“x”"
    stage = back[1]["stage"]
    assert (json.loads(stage) if isinstance(stage, str) else stage) == FOUND["stage"]
    risk = back[1]["risk"]
    assert (json.loads(risk) if isinstance(risk, str) else risk) == FOUND["risk"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet"])
def test_what_is_cut_short_leaves_an_old_file_as_it_was(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("old")

    def cut_short() -> None:
        with writing(path, io.StringIO()) as sink:
            sink.write(rows())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_short()
    assert path.read_text() == "old"


def test_a_dialogue_has_its_conduct_counted() -> None:
    def turn(number: int, speaker: str, text: str, **found: Any) -> tuple[Row, dict[str, Any]]:
        row = check(number, {"dialogue": "d", "turn": number, "speaker": speaker, "text": text})
        assert isinstance(row, Row)
        return row, {**NOTHING, **found}

    def ours(number: int, text: str, behaviour: str, *miti: str) -> tuple[Row, dict[str, Any]]:
        return turn(number, "companion", text, behaviour=behaviour, miti=list(miti), acts=["Planning"])

    calm = {"severity": 1, "p": 0.0}
    told = conduct(
        "d",
        [
            turn(1, "participant", "I can't stop.", talk="sustain", risk=calm),
            ours(2, "I think you should stop.", "input", "input_advice"),
            turn(3, "participant", "I might.", talk="change", risk=calm),
            ours(4, "You might.", "reflection", "reflection_simple"),
            ours(5, "What would help us?", "question", "question_open"),
        ],
    )
    assert (told["questions"], told["reflections"], told["inputs"]) == (1, 1, 1)
    assert told["reflections_to_questions"] == 1.0
    assert told["complex_share"] == 0.0
    assert told["input_after_sustain"] == 1.0
    assert told["change_share"] == 0.5
    assert told["highest_risk"] == 1
    assert told["first_person_rate"] == pytest.approx(100 / 11, abs=0.01)
    assert told["bolt"] == {"Planning": 3}
    nobody = conduct("e", [])
    assert nobody["complex_share"] is None
    assert nobody["turns"] == 0
