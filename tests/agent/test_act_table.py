"""The act table: what is wrong is told in one line, with its number; safety cannot be tuned away."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.act_table import read_table
from agent.companion import Companion
from alongside.errors import AlongsideError
from alongside.messages import Turn

GOOD = """fatigue: 0.5
tired_for: 3
jitter: 0
tiers:
  60 hold:
    - {act: silence, when: [hold], bolt: "", miti: "", because: "hold"}
  40 explore:
    - {act: backchannel, focus: any, when: [], bolt: "", miti: "", because: "go on"}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("act: backchannel", "act: hum"), 8, "no act is called 'hum'"),
        (("when: [hold]", "when: [holding]"), 6, "no condition is called 'holding'"),
        (("when: [hold]", "when: hold"), 6, "`when` is a list"),
        (('because: "go on"', 'why: "go on"'), 8, "lacks because"),
        (("focus: any", "focos: any"), 8, "'focos'"),
        (('bolt: "", miti: "", because: "hold"', 'bolt: Hugs, miti: "", because: "hold"'), 6, "'Hugs'"),
        (('miti: "", because: "hold"', 'miti: Confront, because: "hold"'), 6, "'Confront'"),
        (("fatigue: 0.5", "fatigue: lots"), 1, "`fatigue` is a number"),
        (("60 hold", "hold"), 5, "rank and a name"),
        (("    - {act: silence", "    - {{act: silence"), 6, "YAML"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_number(
    tmp_path: Path, change: tuple[str, str], line: int, says: str
) -> None:
    with pytest.raises(AlongsideError) as caught:
        read_table(written(tmp_path, GOOD.replace(*change)))
    message = str(caught.value)
    assert "\n" not in message
    assert f"line {line}" in message or "YAML" in says
    assert says in message


def test_a_table_that_is_missing_or_no_text_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(AlongsideError, match="cannot be read"):
        read_table(tmp_path / "none.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AlongsideError, match="UTF-8"):
        read_table(tmp_path / "bytes.yaml")


def test_a_table_of_ones_own_decides_and_safety_stays(tmp_path: Path) -> None:
    mind = Companion(acts=written(tmp_path, GOOD))
    state, act = mind.step(mind.begin(), Turn(turn_id="a", text="I painted the fence on Sunday."))
    assert act.kind == "backchannel"
    assert act.reasons[0] == "go on"
    _, act = mind.step(state, Turn(turn_id="b", text="I want to kill myself tonight, I have the pills here."))
    assert act.kind == "safety"
