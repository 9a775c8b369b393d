"""How well spoken answers to a worksheet's questions are understood, kind by kind.

`python -m rehearsal.answers` reads `answers.yaml` and compares what each answer is taken for with what it
is. An answer is right if it is taken for just that; a value asked about first where it should simply have
been taken is not right, and neither is the other way round unless the label allows both. False acceptances
are counted apart: a value, or a move, taken that was not meant. Of the parts only `tuned` was looked at
while the rules were made.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from agent.worksheets.schema import Column, Field
from agent.worksheets.understand import Understood, understand

FILE = Path(__file__).with_suffix(".yaml")
PARTS = ("tuned", "held_out", "fresh")
AIM = 0.95
AIMED = ("rating", "choice", "several")


@dataclass(frozen=True)
class Said:
    """One labelled answer: what was said to which field, and what it is."""

    part: str
    words: str
    field: Field
    label: Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    """An answer and what it was taken for."""

    said: Said
    heard: Understood

    @property
    def right(self) -> bool:
        """Whether it was taken for what it is."""
        label, heard = self.said.label, self.heard
        if "means" in label or "ask" in label:
            allowed = {"value"} if "means" in label else {"confirm"}
            allowed |= {"value", "confirm"} if label.get("or_ask") else set()
            got = "confirm" if heard.problem == "confirm" else heard.kind
            beside = heard.heavy == label.get("heavy", False) and heard.ends == label.get("ends", False)
            return got in allowed and beside and self._same()
        if "aside" in label:
            return heard.kind == "aside"
        kinds = {"move": heard.move, "signal": heard.signal, "unclear": heard.problem}
        return any(label.get(name) == got and heard.kind == name for name, got in kinds.items())

    @property
    def falsely_taken(self) -> bool:
        """Whether something was put on the sheet, or done to it, that was not meant."""
        label = self.said.label
        if self.heard.kind == "value":
            return ("means" not in label and not (label.get("or_ask") and self._same())) or not self._same()
        return self.heard.kind in ("move", "signal") and not self.right

    def _same(self) -> bool:
        label = self.said.label
        wanted = label.get("means", label.get("ask"))
        return bool(_comparable(self.said.field, self.heard.value or self.heard.doubt) == wanted)


def _comparable(field: Field, value: str) -> Any:
    """A value as the labels put it: of a time its day and hour, of rows their first column."""
    try:
        plain = json.loads(value)
    except ValueError:
        return None
    if field.kind == "time" and isinstance(plain, dict):
        return {"day": plain["day"], "at": plain["at"]}
    if field.kind == "table" and isinstance(plain, list):
        return [row[field.columns[0].key] for row in plain]
    return plain


def read(file: Path = FILE) -> tuple[date, list[Said]]:
    """The day the answers were said on, and the answers."""
    content = yaml.safe_load(file.read_text("utf-8"))
    fields = {key: _field(key, plain) for key, plain in content["fields"].items()}
    said = [
        Said(part, words, fields[key], label)
        for part in PARTS
        for key, answers in content[part].items()
        for words, label in answers.items()
    ]
    return content["today"], said


def _field(key: str, plain: Mapping[str, Any]) -> Field:
    """A field of the file: what a sheet's loader would ask for and no answer depends on is left out."""
    known: dict[str, Any] = {"prompts": (), "help": "", "repair": (), **plain}
    known["columns"] = tuple(Column(**column) for column in known.get("columns", ()))
    lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    return Field(key=key, **(known | lists))


def measure(said: Iterable[Said], today: date) -> Iterator[Result]:
    """What each answer is taken for."""
    for one in said:
        doubt, before = (_text(one.label.get(name)) for name in ("doubt", "before"))
        yield Result(one, understand(one.words, one.field, doubt, before=before, today=today))


def _text(plain: Any) -> str:
    return "" if plain is None else json.dumps(plain)


def wilson(right: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson's score)."""
    if not count:
        return 0.0, 1.0
    share = right / count
    middle = share + z * z / (2 * count)
    wide = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    return (middle - wide) / scale, (middle + wide) / scale


def by_kind(results: Iterable[Result]) -> dict[tuple[str, str], list[Result]]:
    """Results by part and kind of field, and of each part all together."""
    found: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in results:
        found[result.said.part, result.said.field.kind].append(result)
    for part in PARTS:
        found[part, "all"] = [
            result for (of, _), some in list(found.items()) if of == part for result in some
        ]
    return dict(found)


def main() -> int:
    """Measure and print; ends with 1 if tuned ratings or choices miss the aim."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    options.add_argument("--show", choices=PARTS, help="print what was taken wrongly in that part")
    given = options.parse_args()
    today, said = read()
    results = list(measure(said, today))
    missed = False
    print(f"{'part':9} {'kind':10} {'right':>9}   share  95 % interval   falsely taken")
    for (part, kind), some in by_kind(results).items():
        right, false = sum(one.right for one in some), sum(one.falsely_taken for one in some)
        low, high = wilson(right, len(some))
        missed |= part == "tuned" and kind in AIMED and right / len(some) < AIM
        share = f"{right / len(some):6.1%}  {low:5.1%} - {high:5.1%}"
        print(f"{part:9} {kind:10} {right:4} / {len(some):3} {share:>22}   {false:3}")
    for one in results:
        if one.said.part == given.show and not one.right:
            print(f"{one.said.field.key}: {one.said.words!r} {dict(one.said.label)} -> {one.heard}")
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
