"""The last stretch of an act, from decided to said: shown, approved where a person has to, said.

With `approval`, a line waits for an operator (`Proposed`, `Decision`), at most `approval_seconds`, and is
then said as it stands: it has passed review, and somebody waits for an answer. Whatever the person says or
does meanwhile makes it void. What keeps somebody safe never waits. While the session is paused all waits.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, ClassVar

from agent.byhand import again, by_hand, how, remembered
from agent.companion import Companion
from agent.conduct.shown import conduct_event
from agent.floor import Floor
from agent.line import Line
from agent.relationship.shown import days, flags, relationship_message
from agent.remembering.saving import Saver
from agent.review import harmful
from agent.shown import state_message
from agent.state import CompanionState
from agent.synchrony.live import Watch, measures
from agent.teachback.follow import events
from agent.worksheets.run import view
from alongside.component import Component, Context
from alongside.messages import Act, Affect, Control, Decision, Event, Message, Patience, SheetView, Stop

NO_SHEET = SheetView(sheet="")
MOST_WORDS = 120
"""Of a person's own words at once: more is a speech."""


class Saying(Component):
    """What a conversation says, and what a person beside it may do to that."""

    hears: ClassVar[tuple[type[Message], ...]] = (Control, Decision, Event, Stop)
    mind: Companion
    state: CompanionState

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._floor = Floor()  # who has the word: we, or a study with its questions
        self._line = Line(self.say, self._late)
        self._laid = False  # whether a sheet of ours is on the table
        self._stopped = False
        self._paused = False
        self._replaying = False
        self._acts: dict[str, Act] = {}  # of a record that is gone through again
        self._owed = ""  # the line that waited when the record broke off
        self._saver: Saver | None = None
        self._may_keep = True
        self._watch = Watch()  # synchrony and conduct
        self._conduct_told = 0  # of so many turns of ours

    async def on_event(self, event: Event) -> None:
        """The voice tells how we sound."""
        self._watch.told(event)

    # ---------------------------------------------------------------- what a person decides

    async def on_decision(self, decision: Decision) -> None:
        """An operator approves, changes, holds or drops the line that waits, or speaks."""
        if self._replaying and decision.verdict != "speak":
            return  # the record says what became of it
        if refused := self._refusals(decision):
            self.say(
                Event(
                    kind="decision_refused",
                    data=json.dumps(
                        {"verdict": decision.verdict, "act_id": decision.act_id, "rules": refused}
                    ),
                )
            )
            if self._waits_for(decision):
                self._line.hold()  # they are at it, and need time to mend it
        elif decision.verdict == "speak":
            self._say_by_hand(by_hand(decision))
        elif decision.verdict == "hold":
            self._line.hold()
        elif decision.verdict == "drop":
            self._void("dropped")
        elif decision.verdict == "approve":
            self._let_go("said")
        else:
            self._let_go("changed", decision)

    def _refusals(self, decision: Decision) -> list[str]:
        """Why it cannot be done; empty if it can."""
        if decision.verdict != "speak" and not self._waits_for(decision):
            return ["that line no longer waits"]
        if decision.verdict == "speak" and (self._stopped or self._paused):
            return ["the session is stopped" if self._stopped else "the session is paused"]
        if decision.verdict not in ("edit", "replace", "speak"):
            return []
        if not decision.text.strip():
            return ["no words"]
        long = ["too long"] if len(decision.text.split()) > MOST_WORDS else []
        return [*long, *harmful(decision.text)]

    def _waits_for(self, decision: Decision) -> bool:
        return self._line.act is not None and self._line.act.act_id == decision.act_id

    def _pause(self, control: Control) -> None:
        """While paused nothing is said; what waits then waits for the end of the pause."""
        self._paused = control.value == "on"
        if self._paused and self._line.act is not None:
            self._line.hold()
        elif not self._paused and self._line.act is not None and not self.settings.approval:
            self._let_go("said")

    # ---------------------------------------------------------------- from decided to said

    def _say(self, act: Act) -> None:
        self.state, act = again(self.state, act, self._acts.get(act.act_id) if self._replaying else None)
        self._void()
        reading = self.state.pace
        if act.turn_id and act.kind != "worksheet_step":
            self.say(Affect(source="words", valence=reading.valence, arousal=reading.arousal, confidence=0.5))
        self.say(Patience(seconds=reading.patience, reason=reading.patience_reason))
        if self._waits(act):
            self.say(state_message(self.state, act.turn_id))
            self._line.propose(act, 0.0 if self._paused else self.settings.approval_seconds)
        else:
            self._out(act)
        self._keep()

    def _waits(self, act: Act) -> bool:
        """Whether a person has to let it go."""
        if self._replaying or self._stopped or act.kind == "safety":
            return False
        return self._paused or (self.settings.approval and bool(act.text))

    def _out(self, act: Act) -> None:
        self._show(act.turn_id, act.text)
        for event in events(self.state.teach, act.turn_id):
            self.say(event)
        if (held := self.state.relationship) is not None and act.turn_id == held.turn_id:
            told = relationship_message(held, act.turn_id)
            self.say(replace(told, measures=(*told.measures, *measures(self._watch.synchrony()))))
            for flag in flags(held, act.turn_id):
                self.say(flag)
            if held.turns == 1:
                keeping = self.state.keeping
                before = [note.alliance for note in keeping.memory.sessions if note.id != keeping.session]
                for flag in days(before, act.turn_id):
                    self.say(flag)
        if not self._stopped:
            self._watch.state(state_message(self.state, act.turn_id))
            self._watch.act(act)
            self.say(act)
        self._tell_conduct()

    def _tell_conduct(self) -> None:
        """How we have conducted ourselves, when there is another turn of ours to count."""
        found = self._watch.conduct()
        if found.own_turns != self._conduct_told:
            self._conduct_told = found.own_turns
            self.say(conduct_event(found))

    def _late(self) -> None:
        self._let_go("late")

    def _let_go(self, status: str, decision: Decision | None = None) -> None:
        act = self._line.settle(status)
        if act is None:
            return
        if decision is not None:
            act = by_hand(decision, act)
            self.state = remembered(self.state, act)
        self._out(act)
        self._keep()

    def _void(self, status: str = "void") -> None:
        """The line that waits is not said, so it was not heard."""
        act = self._line.settle(status)
        if act is not None:
            self.state = self.mind.heard(self.state, act.act_id, "")
            self._keep()

    def _say_by_hand(self, act: Act) -> None:
        self.state = remembered(self.state, act)
        self.say(act)
        self._keep()

    def _keep(self) -> None:
        if self._saver is not None and self._may_keep:
            self._saver.keep(self.state)

    def _show(self, turn_id: str, said: str = "") -> None:
        self.say(state_message(self.state, turn_id))
        sheet = self.state.sheet
        if not self._floor.taken and (sheet is not None or self._laid):  # a study's is not ours to take away
            self.say(view(sheet, said) if sheet is not None else NO_SHEET)
        self._laid = sheet is not None

    # ---------------------------------------------------------------- going through a record again

    def _redone(self, state: CompanionState, act: Act) -> None:
        """An act that came again: in the words it was given, and unheard where an operator kept it back."""
        recorded = self._acts.get(act.act_id)
        self.state, act = again(state, act, recorded)
        if recorded is None and self._was_dropped(act, False):
            self.state = self.mind.heard(self.state, act.act_id, "")

    def _was_dropped(self, act: Act, overtaken: bool) -> bool:
        """Whether an act the record does not hold was not to be said: something came, or somebody said no."""
        return overtaken or (self.settings.approval and act.act_id != self._owed)

    def _propose_again(self) -> None:
        """The line that waited when the companion died waits again."""
        last = self.state.last_act
        if last is not None and last.act_id == self._owed and self.settings.approval:
            self._line.propose(last, 0.0 if self._paused else self.settings.approval_seconds)

    def _recall_hand(self, act: Act) -> None:
        """Words that a person spoke are remembered where they stood."""
        if how(act) == "spoken":
            self.state = remembered(self.state, act)
