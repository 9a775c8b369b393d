"""The page: figures first, tables after, words short. For the screen by day and by night, and for paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from alongside import __version__
from study.analysis.collect import Gathered
from study.analysis.flow import Flow
from study.analysis.look import themed
from study.analysis.sets import COME, KEPT, Sets
from study.analysis.tables import Table, dictionary
from study.drawing import Figure
from study.page import drawn, template

TEMPLATE = "study_report.html"
_NUMBER = re.compile(r"^−?[0-9.]+( \(.*\))?$|^$")
"""A cell that is a number, or one with its interval."""


@dataclass(frozen=True)
class Section:
    """A heading, the figures under it, and lines about what is not there or was in the way."""

    title: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """All that stands on the page.

    `tables`: the files beside it. `shown`: tables that stand on it. `pills`: short lines under the title,
    each with whether all is well.
    """

    gathered: Gathered
    sets: Sets
    flow: Flow
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    shown: tuple[Table, ...]
    pills: tuple[tuple[str, bool], ...]
    methods: tuple[str, ...]


def render(page: Page) -> str:
    """The page as HTML."""
    protocol = page.gathered.protocol
    made, status = page.gathered.study.now(), page.gathered.study.store.status()
    return template(TEMPLATE).render(
        title=protocol.title,
        about=protocol.about,
        subtitle=f"{protocol.key}, version {protocol.version}, {status}; {made.day} {made:%B %Y, %H:%M}",
        facts=_facts(page),
        pills=page.pills,
        sections=[
            {
                "title": one.title,
                "notes": one.notes,
                "figures": [drawn(figure, themed(figure.svg)) for figure in one.figures],
            }
            for one in page.sections
            if one.figures or one.notes
        ],
        shown=[_shown(one) for one in page.shown if one.rows],
        files=[
            (f"tables/{one.name}.csv", one.title, len(one.rows))
            for one in (*page.tables, dictionary(page.tables))
        ],
        methods=page.methods,
        version=__version__,
    )


def _facts(page: Page) -> list[tuple[str, str]]:
    kept = page.gathered.kept
    come = sum(one.state in COME for one in kept)
    done = sum(one.state in KEPT for one in kept)
    return [
        ("Enrolled", str(page.flow.enrolled)),
        ("Allocated", f"{page.flow.allocated} of {page.gathered.protocol.people}"),
        ("Finished", str(sum(one.finished for one in page.flow.branches))),
        ("Visits kept", f"{done} of {come}"),
        ("Intention to treat", str(len(page.sets.intention))),
        ("Per protocol", str(len(page.sets.protocol))),
    ]


def _shown(one: Table) -> dict[str, Any]:
    """A table with its cells as texts; columns of numbers are told apart."""
    numbers = [
        all(isinstance(row[at], int | float | None) or _NUMBER.match(row[at]) for row in one.rows)
        for at in range(len(one.columns))
    ]
    return {
        "name": one.name,
        "title": one.title,
        "heads": list(zip((name.replace("_", " ") for name, _ in one.columns), numbers, strict=True)),
        "rows": [list(zip(map(_cell, row), numbers, strict=True)) for row in one.rows],
    }


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "–"
    text = f"{value:.2f}" if isinstance(value, float) else str(value)
    return text.replace("-", "−") if isinstance(value, int | float) else text
