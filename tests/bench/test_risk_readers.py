"""The figures of other readers of severe posts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.risk_readers import Found, found, readers

POSTS = """post_id,content,severity,one_label,two_label
1,a,6,5,6
2,b,4,2,4
3,c,0,4,0
4,d,1,,1
"""


def test_recall_and_precision_count_who_is_severe() -> None:
    assert found([5, 3, 4, 0], [True, True, False, False]) == Found(0.5, 0.5, 4)
    assert found([0, 0], [True, False]) == Found(0.0, 0.0, 2)


def test_a_reader_is_judged_on_the_posts_it_read(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(POSTS, encoding="utf-8")
    known = readers(path)
    assert known["one"] == Found(0.5, 0.5, 3)
    assert known["two"] == Found(1.0, 1.0, 4)
    # means 5.5, 3, 2 and 1: both severe posts are had from 3 on
    assert known["mean of all"] == pytest.approx(Found(1.0, 1.0, 4))
