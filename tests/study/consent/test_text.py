"""A consent text as it is written: its languages, its hash, and what is said of one that is not in order."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from alongside.errors import AlongsideError
from study.consent.text import FOLDER, load_text

GOOD = """---
text: mine
version: "2"
language: de
title: Bevor wir anfangen
streams:
  audio:
    line: Meine Stimme aufheben
    without: live
  video: {line: Bilder aufheben, about: Sonst bleibt die Kamera aus.}
---
# Worum es geht

Sie nehmen *freiwillig*
teil.

Danke.
"""


def test_a_text_is_known_by_the_hash_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.de.md"
    path.write_text(GOOD, encoding="utf-8")
    text = load_text(path)
    assert text.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    assert (text.text, text.version, text.language) == ("mine", "2", "de")
    assert [asked.without for _, asked in text.streams] == ["live", "closed"]
    assert text.paragraphs == ("Worum es geht", "Sie nehmen freiwillig teil.", "Danke.")


def test_the_example_asks_for_each_stream_and_says_what_happens_without() -> None:
    text = load_text("example")
    assert {stream for stream, _ in text.streams} == {"audio", "video", "transcript", "affect", "recontact"}
    assert all("ithout it" in asked.about for _, asked in text.streams)
    assert [path.name for path in FOLDER.glob("*.md")] == ["example.en.md"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("audio:", "sound:", "line 7: unknown key 'sound'"),
        ("without: live", "without: open", "line 9: without 'open' must be closed or live."),
        ('version: "2"', "version: 2", "line 3: 'version' must be a text"),
        ("---\n#", "#", "has no front matter"),
        ("title: Bevor wir anfangen\n", "", "'title' is missing"),
        ("title: Bevor", "title: [Bevor", "line "),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "mine.md"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(AlongsideError) as refused:
        load_text(path)
    assert told in str(refused.value)


def test_a_text_there_is_not_is_named_with_those_there_are() -> None:
    with pytest.raises(AlongsideError, match=r"There is: example\.en\."):
        load_text("example", "fi")
