"""The engine: yields a person's next step, takes its outcome, and can be broken off at any point.

Every call is one transaction: after a crash a step is either not begun, begun (and is yielded again), or done
with all that follows from it. Simulated people and real session commands call the same few methods:

    while step := engine.next(code):
        engine.begin(step, who)                 # or engine.allocate(step, who), where step.step.kind says so
        engine.answer(step, "1", "3", who)      # as often as there are answers
        engine.take(step, Outcome(), who)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from agent.worksheets.schema import Sheet
from alongside.errors import AlongsideError
from study.allocation.orders import conditions
from study.protocol.days import Course, Standing, due, standing, steps_of
from study.protocol.exercises import sheet_of
from study.protocol.parts import Arm
from study.store.records import ENDED, Person, VisitRecord, Who
from study.store.store import Writing
from study.store.tables import ResponseRow
from study.studies import Study
from study.visits.consequences import Consequence, Outcome, after_step
from study.visits.people import apply
from study.visits.progress import Next, course_of, next_step
from study.visits.rows import add_step, anchor, end, named, step_row, underway, visit_row


class Engine:
    """Leads the people of one study. Shows nothing, and decides nothing that the protocol does not."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.protocol = study.protocol
        self.store = study.store

    def next(self, code: str) -> Next | None:
        """The next step of somebody, now; None where there is none."""
        status, person, records = self.store.about(code)
        if status != "running":
            return None
        return next_step(self.protocol, person, self._course(person, records), records, self.study.now())

    def course(self, code: str) -> Course:
        """What is known of somebody's way through the study."""
        _, person, records = self.store.about(code)
        return self._course(person, records)

    def due(self, code: str) -> tuple[Standing, ...]:
        """What somebody can do today, at its hours; empty where their part, or the study, stands still."""
        status, person, records = self.store.about(code)
        if status != "running" or person.status in ENDED or person.status == "paused":
            return ()
        return due(self.protocol, self._course(person, records), self.study.now().date())

    def standing(self, code: str) -> tuple[Standing, ...]:
        """How it stands with all occasions of somebody, today."""
        return standing(self.protocol, self.course(code), self.study.now().date())

    def arm(self, step: Next) -> Arm | None:
        """The arm (within persons: the condition) in which a step is done; None before allocation.

        For the program alone. Whoever is to see it asks `study.allocator.show`, which records it.
        """
        found = self.study.allocator.arm_of(step.code)
        if self.protocol.design == "within":
            order = conditions(found) if found else ()
            found = order[step.visit.period - 1] if order and step.visit.period else ""
        if not found and len(self.protocol.arms) == 1:
            found = self.protocol.arms[0].key
        return self.protocol.arm(found) if found else None

    def sheet(self, step: Next) -> Sheet | None:
        """The worksheet that a step is about today, by its programme if it has one; None if none."""
        return sheet_of(step.visit, step.step, step.occasion.day, self.study.folder)

    def begin(self, step: Next, who: Who, session: str = "") -> None:
        """Note that a step begins; again, after a crash, that it is taken up once more.

        `session`: the name of the session's folder, where it has one.
        """
        with self.store.writing() as writing:
            visit = visit_row(self.study, writing, step, who)
            if session and session != visit.session:
                visit.session = session
                writing.event("session", who, step.code, session=session, **named(step))
            row = step_row(writing, visit, step)
            if row is not None:
                writing.event("step_resumed", who, step.code, **named(step))
                return
            add_step(self.study, writing, visit, step, who)

    def answer(self, step: Next, item: str, value: str, who: Who, channel: str = "") -> None:
        """Keep an answer to an item of a step that is under way; given again, it is another revision."""
        self.answers(step, [(item, value, channel)], who)

    def answers(self, step: Next, given: Iterable[tuple[str, str, str]], who: Who) -> None:
        """Keep several answers (item, value, channel), all or none; as `answer`, and in one transaction."""
        with self.store.writing() as writing:
            row = underway(writing, step)
            for item, value, channel in given:
                latest = select(func.max(ResponseRow.revision)).where(
                    ResponseRow.step == row.id, ResponseRow.item == item
                )
                writing.session.add(
                    ResponseRow(
                        step=row.id,
                        item=item,
                        revision=(writing.session.scalar(latest) or 0) + 1,
                        value=writing.sealed(step.code, value),
                        at=self.store.clock(),
                        channel=channel,
                        by=who.name,
                    )
                )

    def take(self, step: Next, outcome: Outcome, who: Who) -> tuple[Consequence, ...]:
        """Take the outcome of a step and do what follows; gives that. Taken twice, it counts once."""
        arm = self.course(step.code).arm
        with self.store.writing() as writing:
            visit = visit_row(self.study, writing, step, who)
            row = step_row(writing, visit, step)
            if row is not None and row.status != "begun":
                return ()
            row = row or add_step(self.study, writing, visit, step, who)
            row.status, row.ended = outcome.status, self.store.clock()
            row.scores = json.dumps(dict(outcome.scores), sort_keys=True)
            row.risk, row.note = outcome.risk, outcome.note
            writing.event(f"step_{outcome.status}", who, step.code, **named(step), risk=outcome.risk)
            found = after_step(self.protocol, step.step, outcome)
            apply(writing, writing.person(step.code), found, self.study.now().date())
            if step.place == step.of:
                end(self.study, writing, visit, step, who, arm)
            return found

    def allocate(self, step: Next, who: Who) -> str:
        """Do an allocation step; gives the code of the place, never the arm."""
        if step.step.kind != "allocate":
            raise AlongsideError(f"{step.step.name} is no allocation")
        with self.store.writing() as writing:
            visit = visit_row(self.study, writing, step, who)
            place = self.study.allocator.allocate_within(writing, step.code, who)
            row = step_row(writing, visit, step) or add_step(self.study, writing, visit, step, who)
            if row.status == "begun":
                row.status, row.ended = "done", self.store.clock()
                anchor(self.study, writing, writing.person(step.code), step)
                arm = "" if self.protocol.design == "within" else self._newest_arm(writing)
                # Steps of other arms are no longer among those that follow.
                if step.place == len(steps_of(step.visit, step.occasion.day, arm)):
                    end(self.study, writing, visit, step, who, arm)
            return place

    def _newest_arm(self, writing: Writing) -> str:
        arms = self.study.allocator.arms(writing)
        return arms[max(arms)]

    def end_visit(self, step: Next, who: Who, why: str) -> None:
        """End a visit before its last step; what was not done stays so."""
        arm = self.course(step.code).arm
        with self.store.writing() as writing:
            visit = visit_row(self.study, writing, step, who)
            if visit.ended is None:
                end(self.study, writing, visit, step, who, arm, why)

    def _course(self, person: Person, records: Sequence[VisitRecord]) -> Course:
        """Within persons the calendar goes by no arm."""
        arm = "" if self.protocol.design == "within" else self.study.allocator.arm_at(person.number)
        return course_of(self.protocol, person, records, arm)
