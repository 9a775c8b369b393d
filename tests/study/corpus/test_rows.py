"""Rows of transcript files: what is read, and what is said of rows that cannot be."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from study.corpus.rows import BadRow, Row, check, read_rows

GOOD = {"dialogue": "d1", "turn": 1, "speaker": "participant", "text": "I walked to the bakery."}


def jsonl(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_row_is_read_with_its_line_and_all_it_holds(tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", json.dumps({**GOOD, "start": 1.5, "end": 3, "site": "north"}))
    (row,) = read_rows(file)
    assert isinstance(row, Row)
    assert (row.line, row.dialogue, row.turn, row.speaker) == (1, "d1", 1.0, "participant")
    assert row.kept["site"] == "north"


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("Client", "participant"),
        ("patient", "participant"),
        ("THERAPIST", "companion"),
        ("robot", "companion"),
    ],
)
def test_the_sides_may_have_the_names_corpora_give_them(name: str, side: str) -> None:
    row = check(1, {**GOOD, "speaker": name})
    assert isinstance(row, Row)
    assert row.speaker == side


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": None}, "text is missing"),
        ({"text": 7}, "text is not text"),
        ({"turn": "third"}, "turn is not a number"),
        ({"turn": True}, "turn is not a number"),
        ({"turn": float("nan")}, "turn is not a number"),
        ({"speaker": "narrator"}, "speaker is neither"),
        ({"dialogue": ""}, "dialogue is missing"),
        ({"dialogue": {"a": 1}}, "dialogue is not a name"),
        ({"start": "soon"}, "start is not a number"),
        ({"text": "x" * 100_001}, "more than"),
    ],
)
def test_a_row_that_cannot_be_used_says_why_without_its_words(change: dict[str, object], why: str) -> None:
    found = check(4, {**GOOD, **change})
    assert isinstance(found, BadRow)
    assert found.line == 4
    assert why in found.why
    assert "bakery" not in found.why


def test_empty_text_is_a_turn_without_words() -> None:
    assert isinstance(check(1, {**GOOD, "text": ""}), Row)


def test_bad_lines_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    good = json.dumps(GOOD).encode()
    file.write_bytes(good + b"\n{not json\n\n[1]\n\xff\xfe\n" + good + b"\n")
    found = list(read_rows(file))
    assert [item.line for item in found] == [1, 2, 4, 5, 6]
    assert [type(item) for item in found] == [Row, BadRow, BadRow, BadRow, Row]


def test_lines_of_a_table_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        'dialogue,turn,speaker,text\nd,1,client,"two\nlines"\nd,2,therapist\nd,3,client,"She said ""go"""\n'
    )
    first, bad, last = read_rows(file)
    assert isinstance(first, Row)
    assert first.text == "two\nlines"
    assert (bad.line, last.line) == (4, 5)
    assert isinstance(bad, BadRow)
    assert isinstance(last, Row)
    assert last.text == 'She said "go"'


def test_parquet_rows_are_read(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    parquet.write_table(
        pa.Table.from_pylist([GOOD, {**GOOD, "turn": 2, "speaker": "x"}]), tmp_path / "a.parquet"
    )
    good, bad = read_rows(tmp_path / "a.parquet")
    assert isinstance(good, Row)
    assert isinstance(bad, BadRow)
    assert bad.line == 2


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.txt", "hello", "no format known"),
        ("a.csv", "a,b\n1,2\n", "no column dialogue, turn, speaker, text"),
        ("a.parquet", "hello", "not a Parquet file"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_one_line(
    tmp_path: Path, name: str, content: str, what: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(AlongsideError, match=what):
        list(read_rows(tmp_path / name))
    with pytest.raises(AlongsideError, match="there is no file"):
        list(read_rows(tmp_path / "none.jsonl"))


@given(
    st.dictionaries(
        st.sampled_from([*GOOD, "start", "end"]), st.none() | st.floats() | st.text() | st.booleans()
    )
)
def test_any_values_at_all_are_a_row_or_a_reason(raw: dict[str, object]) -> None:
    found = check(1, raw)
    assert isinstance(found, Row) or found.why
