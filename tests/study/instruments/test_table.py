"""A long table goes through row by row, and any cell is either scored or told."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from study.instruments import load
from study.instruments.table import score_table

GAD = load("gad_7")
HEAD = "person," + ",".join(f"q{number}" for number in range(1, 8))


@settings(max_examples=30)
@given(st.lists(st.lists(st.text(max_size=8), min_size=0, max_size=10), max_size=5), st.binary(max_size=40))
def test_whatever_stands_in_it_nothing_else_than_rows_comes_out(cells: list[list[str]], tail: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        lines = [HEAD, *(",".join(row) for row in cells)]
        path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass") + b"\n" + tail)
        with contextlib.suppress(AlongsideError):  # a file that is no CSV at all
            for row in score_table(GAD, path):
                assert row.why or "gad_7_total" in row.found


def test_three_thousand_rows_come_out_in_order(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("\n".join([HEAD, *(f"p{n},{n % 4},1,1,1,1,1,1" for n in range(3_000))]))
    rows = list(score_table(GAD, path))
    assert [row.found["person"] for row in rows] == [f"p{n}" for n in range(3_000)]
    assert [row.found["gad_7_total"] for row in rows[:5]] == [6, 7, 8, 9, 6]
    assert rows[-1].place <= path.stat().st_size + 1
