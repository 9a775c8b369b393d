"""`report/` in a study's folder: one self-contained page on the study, with its tables beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl

from study.analysis.collect import Gathered, gather
from study.analysis.figure_adherence import adherence_figure
from study.analysis.figure_flow import flow_figure
from study.analysis.figure_models import model_figures
from study.analysis.figure_safety import quality_figure, safety_figure
from study.analysis.figure_sessions import latency_figure, relationship_figure
from study.analysis.figure_trajectories import trajectory_figures
from study.analysis.flow import Flow, flow
from study.analysis.models import Modelled, both, model_all, model_tables, side_by_side, troubles
from study.analysis.page import Page, Section, render
from study.analysis.people_tables import people_tables
from study.analysis.quality import ItemCount, StepCount, item_counts, quality_tables, step_counts
from study.analysis.safety import Happened, grave, happenings, safety_tables
from study.analysis.session_tables import session_tables, shown_as
from study.analysis.sessions import SessionRead, read_sessions
from study.analysis.sets import SHARE, Sets, sets
from study.analysis.tables import Table, write_tables
from study.analysis.trajectories import (
    Point,
    allocated_values,
    measure_table,
    score_table,
    trajectories,
    trajectory_table,
)
from study.analysis.words import methods, no_relationship, no_waits, pills
from study.drawing import STYLE, Figure
from study.manifest import write_atomically
from study.store.records import Who
from study.studies import Study

FOLDER, PAGE, TABLES = "report", "report.html", "tables"
"""Where a report lies in a study's folder, and what is in it. A withdrawal removes the folder whole."""
Told = Callable[[str], None]
"""Is told, in a few words, what is being done."""


@dataclass(frozen=True)
class Written:
    """What was written: the page, and how many tables lie beside it."""

    page: Path
    tables: int


@dataclass(frozen=True)
class Found:
    """What was worked out, before it is put into tables and drawn."""

    sets: Sets
    flow: Flow
    points: tuple[Point, ...]
    models: tuple[Modelled, ...]
    sessions: tuple[SessionRead, ...]
    happened: tuple[Happened, ...]
    steps: tuple[StepCount, ...]
    items: tuple[ItemCount, ...]


def write_study_report(
    study: Study,
    who: Who,
    out: Path | None = None,
    share: float = SHARE,
    told: Told = lambda _: None,
) -> Written:
    """Write the report on a study for the eyes of `who`; that it was made goes on the study's record.

    `out`: a folder, otherwise `report/` in the study's. What lay there of an older report is gone after.
    `share`: the least share of visits kept that counts as done by protocol. AlongsideError in one line where
    the seal of a list that was not opened is not here.
    """
    told("reading the index")
    gathered = gather(study, who)
    page = _page(gathered, share, told)
    folder = out or study.folder / FOLDER
    shutil.rmtree(folder / TABLES, ignore_errors=True)
    write_tables(folder / TABLES, page.tables)
    write_atomically(folder / PAGE, render(page))
    with study.store.writing() as writing:
        writing.event("reported", who, masked=gathered.arms.masked, told=gathered.arms.told)
    return Written(folder / PAGE, len(page.tables) + 1)


def _page(gathered: Gathered, share: float, told: Told) -> Page:
    chosen = sets(gathered, share)
    course = flow(gathered, chosen)
    sessions = read_sessions(gathered.study, gathered.visits, told)
    models = model_all(gathered, chosen, told)
    found = Found(
        chosen,
        course,
        trajectories(allocated_values(gathered, chosen.intention)),
        models,
        sessions,
        happenings(gathered, sessions),
        step_counts(gathered),
        item_counts(gathered),
    )
    tables = _tables(gathered, found)
    told("drawing")
    with mpl.rc_context(STYLE):
        sections = _sections(gathered, found, tables)
    names = ("safety_by_arm", "incidents", "quality", "ends")
    shown = (side_by_side(models), grave(tables["safety"]), *(tables[name] for name in names))
    files = tuple(tables.values())
    return Page(gathered, chosen, course, sections, files, shown, pills(gathered), methods(share))


def _tables(gathered: Gathered, found: Found) -> dict[str, Table]:
    tables = (
        *people_tables(gathered, found.sets, found.flow),
        measure_table(gathered),
        score_table(gathered),
        trajectory_table(found.points),
        *model_tables(found.models),
        *session_tables([shown_as(one, gathered.arms.told) for one in found.sessions]),
        *safety_tables(gathered, found.happened),
        *quality_tables(gathered, found.sessions, found.steps, found.items),
    )
    return {one.name: one for one in tables}


def _sections(gathered: Gathered, found: Found, tables: dict[str, Table]) -> tuple[Section, ...]:
    several = len({(one.day, one.visit) for one in gathered.kept}) > len({one.day for one in gathered.kept})
    # Whose part ended before allocation has no calendar to keep.
    gone = {one.code for one in gathered.people if one.ended} - set(found.sets.intention)
    own = [one for one in gathered.kept if one.code not in gone]
    related = relationship_figure(found.sessions, tables["relationship_by_day"])
    waits = latency_figure(found.sessions, tables["waits"])
    safety = safety_figure(gathered, found.happened, tables["safety"])
    return (
        _section("Who took part", flow_figure(found.flow, tables["flow"])),
        _section("What was kept", adherence_figure(own, tables["adherence"], several)),
        _section("How scores went", *trajectory_figures(gathered, found.points)),
        _section(
            "What the models estimate",
            *model_figures(found.models, gathered.arms.conditions, both(tables)),
            notes=troubles(found.models),
        ),
        _section("The relationship", related, notes=() if related else (no_relationship(found.sessions),)),
        _section(
            "Safety", safety, notes=() if safety else ("Nothing happened that touched anybody's safety.",)
        ),
        _section("How long answers took", waits, notes=() if waits else (no_waits(found.sessions),)),
        _section("Quality of the data", quality_figure(found.steps, tables["missing_steps"])),
    )


def _section(title: str, *figures: Figure | None, notes: tuple[str, ...] = ()) -> Section:
    return Section(title, tuple(one for one in figures if one is not None), notes)
