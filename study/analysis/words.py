"""What the page says in words: what to know before all else, and how things were counted."""

from __future__ import annotations

from collections.abc import Sequence

from study.analysis.arms import note
from study.analysis.collect import Gathered
from study.analysis.sessions import SessionRead
from study.drawing import count
from study.studies import drift


def pills(gathered: Gathered) -> tuple[tuple[str, bool], ...]:
    """What a reader should know before all else."""
    verdict = gathered.verdict
    found = [
        (f"The study's record is whole: {verdict.count} events, none changed, removed or added.", True)
        if verdict.ok
        else (f"The study's record is not whole (event {verdict.line}): {verdict.why}.", False)
    ]
    if line := note(gathered.protocol, gathered.arms):
        found.append((line, True))
    if changed := len(drift(gathered.study)):
        here = (
            f"Read with another program or protocol than the study ran with: {count(changed, 'difference')}."
        )
        found.append((here, False))
    return tuple(found)


def methods(share: float) -> tuple[str, ...]:
    """How things were counted, for who reads the page."""
    return (
        "Intention to treat: everybody who was allocated and whose data are here, in the arm they were "
        "allocated to, whatever they did after.",
        f"Per protocol: of these, who did not end early and kept at least {share:.0%} of the visits after "
        "allocation that have come due, in time or made up for.",
        "Means stand at the planned day; their intervals are 95 % by Student’s t.",
        "Models are linear and mixed, fitted by REML to all values there are, at the days on which they were "
        "taken: a straight line over days in each arm, and each person with a level of their own and, where "
        "that can be told from noise, a slope. Intervals are by Student’s t, with people minus arms as "
        "degrees of freedom. Missing values are taken to be missing at random, given those that are there.",
        "Waits run from the end of speech to the first sound of the answer, over all sessions. Measures "
        "of the relationship are changes since each session began, each side against its own beginning.",
        "No comparison is corrected for there being several; which measure counts was to be said beforehand.",
    )


def no_relationship(sessions: Sequence[SessionRead]) -> str:
    """Why there is no figure of the relationship."""
    sessions = [one for one in sessions if one.live]
    if not sessions:
        return "No visit has a recorded session, so there are no measures of the relationship."
    return f"None of {count(len(sessions), 'session')} holds measures of the relationship."


def no_waits(sessions: Sequence[SessionRead]) -> str:
    """Why there is no figure of waits."""
    sessions = [one for one in sessions if one.live]
    if not sessions:
        return "No visit has a recorded session, so there is nothing to time."
    return f"In {count(len(sessions), 'session')} no spoken turn was answered in sound."
