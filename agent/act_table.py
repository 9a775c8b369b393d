"""The act table: read from YAML and checked. Whoever writes one is told which line of it is wrong."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import yaml

from agent.conditions import CONDITIONS
from alongside.errors import AlongsideError
from alongside.records import ActKind

TABLE = Path(__file__).with_name("acts.yaml")
SAFETY = 100
"""Rank of what cannot be tuned: a table of one's own always gets these rows as they are."""
BOLT = frozenset(
    (
        "",
        "Reflections on Needs",
        "Reflections on Emotions",
        "Reflections on Values",
        "Reflections on Consequences",
        "Reflections on Conflicts",
        "Reflections on Strengths",
        "Questions on Experiences",
        "Questions on Perspectives",
        "Questions on Emotions",
        "Problem-Solving",
        "Planning",
        "Normalizing",
        "Psychoeducation",
    )
)
"""The thirteen codes of BOLT (Chiu et al. 2024), and none."""
MITI = frozenset(("", "GI", "Persuade with Permission", "Q", "SR", "CR", "AF", "Seek", "Emphasize"))
"""The codes of MITI 4.2.1 that a companion may be given. Persuade and Confront are none of them."""
_NEEDED = ("act", "when", "bolt", "miti", "because")
_LINE = "__line__"


@dataclass(frozen=True)
class Row:
    """One row of the act table."""

    act: ActKind
    focus: str
    when: tuple[str, ...]
    weight: float
    bolt: str
    miti: str
    because: str
    tier: str
    rank: int


@dataclass(frozen=True)
class Table:
    """The act table as read from YAML."""

    rows: tuple[Row, ...]
    fatigue: float
    tired_for: int
    jitter: float


class _Numbered(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Keeps the line a mapping begins on."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        found[_LINE] = node.start_mark.line + 1
        return found

    def construct_yaml_map(self, node: Any) -> Any:
        found: dict[Any, Any] = {}
        yield found
        found.update(self.construct_mapping(node, deep=True))


_Numbered.add_constructor("tag:yaml.org,2002:map", _Numbered.construct_yaml_map)


@functools.cache
def read_table(path: Path = TABLE) -> Table:
    """The act table in `path`. Raises AlongsideError, in one line with the line number, for what is wrong."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Numbered)
    except OSError as error:
        raise AlongsideError(f"the act table {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise AlongsideError(f"the act table {path} is not UTF-8 text") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        raise _wrong(path, line, f"no YAML: {getattr(error, 'problem', '') or 'unreadable'}") from None
    if not isinstance(content, dict) or not isinstance(content.get("tiers"), dict):
        raise _wrong(path, 1, "an act table has `tiers`, each a list of rows")
    rows: list[Row] = []
    for title, entries in content["tiers"].items():
        if title == _LINE:
            continue
        line = content["tiers"][_LINE]
        rank, _, tier = str(title).partition(" ")
        if not rank.isdigit() or not tier:
            raise _wrong(path, line, f"a tier is called by a rank and a name (60 hold), not {title!r}")
        if not isinstance(entries, list):
            raise _wrong(path, line, f"tier {title!r} holds a list of rows")
        rows.extend(_row(path, entry, int(rank), tier, line) for entry in entries)
    if not rows:
        raise _wrong(path, 1, "there are no rows")
    fatigue, tired_for, jitter = (_number(path, content, name) for name in ("fatigue", "tired_for", "jitter"))
    if path != TABLE:
        rows = [row for row in read_table().rows if row.rank >= SAFETY] + [
            row for row in rows if row.rank < SAFETY
        ]
    return Table(tuple(rows), fatigue, max(1, int(tired_for)), jitter)


def _row(path: Path, entry: Any, rank: int, tier: str, tier_line: int) -> Row:
    if not isinstance(entry, dict):
        raise _wrong(path, tier_line, f"a row of tier {tier!r} is no mapping: {entry!r}")
    line = int(entry[_LINE])
    if missing := [name for name in _NEEDED if name not in entry]:
        raise _wrong(path, line, f"a row lacks {', '.join(missing)}")
    if unknown := set(entry) - {*_NEEDED, "focus", "weight", _LINE}:
        raise _wrong(path, line, f"a row has no {sorted(unknown)[0]!r}")
    if entry["act"] not in get_args(ActKind):
        raise _wrong(path, line, f"no act is called {entry['act']!r}")
    if entry["bolt"] not in BOLT:
        raise _wrong(path, line, f"BOLT has no code {entry['bolt']!r}")
    if entry["miti"] not in MITI:
        raise _wrong(path, line, f"no MITI code for a companion is {entry['miti']!r}")
    when = entry["when"]
    if not isinstance(when, list):
        raise _wrong(path, line, "`when` is a list of conditions")
    for name in when:
        if str(name).lstrip("!") not in CONDITIONS:
            raise _wrong(path, line, f"no condition is called {name!r}", "See agent/conditions/.")
    return Row(
        act=entry["act"],
        focus=str(entry.get("focus", "")),
        when=tuple(when),
        weight=_number(path, {"weight": 1.0, **entry}, "weight"),
        bolt=entry["bolt"],
        miti=entry["miti"],
        because=str(entry["because"]),
        tier=tier,
        rank=rank,
    )


def _number(path: Path, entry: Mapping[str, Any], name: str) -> float:
    value = entry.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong(path, int(entry.get(_LINE, 1)), f"`{name}` is a number, not {value!r}")
    return float(value)


def _wrong(path: Path, line: int, what: str, do: str = "") -> AlongsideError:
    return AlongsideError(f"{path.name}, line {line}: {what}", do or f"The table is {path}.")
