"""The companion as a component: turns in, acts out, and everything it must survive in between."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from agent.ahead import Ahead
from agent.appraisal.trained import appraiser
from agent.byhand import again
from agent.conversation_settings import ConversationSettings, make_companion
from agent.memory import gone_on
from agent.models.settings import make_wording
from agent.models.wording import Worded, Wording, recalled
from agent.recorded import by_turn, messages_of, ours, waiting_line, with_affect
from agent.remembering.keeping import Remembered
from agent.remembering.saving import Saver
from agent.saying import Saying
from agent.state import CompanionState
from agent.thought import Thought
from alongside.component import Context
from alongside.consent import STUDY, consent_needed
from alongside.messages import (
    Act,
    Affect,
    Answer,
    Consent,
    Control,
    Event,
    Message,
    Patience,
    Prepare,
    Proposed,
    ProvisionalTurn,
    Relationship,
    Risk,
    SheetView,
    Spoken,
    State,
    Stop,
    Turn,
)


class Conversation(Saying):
    """Wraps the pure `Companion`: keeps its state, answers turns in order, rebuilds itself from the record.

    Turns are thought about one at a time beside the inbox, so that a newer one is noticed: the act
    for an older turn is then not said. A language model, where one is set, is asked for words between
    thinking and speaking; whatever else happens meanwhile ends that at once.
    """

    hears = (*Saying.hears, Turn, ProvisionalTurn, Affect, Answer, Spoken, Risk, Consent, SheetView)
    says = (Act, Proposed, Prepare, State, Patience, Relationship, SheetView, Affect, Event)
    Settings = ConversationSettings

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self._recorded: dict[tuple[str, int], Act] = {}
        self._may_keep = not consent_needed(context)
        self._hello = True  # whether the record that is gone through again has a greeting
        self._remembered: Remembered | None = None
        self.wording: Wording | None = None
        self._ahead = Ahead(lambda: self.mind, lambda: self.wording, self.say)

    def recall(self, acts: Iterable[Act], remembered: Remembered | None = None) -> None:
        """Go through a record again: words a model found are taken from these acts, what is remembered from
        `remembered`; no model is asked, no memory read or written."""
        self._acts = {act.act_id: act for act in acts}
        self._recorded = by_turn(self._acts.values())
        self._replaying = True
        self._remembered = remembered

    async def start(self) -> None:
        """Load the word lists and the sheet, and take up the session where its record stands."""
        settings: ConversationSettings = self.settings
        self.mind = make_companion(settings, await asyncio.to_thread(appraiser, settings.appraiser))
        await self._remember()
        self.state = self.mind.begin(settings.seed, self._remembered)
        self._before: CompanionState | None = None
        self._last: tuple[str, int] = ("", -1)
        self._audible: Spoken | None = None  # of the act that was cut off last
        self._waiting: deque[Turn] = deque()
        self._meanwhile: list[Affect | Spoken] = []  # heard while a thought was in progress
        self._now: Turn | None = None  # being thought about
        self._overtaken = asyncio.Event()
        self._reopened = False  # whether they go on with the turn being thought about
        self._hurried = 0  # messages that wait until all turns are answered
        self._thinking: asyncio.Task[None] | None = None
        self._warming: asyncio.Task[None] | None = None
        if not self._replaying:
            await asyncio.to_thread(self.mind.warm)
            await asyncio.to_thread(self._watch.warm)
            self.wording = make_wording(settings)
            await asyncio.to_thread(self._rebuild)
            self._propose_again()
            self._keep()
        if self.wording is not None:
            self._warming = asyncio.create_task(self._warm_up(self.wording))
        if self.state.turn or self.state.greeted:
            self._show("")

    async def _remember(self) -> None:
        """Open the memory of who is here, where there is to be one and they agreed to it."""
        settings: ConversationSettings = self.settings
        if not settings.person or self._replaying or self._saver is not None or not self._may_keep:
            return
        told = partial(self.report, "degraded")
        about = (settings.person, settings.memory_folder, self.context.session)
        self._saver = await Saver.open(*about, told, settings.memory_seal)
        self._remembered = self._saver.began if self._saver is not None else None

    async def stop(self) -> None:
        """Let go of a thought in progress, and of the model; what is to be kept is kept."""
        if hasattr(self, "state"):
            self._void()
        tasks = [getattr(self, "_thinking", None), getattr(self, "_warming", None)]
        running = [task for task in tasks if task is not None]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self._ahead.close()
        if self._saver is not None:
            self._keep()
            await self._saver.done()
        if self.wording is not None:
            await self.wording.model.close()

    # ---------------------------------------------------------------- hearing

    async def on_turn(self, turn: Turn) -> None:
        """Think about it, beside the inbox."""
        if turn.speaker != "participant" or self._floor.taken or not self._newer(turn):
            return
        self._watch.turn(turn)
        self._stopped = False
        self._void()
        self._waiting.append(turn)
        self._overtaken.set()
        if self._thinking is None or self._thinking.done():
            self._thinking = asyncio.create_task(self._think())

    async def on_provisional_turn(self, turn: ProvisionalTurn) -> None:
        """Think ahead about what may be a turn; without text, they go on."""
        if self._in_thought:
            now = self._now
            if now and not turn.text and now.turn_id == turn.turn_id and now.revision < turn.revision:
                self._reopened = True  # nothing of the answer was heard: they go on with this very turn
                self._overtaken.set()
            return
        self._ahead.drop()
        known = turn.turn_id == self._last[0] or self._stopped or self._replaying or self._floor.taken
        if turn.text and turn.speaker == "participant" and not known:
            self._ahead.begin(self.state, turn)

    @property
    def busy(self) -> bool:
        """Whether a thought is in progress, or something is being written down."""
        return self._in_thought or self._ahead.busy or (self._saver is not None and self._saver.busy)

    @property
    def _in_thought(self) -> bool:
        task = getattr(self, "_thinking", None)
        return task is not None and not task.done()

    async def on_affect(self, affect: Affect) -> None:
        """Keep the last word of each source, to be weighed with the next turn."""
        self._take_in(affect)

    async def on_answer(self, answer: Answer) -> None:
        """Something was entered on the sheet."""
        if answer.sheet.startswith(STUDY):
            return
        await self._quiet()
        self._void()
        self.state, act = self.mind.answer(self.state, answer)
        self._say(act)

    async def on_spoken(self, spoken: Spoken) -> None:
        """What was heard of an act is what is remembered of it."""
        self._watch.sounded(spoken)
        self._tell_conduct()
        self._take_in(spoken)

    async def on_risk(self, risk: Risk) -> None:
        """The guardian raised the level: say the approved words, unless they were said for this turn."""
        await self._quiet()
        last = self.state.last_act
        answered = last is not None and last.kind in ("safety", "goodbye") and last.turn_id == risk.turn_id
        if risk.level == "high" and not answered and self.state.safety.level != "high":
            self.state, act = self.mind.raise_risk(self.state, risk.severity, risk.reasons)
            self._say(act)

    async def on_control(self, control: Control) -> None:
        """The session begins, ends, or is released by an operator after high risk."""
        if (control.name, control.value) == ("record", "delete"):
            await self._quiet()
            self.state = self.state.with_(keeping=replace(self.state.keeping, off=True))
            if self._saver is not None:
                await self._saver.undo()
        if control.name == "pause":
            self._pause(control)
        if control.name != "session":
            return
        await self._quiet()
        if control.value == "end" and not self.state.ended:
            self.state, act = self.mind.goodbye(self.state)
            self._say(act)
        elif control.value == "start":
            self._stopped = self._paused = False
            self.state = self.state.with_(ended=False)
            if control.by == "operator" and self.state.safety.held:
                self.state = self.mind.release(self.state)
            self._floor.owed = True
            self._welcome()

    async def on_sheet_view(self, view: SheetView) -> None:
        """A study's questions have the word while open; then our own sheet lies there again."""
        if self._floor.sheet(view):
            self._welcome()

    async def on_consent(self, consent: Consent) -> None:
        """While it is asked for we are silent; what we may remember is what they agreed to have kept."""
        cleared = self._floor.consent(consent)
        self._may_keep = "transcript" in consent.streams
        if self._saver is None and not self.state.greeted and not self.state.turn:
            await self._remember()
            self.state = self.mind.begin(self.settings.seed, self._remembered)
        if cleared:
            self._welcome()

    def _welcome(self) -> None:
        """Greet, once it is due and nobody else's questions are on the table, or show where things stand."""
        due = self._floor.owed and self.settings.greets
        if due and not self._floor.taken and not self.state.greeted:
            self.state, act = self.mind.greet(self.state)
            self._say(act)
        else:
            self._show("")

    async def on_stop(self, stop: Stop) -> None:
        """Nothing more is said until the person says something, or the session is started again."""
        self._stopped = True
        self._void()
        self._waiting.clear()
        self._ahead.drop()
        self._overtaken.set()

    # ---------------------------------------------------------------- thinking and saying

    async def _think(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not self._new(turn):
                continue
            self._now, start = turn, self.state
            self._overtaken.clear()
            self._reopened = False
            thought = await self._ahead.thought(start, turn)
            self._watch.premise(turn.turn_id, thought.now.premise is not None)
            worded = await self._words_for(thought, turn)
            self._before, self._last = start, (turn.turn_id, turn.revision)
            superseded = bool(self._waiting) or self._stopped or self._reopened
            state, act = self.mind.speak(thought, None if superseded else worded.found)
            self.state = self.mind.heard(state, act.act_id, "") if superseded else state
            self._now = None
            self._ahead.drop()
            self._catch_up()
            if not superseded:
                # The time that finding words took is part of the pause.
                self._say(replace(act, pause_before=round(max(0.0, act.pause_before - worded.seconds), 2)))

    async def _words_for(self, thought: Thought, turn: Turn) -> Worded:
        """A language model's words for the act that was decided, where one is set and is in time."""
        if self._replaying:
            return Worded("passed", recalled(thought, self._recorded.get((turn.turn_id, turn.revision))))
        if self.wording is None or self._waiting or self._stopped or self._hurried:
            return Worded("not asked")
        before = self.wording.trouble
        worded = await self._ahead.words(self.wording, thought, self._overtaken)
        if worded.why != "not asked":
            account = {"turn_id": turn.turn_id, **worded.account(self.wording.model.name)}
            self.say(Event(kind="wording", data=json.dumps(account)))
        self._tell_trouble(before, self.wording.trouble)
        return worded

    async def _warm_up(self, wording: Wording) -> None:
        await wording.warm_up()
        self._tell_trouble("", wording.trouble)

    def _tell_trouble(self, before: str, now: str) -> None:
        """One line when trouble with the model begins, one when it is over."""
        if now and not before:
            self.report("degraded", f"{now}: the templates speak")
        elif before and not now:
            self.report("ready", "the language model answers again")

    async def _quiet(self) -> None:
        """Wait for a thought in progress, so that things happen in the order they came.

        It does not wait for a language model: what came has overtaken its words.
        """
        if self._thinking is not None and not self._thinking.done():
            self._overtaken.set()
            self._hurried += 1
            await asyncio.gather(self._thinking, return_exceptions=True)
            self._hurried -= 1

    def _take_in(self, message: Affect | Spoken) -> None:
        """Weigh it with the next turn; the one being thought about is not held up for it."""
        self._meanwhile.append(message)
        if not self._in_thought:
            self._catch_up()

    def _catch_up(self) -> None:
        for message in self._meanwhile:
            self._weigh(message)
        self._meanwhile.clear()

    def _weigh(self, message: Affect | Spoken) -> None:
        if isinstance(message, Affect) and message.source in ("voice", "face", "report"):
            self.state = with_affect(self.state, message)
        elif isinstance(message, Spoken) and message.status == "interrupted":
            self._audible = message
            self.state = self.mind.heard(self.state, message.act_id, message.heard)

    def _newer(self, turn: Turn) -> bool:
        """Whether this turn, in this or a later revision, is not yet answered or being thought about."""
        known = [self._last, *((item.turn_id, item.revision) for item in (self._now, *self._waiting) if item)]
        return not turn.turn_id or all(turn.turn_id != name or turn.revision > last for name, last in known)

    def _new(self, turn: Turn) -> bool:
        """Whether this turn is to be answered; a later revision of the last one takes its place."""
        last_id, revision = self._last
        if turn.turn_id and turn.turn_id == last_id:
            if turn.revision <= revision or self._before is None:
                return False
            self.state = gone_on(self._before, self.state, self._audible)
        return True

    # ---------------------------------------------------------------- rebuilding

    def _rebuild(self) -> None:
        """Go through the record of this session again, in silence, by the same step."""
        messages = list(messages_of(self.context.session))
        if not messages:
            return
        self._acts = {message.act_id: message for message in messages if isinstance(message, Act)}
        self._recorded = by_turn(self._acts.values())
        said = {message.turn_id for message in messages if isinstance(message, Act) and message.turn_id}
        self._hello = any(act.kind == "greet" for act in self._acts.values())
        last_turn = next((m.turn_id for m in reversed(messages) if isinstance(m, Turn)), "")
        self._owed = waiting_line(messages)
        for message in messages:
            if ours(message):
                self._watch.again(message)
            self._again(message, said, last_turn)
        self.log.info("took up the session where its record stands: %d turns", self.state.turn)

    def _again(self, message: Message, said: set[str], last_turn: str) -> None:
        if isinstance(message, Consent):
            self._floor.consent(message)
        elif isinstance(message, SheetView):
            self._floor.sheet(message)
        elif self._floor.taken and isinstance(message, (Turn, Answer)):
            return
        if isinstance(message, Turn) and message.speaker == "participant" and self._new(message):
            self._before, self._last = self.state, (message.turn_id, message.revision)
            thought = self.mind.think(self.state, message)
            self._watch.turn(message)
            self._watch.premise(message.turn_id, thought.now.premise is not None)
            recorded = self._recorded.get((message.turn_id, message.revision))
            state, act = self.mind.speak(thought, recalled(thought, recorded))
            state, act = again(state, act, recorded)
            unheard = message.turn_id not in said and self._was_dropped(act, message.turn_id != last_turn)
            self.state = self.mind.heard(state, act.act_id, "") if unheard else state
        elif isinstance(message, (Affect, Spoken)):
            self._weigh(message)
        elif isinstance(message, Act):
            self._recall_hand(message)
        elif isinstance(message, Answer) and not message.sheet.startswith(STUDY):
            self._redone(*self.mind.answer(self.state, message))
        elif isinstance(message, Risk) and message.level == "high" and self.state.safety.level != "high":
            self.state, _ = self.mind.raise_risk(self.state, message.severity, message.reasons)
        elif isinstance(message, Control) and message.name == "pause":
            self._paused = message.value == "on"
        elif isinstance(message, Control) and message.name == "session":
            self._paused = False
            if message.value == "start" and message.by == "operator" and self.state.safety.held:
                self.state = self.mind.release(self.state)
            if message.value == "start" and not self.state.greeted and self._hello:
                self._redone(*self.mind.greet(self.state))
            elif message.value == "end" and not self.state.ended:
                self._redone(*self.mind.goodbye(self.state))
