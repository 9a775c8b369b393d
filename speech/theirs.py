"""What a robot's own recogniser hears, as turns. Pure: time (epoch seconds) is handed in.

It tells words as they come and the text once it is settled; whether that is the end of a turn is decided
here, by the companion's patience. Its settled text comes late: after a silence of the robot's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from alongside.messages import (
    Act,
    Interruption,
    Message,
    PartialSpeech,
    ProvisionalTurn,
    SpeechActivity,
    Spoken,
    Turn,
    new_id,
)
from speech.barge_in import is_backchannel, may_become_backchannel
from speech.echo import repeats_act
from speech.turns import provisional

SETTLES_S = 0.5
"""Seconds of silence after which recognisers on robots settle a text (Vosk's and Google's usual)."""
UNSETTLED_S = 3.0
"""Seconds after its last word in which a text should have been settled; then its words count as they are."""
STUCK_S = 6.0
"""Seconds without a word after which a voice that is said to speak is believed no longer."""
REOPEN_S = 2.0
"""Seconds after its release within which a turn may go on, if no answer sounds."""
UNTOLD = 0.8
"""Confidence of a text of which none was told."""


@dataclass
class _Open:
    turn_id: str
    voice: str
    start: float
    revision: int = 0
    parts: list[tuple[str, float]] = field(default_factory=list)  # settled texts, and how sure
    words: str = ""  # of the next one, not settled
    end: float = 0.0  # of what was said so far
    heard: float = 0.0  # when the last word came
    ahead: bool = False  # others may work on it already
    released: float = 0.0  # when; 0 while it is open
    answered: bool = False


class TheirTurns:
    """Feed it what the recogniser tells and what the companion says; it says the messages of a listener."""

    def __init__(self, say: Callable[[Message], None]) -> None:
        self._say = say
        self.patience = 0.7
        self._open: _Open | None = None
        self._speaking: dict[str, bool] = {}
        self._act: Act | None = None  # the one that was decided last
        self._sounding = ""  # the act that sounds

    # ------------------------------------------------------------ the person

    def words(self, voice: str, text: str, now: float) -> None:
        """What has been recognised so far of a text that is not settled."""
        if text := " ".join(text.split()):
            if self._sounding and may_become_backchannel(text):
                return
            if turn := self._turn(voice, text, now):
                turn.words = text
                self._partial(turn)

    def settled(self, voice: str, text: str, confidence: float, locale: str, now: float) -> None:
        """A text is settled."""
        text = " ".join(text.split())
        turn = self._turn(voice, text, now) if text else None
        if turn is None:
            return
        turn.words = ""
        turn.parts.append((text, min(1.0, confidence) if confidence > 0 else UNTOLD))
        turn.end = now - SETTLES_S
        self._locale = locale.partition("_")[0] or "en"
        self._partial(turn)
        turn.ahead = True
        self._say(provisional(self._as_turn(turn)))

    def speaking(self, voice: str, speaking: bool, now: float) -> None:
        """Whether a voice speaks at this moment."""
        if self._speaking.get(voice) == speaking:
            return
        self._speaking[voice] = speaking
        turn = self._open
        if turn and turn.voice == voice and not speaking and not turn.words:
            turn.end = max(turn.end, min(now, turn.heard))
        self._tell_activity()

    def tick(self, now: float) -> None:
        """Time went by: release the turn if it is over. To be called ten times a second."""
        if self._speaking:
            self._tell_activity()
        turn = self._open
        if turn is None or turn.released:
            return
        quiet = now - turn.heard
        if turn.words and quiet > UNSETTLED_S:
            self.settled(turn.voice, turn.words, UNTOLD, self._locale, turn.heard)
        speaking = self._speaking.get(turn.voice, False) and quiet < STUCK_S
        if turn.parts and not turn.words and not speaking and now - turn.end >= self.patience:
            turn.released, turn.ahead = now, False
            self._say(self._as_turn(turn))

    def drop(self) -> None:
        """Forget what was being said: the microphone is off, or all is to be silent."""
        if self._open and self._open.ahead:
            self._void(self._open)
        self._open = None

    # ------------------------------------------------------------ the companion

    def act(self, act: Act) -> None:
        """The companion is about to say this."""
        self._act = act
        self._supersede()

    def spoken(self, spoken: Spoken) -> None:
        """Something sounds, or is over."""
        if spoken.status == "started":
            self._sounding = spoken.act_id
            if self._open:
                self._open.answered = True
        elif spoken.act_id == self._sounding:
            self._sounding = ""

    # ------------------------------------------------------------ inside

    _locale = "en"

    def _turn(self, voice: str, text: str, now: float) -> _Open | None:
        """The turn these words belong to; None where they are no turn."""
        if self._sounding and not self._spoken_over(text):
            return None
        turn = self._open
        if turn and not turn.released and turn.voice != voice:
            return None  # one at a time
        if turn is None or (turn.released and (turn.answered or now - turn.released > REOPEN_S)):
            turn = self._open = _Open(new_id(), voice, start=now, end=now)
        elif turn.released or turn.ahead:
            turn.revision += 1
            self._void(turn)
            turn.released = 0.0
            self._supersede()
        turn.heard = now
        return turn

    def _spoken_over(self, text: str) -> bool:
        """Whether these words, said while an act sounds, are meant to take the turn."""
        act = self._act
        if is_backchannel(text) or (act and repeats_act(text, act.text)):
            return False
        if act is None or act.act_id != self._sounding or act.interruptible:
            self._say(Interruption(act_id=self._sounding, cause="barge_in"))
        self._sounding = ""
        return True

    def _supersede(self) -> None:
        """An answer to less than they have said by now is not to be heard."""
        turn, act = self._open, self._act
        if turn and act and act.turn_id == turn.turn_id and act.revision < turn.revision:
            self._say(Interruption(act_id=act.act_id, cause="superseded"))

    def _tell_activity(self) -> None:
        speaking = any(self._speaking.values())
        self._say(SpeechActivity(speaking=speaking, probability=float(speaking)))

    def _void(self, turn: _Open) -> None:
        turn.ahead = False
        self._say(ProvisionalTurn(turn_id=turn.turn_id, revision=turn.revision, text=""))

    def _partial(self, turn: _Open) -> None:
        settled = " ".join(text for text, _ in turn.parts)
        whole = " ".join(filter(None, (settled, turn.words)))
        self._say(
            PartialSpeech(turn_id=turn.turn_id, revision=turn.revision, text=whole, stable=len(settled))
        )

    def _as_turn(self, turn: _Open) -> Turn:
        return Turn(
            turn_id=turn.turn_id,
            revision=turn.revision,
            text=" ".join(text for text, _ in turn.parts),
            start=turn.start,
            end=max(turn.start, turn.end),
            confidence=sum(sure for _, sure in turn.parts) / len(turn.parts),
            locale=self._locale,
        )
