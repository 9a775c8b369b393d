"""A consent text: Markdown with front matter, one file a language, known by the SHA-256 of the file.

    ---
    text: evening_study
    version: "2"
    language: en
    title: Before we begin
    streams:
      audio:
        line: Keep the sound of my voice
        about: For listening to how things were said.
        without: live
    ---
    You are taking part in ...

`without` says what happens where the stream is not agreed to: `closed`, it is not captured; `live`, it is
used at the moment and not kept. A stream that is not named is never captured.
"""

# ruff: noqa: RUF009 - `note` is `dataclasses.field`
from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import yaml

from agent.worksheets.reader import Reader
from agent.worksheets.schema import note
from alongside.errors import AlongsideError
from study.consent.streams import Stream, Without

FOLDER = Path(__file__).parent / "texts"
LARGEST = 200_000
_MATTER = re.compile(r"\A---\r?\n(?P<head>.*?)^---\r?\n(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)
_MARK = re.compile(r"^#+\s*|[*_`]{1,3}", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One stream that is asked for."""

    line: str = note("What is agreed to, as the person would say it.")
    about: str = note("What it is for, and what happens without.", "")
    without: Without = note(
        "closed: not captured without consent; live: used at the moment, not kept.", "closed"
    )


@dataclass(frozen=True, kw_only=True)
class ConsentText:
    """A text as a person is asked with it."""

    text: str = note("The name of the text, the same in every language.")
    version: str = note("Its version.")
    language: str = note("Its language, as a BCP 47 tag.")
    title: str = note("Its title.")
    streams: tuple[tuple[Stream, Asked], ...] = note("What is asked for, in order.")
    paragraphs: tuple[str, ...] = note("The body, a paragraph each.", ())
    sha256: str = note("Of the whole file.", "")


def load_text(name_or_path: str | Path, language: str = "en") -> ConsentText:
    """The consent text of that name in that language, among those that come along, or at that path.

    Raises AlongsideError, with the line, if there is none or it is not in order.
    """
    path = Path(name_or_path)
    if path.suffix != ".md":
        path = FOLDER / f"{name_or_path}.{language}.md"
    try:
        data = path.read_bytes()
        whole = data.decode("utf-8-sig")
    except OSError:
        has = ", ".join(sorted(item.stem for item in FOLDER.glob("*.md")))
        raise AlongsideError(f"there is no consent text {path}", f"There is: {has}.") from None
    except UnicodeDecodeError:
        raise AlongsideError(f"{path.name} is not a UTF-8 text", "Save it as UTF-8.") from None
    found = _MATTER.match(whole)
    if len(data) > LARGEST or not found:
        raise AlongsideError(
            f"{path.name} has no front matter", "Begin it with --- and keys (docs/instruments.md)."
        )
    return _text(found["head"], found["body"], path.name, hashlib.sha256(data).hexdigest())


def _text(head: str, body: str, file: str, digest: str) -> ConsentText:
    try:
        root = yaml.compose("\n" + head)  # the line of the first --- counts
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise AlongsideError(f"{file}, line {line}: {error.problem}", "Put the front matter right.") from None
    if root is None:
        raise AlongsideError(f"{file} has an empty front matter", "Write its keys between the lines ---.")
    read = Reader(root, file, ("text", "version", "language", "title", "streams"))
    node = read.keys.get("streams")
    if node is None:
        raise read.wrong(root, "'streams' is missing", "Name what is asked for: audio, video and so on.")
    asked = Reader(node, file, get_args(Stream))
    paragraphs = tuple(" ".join(_MARK.sub("", part).split()) for part in re.split(r"\n\s*\n", body.strip()))
    if not any(paragraphs):
        raise AlongsideError(f"{file} says nothing", "Write the text under the front matter.")
    return ConsentText(
        text=read.value("text", str),
        version=read.value("version", str),
        language=read.value("language", str),
        title=read.value("title", str),
        streams=tuple((stream, _asked(value, file)) for stream, value in asked.keys.items()),  # type: ignore[misc]
        paragraphs=paragraphs,
        sha256=digest,
    )


def _asked(node: yaml.Node, file: str) -> Asked:
    read = Reader(node, file, Asked)
    return Asked(
        line=read.value("line", str),
        about=read.value("about", str, ""),
        without=read.one_of("without", get_args(Without), "closed"),  # type: ignore[arg-type]
    )
