"""The sheet in the documentation works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agent.worksheets.advice import advice
from agent.worksheets.run import begin, hear, summary
from agent.worksheets.sheet import load_sheet
from alongside.errors import AlongsideError

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "worksheets.md").read_text(encoding="utf-8")


def test_the_example_is_in_order_and_can_be_done(tmp_path: Path) -> None:
    path = tmp_path / "walk.yaml"
    found = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert found is not None
    path.write_text(found[1], encoding="utf-8")
    sheet = load_sheet(path)
    assert list(advice(sheet)) == []
    run = begin(sheet)
    for said in ("yes", "six", "yes", "at half past two", "the pond", "four", "skip", "five"):
        run = hear(run, said, at=1_770_000_000.0).run
    assert run.status == "done"
    assert "Places: the pond, 4" in summary(run)
    path.write_text(found[1].replace("    choices", "    chioces"), encoding="utf-8")
    with pytest.raises(AlongsideError) as told:
        load_sheet(path)
    assert f"alongside: {told.value}" in TEXT
