"""The table of offers: read from YAML and checked. Whoever writes one is told which entry of it is wrong."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import yaml

from agent.appraisal.lists import load, rules
from agent.conditions import CONDITIONS
from agent.worksheets.schema import Need
from alongside.errors import AlongsideError

TABLE = Path(__file__).with_name("offering.yaml")
LATELY = 9
"""Turns for which what was said still speaks for a need: an offer comes late, once they have settled."""
_PAST = ("refused_days", "refused", "done_days", "done", "eased", "worsened")
_KEYS = ("needs", "least", "beside", "bar", "most_refusals", "planning", "past", "acute", "sheets", "called")


@dataclass(frozen=True)
class Sign:
    """What speaks for a need: conditions, and a group of needs.yaml looked for in the last `turns` turns."""

    need: str
    when: tuple[str, ...]
    weight: float
    because: str
    lately: str = ""
    turns: int = LATELY


@dataclass(frozen=True)
class OfferTable:
    """The table as read. `called` holds patterns for lowered text, by sheet."""

    signs: tuple[Sign, ...]
    least: float
    beside: float
    bar: float
    most_refusals: int
    planning: frozenset[str]
    acute: tuple[str, ...]
    past: Mapping[str, float]
    only_when: Mapping[str, tuple[str, ...]]
    called: Mapping[str, tuple[re.Pattern[str], ...]]


@functools.cache
def read_offers(path: Path = TABLE) -> OfferTable:
    """The table in `path`. Raises AlongsideError, in one line, for what is wrong with it."""
    try:
        content = load(path)
    except OSError as error:
        raise AlongsideError(f"the table of offers {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise _wrong(path, "it is not UTF-8 text") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _wrong(path, f"line {mark.line + 1 if mark else 1} is no YAML") from None
    if not isinstance(content, dict) or not isinstance(content.get("needs"), dict):
        raise _wrong(path, "it has no `needs`, each a list of rows")
    if unknown := set(content) - set(_KEYS):
        raise _wrong(path, f"it has no {sorted(map(str, unknown))[0]!r}")
    signs = [
        _sign(path, str(need), row)
        for need, rows in content["needs"].items()
        for row in (rows if isinstance(rows, list) else [rows])
    ]
    past = content.get("past") or {}
    return OfferTable(
        signs=tuple(signs),
        least=_number(path, content, "least"),
        beside=_number(path, content, "beside"),
        bar=_number(path, content, "bar"),
        most_refusals=int(_number(path, content, "most_refusals")),
        planning=frozenset(map(str, content.get("planning") or ())),
        acute=tuple(map(str, content.get("acute") or ())),
        past={key: _number(path, past, key) for key in _PAST},
        only_when={
            str(sheet): _conditions(path, f"sheet {sheet}", (entry or {}).get("when"))
            for sheet, entry in (content.get("sheets") or {}).items()
        },
        called={
            str(sheet): _patterns(path, sheet, words)
            for sheet, words in (content.get("called") or {}).items()
        },
    )


def _sign(path: Path, need: str, row: Any) -> Sign:
    where = f"need {need}"
    if need not in get_args(Need):
        raise _wrong(path, f"no need is called {need!r}", f"It must be one of {', '.join(get_args(Need))}.")
    if not isinstance(row, dict) or not {"when", "weight", "because"} <= set(row):
        raise _wrong(path, f"{where}: a row has `when`, `weight` and `because`, and may have `lately`")
    if unknown := set(row) - {"when", "weight", "because", "lately", "turns"}:
        raise _wrong(path, f"{where}: a row has no {sorted(map(str, unknown))[0]!r}")
    lately = str(row.get("lately", ""))
    if lately and lately not in rules("needs")["needs"]:
        raise _wrong(path, f"{where}: needs.yaml has no group {lately!r}")
    when = _conditions(path, where, row["when"])
    if not when and not lately:
        raise _wrong(path, f"{where}: a row without any condition would always hold")
    return Sign(
        need,
        when,
        _number(path, row, "weight"),
        str(row["because"]),
        lately,
        int(_number(path, {"turns": LATELY, **row}, "turns")),
    )


def _conditions(path: Path, where: str, names: Any) -> tuple[str, ...]:
    if not isinstance(names, list):
        raise _wrong(path, f"{where}: `when` is a list of conditions")
    for name in names:
        if str(name).lstrip("!") not in CONDITIONS:
            raise _wrong(path, f"{where}: no condition is called {name!r}", "See agent/conditions/.")
    return tuple(map(str, names))


def _patterns(path: Path, sheet: Any, words: Any) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(str(entry)) for entry in words)
    except (re.error, TypeError):
        raise _wrong(path, f"called, {sheet}: a list of patterns is expected") from None


def _number(path: Path, entry: Mapping[str, Any], name: str) -> float:
    value = entry.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong(path, f"`{name}` is a number, not {value!r}")
    return float(value)


def _wrong(path: Path, what: str, do: str = "") -> AlongsideError:
    return AlongsideError(f"{path.name}: {what}", do or f"The table is {path}.")
