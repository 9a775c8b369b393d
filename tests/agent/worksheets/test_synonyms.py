"""Other words for a choice, as a sheet lists them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.worksheets.sheet import Sheet, load_sheet
from agent.worksheets.understand import understand
from alongside.errors import AlongsideError

SHEET = """key: small
title: Small
about: One question.
minutes: 1
offers: [a, b, c]
returns: [a, b, c]
closings: [a, b, c]
fields:
  - key: way
    label: Way
    kind: choice
    choices: [Ring her, Write a letter]
    synonyms: SYNONYMS
    prompts: [a, b, c]
    help: h
    repair: [a, b, c]
"""


def load(folder: Path, synonyms: str) -> Sheet:
    path = folder / "small.yaml"
    path.write_text(SHEET.replace("SYNONYMS", synonyms), encoding="utf-8")
    return load_sheet(path)


def test_other_words_name_the_choice(tmp_path: Path) -> None:
    way = load(tmp_path, "{Write a letter: [put it on paper, send some lines]}").fields[0]
    assert way.synonyms == (("Write a letter", ("put it on paper", "send some lines")),)
    assert json.loads(understand("I'd send some lines, I think", way).value) == "Write a letter"


@pytest.mark.parametrize(
    ("synonyms", "what"),
    [
        ("{Sing a song: [hum]}", "unknown key 'Sing a song'"),
        ("{Write a letter: [Ring her]}", "'Ring her' stands for two choices"),
        ("{Ring her: [reach out], Write a letter: [Reach out]}", "stands for two choices"),
        ("{Write a letter: []}", "needs 1 wording"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, synonyms: str, what: str) -> None:
    with pytest.raises(AlongsideError, match=r"line 13") as raised:
        load(tmp_path, synonyms)
    assert what in str(raised.value)
