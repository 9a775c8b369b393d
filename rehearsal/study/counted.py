"""What the study's own books say: its index, its adherence, its sessions' records."""

from __future__ import annotations

from collections import Counter

from alongside.eventlog import LOG, read_events, verify
from alongside.messages import Turn
from rehearsal.study.truth import STATES, Figures, total
from study.adherence import adherence
from study.studies import Study
from study.vault.opening import kept
from study.vault.visits import sessions_of


def counted(study: Study) -> Figures:
    """All figures, as in `truth`."""
    people = study.store.people()
    status = Counter(person.status for person in people)
    events = Counter(event.kind for event in study.store.events())
    arms = Counter(study.allocator.arms().values())
    steps = [step for person in people for visit in study.store.visits(person.code) for step in visit.steps]
    done = Counter(step.status for step in steps)
    found: Figures = {
        "people enrolled": events["enrolled"],
        "of these without consent": status["refused"],
        "people allocated": len(study.store.allocations()),
        **{f"in the arm {arm.key}": arms[arm.key] for arm in study.protocol.arms},
        "people through to the end": status["finished"],
        "people who dropped out": status["dropped_out"],
        "people who withdrew": events["withdrawn"],
    }
    states = Counter(row.state for row in adherence(study))
    found |= {name: states[state] for state, name in STATES.items()}
    for one in ("done", "skipped", "refused", "stopped"):
        found[f"steps {one}"] = done[one]
    answers = [float(one.answer.value) for one in study.store.responses()]
    scores = [value for step in steps if step.kind == "instrument" for value in step.scores.values()]
    ratings = [value for step in steps if step.kind == "exercise" for value in step.scores.values()]
    for first, second, values in (
        ("answers to items", "their sum", answers),
        ("scores of instruments", "the scores' sum", scores),
        ("ratings on worksheets", "the ratings' sum", ratings),
    ):
        found[first], found[second] = len(values), total(values)
    found |= _records(study)
    found["dangers told, person paused"] = events["paused"]
    found["missed days told"] = events["missed"]
    found["power cuts, visit gone on with"] = events["step_resumed"]
    return found


def _records(study: Study) -> Figures:
    """What the records of the visits hold; one that is not whole and closed is not counted."""
    whole = turns = words = 0
    for person in study.store.people():
        for _, folder in sessions_of(study, person.code):
            with kept(folder, study.vault) as session:
                if not (session / LOG).is_file():
                    continue  # a visit on paper
                said = [one.message for one in read_events(session) if isinstance(one.message, Turn)]
                verdict = verify(session)
                whole += verdict.ok and verdict.closed
                turns += len(said)
                words += sum(bool(turn.text) for turn in said)
    return {
        "visits with a record": whole,
        "turns of participants": turns,
        "turns whose words are kept": words,
    }


def farthest_apart(study: Study) -> int:
    """By how many people two arms differed at the most, at any time of the allocation."""
    arms = study.allocator.arms()
    keys = [arm.key for arm in study.protocol.arms]
    given = [arms[number] for number in sorted(arms)]
    counts = [[given[:place].count(key) for key in keys] for place in range(len(given) + 1)]
    return max(max(one) - min(one) for one in counts)
