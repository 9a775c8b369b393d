"""The person speaks while an act sounds: hold it, stop it, or let it go on.

`goes_on` is asked when it is to be stopped: whether they only go on with what they were saying, for the act
has hardly begun. Then it was an answer too soon and is called back; else it was interrupted.

Joins the machine of `speech.barge_in`, the echo gate, and what was said over an act without wanting the turn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from alongside.messages import Act, Hold, Interruption, Message, Spoken, Turn
from alongside.murmurs import is_murmur
from speech.audio import FRAME_SECONDS
from speech.barge_in import BargeIn, is_backchannel
from speech.echo import EchoGate, repeats_act, shares_words
from speech.own_murmurs import OwnMurmurs

FAINT_DB = -55.0
"""dBFS; a fainter voice than this is someone in the next room, and interrupts nobody."""
ANSWER_WITHIN = 1.0
"""Seconds before an act's end within which "yeah" is an answer and not a listener's signal."""
ABOUT_TO_SOUND = 5.0
"""Seconds after it was decided in which an act may still begin to sound."""


class Overlap:
    """Follows the act that sounds; says Hold and Interruption, and keeps back what is no turn."""

    def __init__(self, say: Callable[[Message], None], goes_on: Callable[[], bool] = lambda: False) -> None:
        self._say = say
        self._goes_on = goes_on
        self._calling_back = ""  # the act that is being interrupted
        self._gate: EchoGate | None = None
        self.has_echo = False  # the microphone may hear the act
        self._barge = BargeIn()
        self._murmurs = OwnMurmurs()
        self._held = ""  # the act that pauses because the person may have begun to speak
        self._act_text = ""
        self._firm = ""  # the act that is to be heard out
        self._next = Act(act_id="", turn_id="", kind="silence")  # the act that was said last
        self._pending = ""  # the act that was decided and does not sound yet
        self._pending_for = 0.0  # seconds
        self._open = ("", 0)  # the turn that was opened again, and since which revision
        self._over_act = ""  # the act that sounded when the open turn began
        self._signal: tuple[Turn, str] | None = None  # a listener's signal, and the act it was said over

    @property
    def act_id(self) -> str:
        """The act that sounds now and may be interrupted."""
        return self._barge.act_id

    @property
    def over_act(self) -> bool:
        """Whether the open turn began while an act sounded, of which it may be the echo."""
        return bool(self._over_act)

    def echoes(self, gate: EchoGate | None) -> None:
        """The act sounds from an open loudspeaker; `gate` distrusts the microphone if nothing better does."""
        self.has_echo, self._gate = True, gate

    def answers(self, spoken: Spoken) -> bool:
        """Whether an act begins to sound that is more than a murmur."""
        return spoken.status == "started" and not self._murmurs.is_one(spoken.act_id)

    def answered_by(self, act_id: str) -> str:
        """The turn that an act answers, if it is one that may be called back."""
        return self._next.turn_id if act_id == self._next.act_id != self._firm else ""

    def expect(self, act: Act) -> None:
        """Remember what the companion is about to say: to know its echo, and whether it comes too early."""
        if is_murmur(act):
            self._murmurs.expect(act.act_id)
            return
        self._next = act
        self._supersede()
        self._act_text = act.text or self._act_text
        if not act.interruptible:
            self._firm = act.act_id
        elif act.text.strip():
            self._pending, self._pending_for = act.act_id, 0.0

    def spoken(self, spoken: Spoken) -> None:
        """Follow what sounds. A listener's signal just before an act's end was an answer, and is said."""
        if self._murmurs.spoken(spoken):
            return
        if spoken.act_id == self._next.act_id:
            self._open = ("", 0)
        if spoken.act_id == self._pending:
            self._pending = ""
        if spoken.status == "started":
            if spoken.act_id != self._firm:
                self._barge.sounding(spoken.act_id)
            return
        self._barge.silent(spoken.act_id)
        if self._signal and spoken.act_id == self._signal[1]:
            turn, self._signal = self._signal[0], None
            if spoken.status == "finished" and spoken.stamp - turn.end < ANSWER_WITHIN:
                self._say(turn)

    def believes(self, level: float) -> bool:
        """Whether a frame of this level (dBFS) may be the person's voice, and not the act's echo."""
        if self._gate is None or (self._murmurs.over_voice and not self.act_id):
            return True
        return self._gate.passes(level, bool(self.act_id), murmur=self._murmurs.sounding)

    def frame(self, voiced: bool, level: float) -> Literal["look"] | None:
        """A frame went by; "look" if the words said so far are to be read at once."""
        self._murmurs.frame(voiced)
        step = self._barge.frame(voiced and level > FAINT_DB)
        self._keep_back()
        if step == "interrupt":
            self._interrupt()
            return None
        return step

    def _keep_back(self) -> None:
        """Who speaks already is not spoken over: an act that does not sound yet is held before it does."""
        if not self._pending or self._barge.act_id:
            return
        self._pending_for += FRAME_SECONDS
        if self._pending_for > ABOUT_TO_SOUND:
            self._pending = ""
        elif self._barge.voice >= self._barge.timing.held:
            self._barge.sounding(self._pending)

    def read(self, text: str) -> None:
        """What was said over the act."""
        if self._barge.read(text) == "interrupt":
            self._interrupt(text)

    def settle(self) -> None:
        """Tell the voice to pause or to go on, if that changed."""
        held = self._barge.held
        if held != self._held and self._held:
            self._say(Hold(act_id=self._held, hold=False))
        if held != self._held and held:
            self._say(Hold(act_id=held, hold=True))
        self._held = held

    def began(self) -> None:
        """The person began a turn."""
        self._over_act, self._signal = self.act_id, None

    def reopened(self, turn_id: str, revision: int) -> None:
        """They go on with a turn whose answer does not sound yet, or hardly: it is not to be heard."""
        self._over_act = ""
        self._open = (turn_id, revision)
        self._supersede()

    def _supersede(self) -> None:
        turn_id, revision = self._open
        if turn_id and self._next.turn_id == turn_id and self._next.revision < revision:
            self._pending = ""
            if self._next.act_id != self._calling_back:
                self._say(Interruption(act_id=self._next.act_id, cause="superseded"))

    def release(self, turn: Turn) -> None:
        """Say a turn, unless it is the act's echo or a listener's signal."""
        if self._over_act and self.has_echo and repeats_act(turn.text, self._act_text):
            return
        sounding = self._over_act and self._over_act == self.act_id
        if sounding and is_backchannel(turn.text):
            self._signal = (turn, self._over_act)
            return
        self._say(turn)

    def drop(self) -> None:
        """Forget what the person was saying."""
        self._signal = None
        self._barge.hush()
        self.settle()

    def stopped(self) -> None:
        """Everything fell silent."""
        self._pending = ""
        self._barge.silent()

    def _interrupt(self, text: str = "") -> None:
        self._held = ""
        self._calling_back = act_id = self.act_id
        self._barge.silent()
        # Of what may be the act's own echo nothing is added to a person's turn.
        theirs = not self.has_echo or (bool(text) and not shares_words(text, self._act_text))
        cause: Literal["barge_in", "superseded"] = "barge_in"
        if theirs and self._goes_on():
            cause = "superseded"
        self._calling_back = ""
        self._say(Interruption(act_id=act_id, cause=cause))
