"""The questionnaire: puts an instrument, item by item, spoken and on the screen, and says nothing of its own.

It begins with an Answer that moves `start` on the sheet `study:KEY` (a visit, or an operator, says it).
While it is open it has the word. Each answer is told as an event of numbers, so that it is taken up after a
crash and scored without anyone's words; an answer that opens the risk path is told at once, to the guardian.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from alongside.component import Component, Context
from alongside.consent import STUDY, consent_needed
from alongside.eventlog import LOG, read_events
from alongside.messages import Act, Answer, Consent, Control, Event, Message, Risk, SheetView, Turn, new_id
from alongside.settings import setting
from study.instruments.loading import load, need_text
from study.instruments.scoring import raised, score
from study.instruments.sitting import Sitting, answered, heard, laid_aside, shown, sit, words

BEGUN, ITEM, RISK, DONE = "instrument_begun", "instrument_item", "instrument_risk", "instrument_done"
"""The kinds of its events."""


@dataclass(frozen=True)
class QuestionnaireSettings:
    """What a study's profile tells it."""

    instruments: tuple[str, ...] = setting((), "the instruments it may put, by name or path")
    at_start: tuple[str, ...] = setting((), "those of them to put by itself, before the companion says hello")
    spoken: bool = setting(True, "also read each question aloud")
    since: float = setting(0.0, "what the record holds from before (seconds since the epoch) is not taken up")


class Questionnaire(Component):
    """Says the questions and shows them; hears answers by touch, by typing and by voice."""

    hears = (Answer, Turn, Risk, Consent, Control)
    says = (SheetView, Act, Event)
    Settings = QuestionnaireSettings
    settings: QuestionnaireSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        """Instruments are read at once: one without its wording is an error before anything starts."""
        super().__init__(name, settings, context)
        loaded = [need_text(load(each)) for each in self.settings.instruments]
        self.instruments = {instrument.key: instrument for instrument in loaded}
        self._sitting: Sitting | None = None
        self._first = 1
        self._due = list(self.settings.at_start)
        self._asked = consent_needed(context)
        self._undo: tuple[str, Sitting] | None = None  # a turn that may come again in a later revision

    async def start(self) -> None:
        """Take up what the session's record says was begun and not ended."""
        if (self.context.session / LOG).is_file():
            events = read_events(self.context.session)
            self._take_up(event.message for event in events if event.at >= self.settings.since)
        if self._sitting is not None:
            self._first = self._sitting.number
            self._show()

    async def on_answer(self, answer: Answer) -> None:
        """A touch or a key on its sheet, or the word to begin."""
        key = answer.sheet.removeprefix(STUDY)
        if not answer.sheet.startswith(STUDY) or key not in self.instruments:
            return
        sitting = self._sitting
        if answer.move == "start" and (sitting is None or sitting.instrument.key != key):
            self._begin(key)
        elif sitting is not None and sitting.instrument.key == key:
            self._go_on(sitting, answered(sitting, answer), answer.channel)

    async def on_turn(self, turn: Turn) -> None:
        """Words while a question is open are an answer to it, or no answer."""
        sitting = self._sitting
        if self._undo is not None and self._undo[0] == turn.turn_id and turn.revision > 0:
            sitting = self._undo[1]
        if sitting is None or not sitting.open or turn.speaker != "participant":
            return
        self._undo = (turn.turn_id, sitting)
        self._go_on(sitting, heard(sitting, turn), turn.channel, turn.turn_id)

    async def on_control(self, control: Control) -> None:
        """The session starts: what is to be put by itself is put, unless consent comes first."""
        if (control.name, control.value) == ("session", "start") and not self._asked:
            self._next()

    async def on_consent(self, consent: Consent) -> None:
        """Nothing is put while consent is asked for."""
        self._asked = consent.status == "asked"
        if not self._asked:
            self._next()

    async def on_risk(self, risk: Risk) -> None:
        """At high risk it makes room: the companion has the word, and somebody looks."""
        if risk.level == "high" and self._sitting is not None and self._sitting.open:
            self._sitting = laid_aside(self._sitting)
            self.say(shown(self._sitting))

    def _next(self) -> None:
        if self._due and self._sitting is None:
            self._begin(self._due.pop(0))

    def _begin(self, key: str) -> None:
        instrument = self.instruments[key]
        self._sitting, self._first, self._undo = sit(instrument), 1, None
        self._tell(BEGUN, instrument=key, version=instrument.version, language=instrument.language)
        self._show()

    def _go_on(self, before: Sitting, now: Sitting, channel: str, turn_id: str = "") -> None:
        known = self._sitting.answers if self._sitting is not None else {}
        self._sitting = now
        for number, value in now.answers.items():
            if value != known.get(number):
                self._tell(ITEM, instrument=now.instrument.key, item=number, value=value, channel=channel)
                self._warn(now, number)
        if now.over:
            self._end(now)
        else:
            self._show(turn_id, again=now.run.point != before.run.point or now.misheard)

    def _warn(self, sitting: Sitting, number: int) -> None:
        for alert in raised(sitting.instrument, {number: sitting.answers[number]}):
            told = {"item": alert.item, "severity": alert.severity, "reason": alert.reason}
            self._tell(RISK, instrument=sitting.instrument.key, **told)

    def _end(self, sitting: Sitting) -> None:
        instrument = sitting.instrument
        scores = score(instrument, sitting.answers)
        self._sitting, self._undo = None, None
        self._tell(
            DONE,
            instrument=instrument.key,
            version=instrument.version,
            language=instrument.language,
            complete=sitting.run.status == "done",
            answers={str(number): value for number, value in sitting.answers.items()},
            scores=[asdict(each) for each in scores.scales],
            severity=scores.severity,
            unanswered=list(scores.unanswered),
        )
        if self._due:
            self._next()
        else:
            self.say(shown(sitting))

    def _show(self, turn_id: str = "", again: bool = True) -> None:
        """The sheet first, so that whoever follows it knows who has the word; then the question aloud."""
        assert self._sitting is not None
        self.say(shown(self._sitting))
        text = words(self._sitting, self._first)
        if self.settings.spoken and text and again:
            act = Act(
                act_id=new_id(),
                turn_id=turn_id,
                kind="worksheet_step",
                text=text,
                sheet=self._sitting.run.sheet.key,
                sheet_field=f"q{self._sitting.number}",
            )
            self.say(act)

    def _tell(self, kind: str, **data: Any) -> None:
        self.say(Event(kind=kind, data=json.dumps(data)))

    def _take_up(self, messages: Iterable[Message]) -> None:
        begun, given = "", dict[int, float | None]()
        put = set()
        for message in messages:
            if not isinstance(message, Event) or message.kind not in (BEGUN, ITEM, DONE):
                continue
            told = json.loads(message.data)
            put.add(told["instrument"])
            if message.kind == ITEM:
                given[int(told["item"])] = told["value"]
            else:
                begun, given = (told["instrument"] if message.kind == BEGUN else ""), {}
        self._due = [key for key in self._due if key not in put]
        if begun in self.instruments:
            self._sitting = sit(self.instruments[begun], given)
