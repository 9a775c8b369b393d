"""Reads the scales of an instrument and its alerts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import yaml

from agent.worksheets.reader import Reader
from study.instruments.model import Alert, Band, Combine, Fill, Missing, Part, Scale


def read_scales(read: Reader, count: int) -> tuple[Scale, ...]:
    """The scales, in order; a scale made of scales names earlier ones."""
    found: list[Scale] = []
    for node in read.items("scales", "the scales"):
        found.append(_scale(Reader(node, read.file, Scale), count, [scale.key for scale in found]))
    if not found:
        raise read.wrong(read.node, "'scales' is missing", "Write how its items are scored.")
    return tuple(found)


def read_alerts(read: Reader, count: int) -> tuple[Alert, ...]:
    """The answers that open the risk path."""
    found: list[Alert] = []
    for node in read.items("alerts", "the alerts"):
        inner = Reader(node, read.file, Alert)
        alert = Alert(
            item=inner.value("item", int),
            at_least=inner.value("at_least", float),
            severity=inner.value("severity", int),
            reason=inner.value("reason", str),
        )
        if not 1 <= alert.item <= count:
            raise inner.wrong("item", f"there is no item {alert.item}", f"Items are 1 to {count}.")
        if not 1 <= alert.severity <= 6:
            raise inner.wrong("severity", f"severity {alert.severity} is not on the ladder", "It is 1 to 6.")
        found.append(alert)
    return tuple(found)


def numbers(read: Reader, key: str, count: int) -> tuple[int, ...]:
    """The list of item numbers `key`; "all" stands for every item."""
    node = read.keys.get(key)
    if node is None:
        return ()
    if isinstance(node, yaml.ScalarNode) and node.value == "all":
        return tuple(range(1, count + 1))
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    found: list[int] = []
    for item in nodes:
        number = read.typed(item, key, int)
        if not 1 <= number <= count or number in found:
            raise read.wrong(item, f"there is no item {number}, or it stands here twice", f"1 to {count}.")
        found.append(number)
    return tuple(found)


def _scale(read: Reader, count: int, before: Sequence[str]) -> Scale:
    key: str = read.value("key", str)
    if key in before or not key.isidentifier():
        raise read.wrong("key", f"key {key!r} must be a name of its own", "Letters, digits and underscores.")
    items, parts = numbers(read, "items", count), _parts(read, before)
    if bool(items) == bool(parts):
        raise read.wrong(read.node, "a scale has either items or parts", "Add one, or take one out.")
    reverse = numbers(read, "reverse", count)
    if not set(reverse) <= set(items):
        raise read.wrong("reverse", "a reversed item must be among the items", "Put it right.")
    scale = Scale(
        key=key,
        title=read.value("title", str),
        low=read.value("low", float),
        high=read.value("high", float),
        source=read.value("source", str),
        missing=_missing(read),
        items=items,
        reverse=reverse,
        combine=read.one_of("combine", get_args(Combine), "sum"),  # type: ignore[arg-type]
        parts=parts,
        add=read.value("add", float, 0.0),
        times=read.value("times", float, 1.0),
        bands=_bands(read),
        bands_source=read.value("bands_source", str, ""),
        remark=read.value("remark", str, ""),
    )
    if scale.bands and not scale.bands_source:
        raise read.wrong(read.node, "'bands_source' is missing", "Say who published these bands.")
    return scale


def _missing(read: Reader) -> Missing:
    inner = Reader(read.keys.get("missing", read.node), read.file, Missing)
    found = Missing(
        most=inner.value("most", int),
        fill=inner.one_of("fill", get_args(Fill)),  # type: ignore[arg-type]
        source=inner.value("source", str),
    )
    if (found.most > 0) != (found.fill != "none"):
        raise inner.wrong(inner.node, "'most' and 'fill' do not go together", "`most: 0` with `fill: none`.")
    return found


def _parts(read: Reader, before: Sequence[str]) -> tuple[Part, ...]:
    found: list[Part] = []
    for node in read.items("parts", "the parts"):
        inner = Reader(node, read.file, Part)
        found.append(Part(scale=inner.one_of("scale", before), times=inner.value("times", float, 1.0)))
    return tuple(found)


def _bands(read: Reader) -> tuple[Band, ...]:
    found: list[Band] = []
    for node in read.items("bands", "the bands"):
        inner = Reader(node, read.file, Band)
        band = Band(at=inner.value("at", float), name=inner.value("name", str))
        if found and band.at <= found[-1].at:
            raise inner.wrong("at", "bands go from the lowest up", "Put them in order.")
        found.append(band)
    return tuple(found)
