"""Reads an instrument, and the wording a lab supplies for one, strictly: mistakes come with their line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import yaml

from agent.worksheets.reader import Reader, read_root
from alongside.errors import AlongsideError
from study.instruments.model import (
    Answers,
    Branch,
    Instrument,
    Item,
    Licence,
    Option,
    Text,
)
from study.instruments.reading_scales import numbers, read_alerts, read_scales

SUPPLIED = ("instrument", "language", "source", "frame", "options", "low", "high", "items")
"""The keys of a file with a lab's own licensed wording."""


def read_instrument(root: yaml.Node, file: str) -> Instrument:
    """The instrument in `root`. Raises AlongsideError, with the line, if it is not in order."""
    read = Reader(root, file, Instrument)
    licence = _licence(read)
    answers = _answers(Reader(read.keys.get("answers", root), file, Answers))
    count: int = read.value("count", int)
    items = _items(read, answers)
    if licence.text == "slot" and items:
        raise read.wrong("items", "its licence does not let the wording stand here", "Take `items` out.")
    if count < 1 or (licence.text != "slot" and len(items) != count):
        raise read.wrong("count", f"'count' is {count}, but there are {len(items)} items", "Put it right.")
    scales = read_scales(read, count)
    return Instrument(
        key=read.value("key", str),
        title=read.value("title", str),
        about=read.value("about", str),
        version=read.value("version", str),
        citation=read.value("citation", str),
        licence=licence,
        count=count,
        answers=answers,
        frame=read.value("frame", str, ""),
        language=read.value("language", str, "en"),
        items=items,
        branches=_branches(read, count),
        scales=scales,
        alerts=read_alerts(read, count),
    )


def with_wording(instrument: Instrument, path: Path) -> Instrument:
    """The instrument with the wording in the file `path`, which a lab has a licence for.

    Raises AlongsideError, with the line, if it is for another instrument or has too many or too few items.
    """
    root = read_root(path)
    if root is None:
        raise AlongsideError(f"there is no file {path}", "Name the YAML file with the wording.")
    read = Reader(root, path.name, SUPPLIED)
    if read.value("instrument", str) != instrument.key:
        raise read.wrong("instrument", f"this wording is not for {instrument.key!r}", "Name the right file.")
    read.value("source", str)  # a lab must say under what licence it has the wording
    answers = _relabelled(read, instrument.answers)
    items = _items(read, answers)
    if len(items) != instrument.count:
        raise read.wrong(
            "items",
            f"{len(items)} items, but {instrument.key} has {instrument.count}",
            "Write all of them, in the order of the printed form.",
        )
    frame = read.value("frame", str, instrument.frame)
    language = read.value("language", str, instrument.language)
    return replace(instrument, items=items, answers=answers, frame=frame, language=language)


def _licence(read: Reader) -> Licence:
    inner = Reader(read.keys.get("licence", read.node), read.file, Licence)
    licence = Licence(
        text=inner.one_of("text", get_args(Text)),  # type: ignore[arg-type]
        terms=inner.value("terms", str),
        source=inner.value("source", str),
        notice=inner.value("notice", str, ""),
        scores_for=inner.one_of("scores_for", ("anyone", "researcher"), "anyone"),  # type: ignore[arg-type]
    )
    if licence.text == "notice" and not licence.notice:
        raise inner.wrong(inner.node, "'notice' is missing", "Write what must be shown with the items.")
    return licence


def _answers(read: Reader) -> Answers:
    options = tuple(
        Option(value=each.value("value", float), text=each.value("text", str))
        for each in (Reader(node, read.file, Option) for node in read.items("options", "the answers"))
    )
    values = [option.value for option in options]
    if len(set(values)) < len(values):
        raise read.wrong("options", "two answers count as the same number", "Put one of them right.")
    low = min(values) if values else None
    high = max(values) if values else None
    answers = Answers(
        minimum=read.value("minimum", float, low),
        maximum=read.value("maximum", float, high),
        step=read.value("step", float, 1.0),
        low=read.value("low", str, ""),
        high=read.value("high", str, ""),
        options=options,
    )
    if not answers.minimum < answers.maximum or answers.step <= 0:
        raise read.wrong(read.node, "the answers need a maximum above the minimum", "Put them right.")
    return answers


def _relabelled(read: Reader, answers: Answers) -> Answers:
    """The answers with a lab's wording: all of them in order, or the two ends."""
    texts = read.texts("options")
    if not texts:
        return replace(
            answers, low=read.value("low", str, answers.low), high=read.value("high", str, answers.high)
        )
    values = [answers.minimum]
    while values[-1] + answers.step <= answers.maximum:
        values.append(values[-1] + answers.step)
    if len(texts) != len(values):
        raise read.wrong(
            "options",
            f"{len(texts)} answers, but there are {len(values)} to each item",
            f"Write one for each, from {answers.minimum:g} to {answers.maximum:g}.",
        )
    options = tuple(Option(value=value, text=text) for value, text in zip(values, texts, strict=True))
    return replace(answers, options=options)


def _items(read: Reader, answers: Answers) -> tuple[Item, ...]:
    found: list[Item] = []
    for node in read.items("items", "the items"):
        if isinstance(node, yaml.ScalarNode):
            found.append(Item(text=read.typed(node, "items", str)))
            continue
        inner = Reader(node, read.file, Item)
        own = inner.keys.get("answers")
        found.append(
            Item(
                text=inner.value("text", str),
                short=inner.value("short", str, ""),
                answers=_answers(Reader(own, read.file, Answers)) if own is not None else None,
            )
        )
    return tuple(found)


def _branches(read: Reader, count: int) -> tuple[Branch, ...]:
    found: list[Branch] = []
    for node in read.items("branches", "the branches"):
        inner = Reader(node, read.file, Branch)
        branch = Branch(
            items=numbers(inner, "items", count),
            item=inner.value("item", int),
            at_least=inner.value("at_least", float),
        )
        if not 1 <= branch.item < min(branch.items, default=1):
            raise inner.wrong("item", "a branch follows from an item before it", "Name an earlier item.")
        found.append(branch)
    return tuple(found)
