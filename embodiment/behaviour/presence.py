"""The whole behaviour: messages in, how the face is to be out."""

from __future__ import annotations

import random
from dataclasses import dataclass

from alongside.messages import (
    Act,
    Affect,
    Control,
    FaceSeen,
    Health,
    Hold,
    Message,
    PartialSpeech,
    Patience,
    ProvisionalTurn,
    SpeechActivity,
    Spoken,
    State,
    Stop,
    Turn,
    VoiceClip,
)
from alongside.murmurs import unasked
from embodiment.behaviour.chance import Spell
from embodiment.behaviour.echo import Echo
from embodiment.behaviour.gaze import AT_PERSON, Gaze, Point
from embodiment.behaviour.gestures import NODDING, Gestures
from embodiment.behaviour.listening import Listening
from embodiment.behaviour.murmurs import Murmur
from embodiment.behaviour.situation import EARS, NEVER, SHOW_DEAF_S, Mode, Situation, seconds_to_say
from embodiment.behaviour.speaking import Speaking
from embodiment.behaviour.weight import Weight

AFTERGLOW_S = 0.8
"""The face of an act stays this long after its last word."""
BREATH_BEFORE_S = 0.4
LONG_ACT_S = 3.0
"""An act that takes longer is begun with a visible breath."""
CALM, HEAVY_CALM = 0.0, -0.25
"""Arousal of the listening face."""
SMILE_UNIT, SMILE_TRUST = 12, 0.2
SIGH = Spell(40.0, 12.0, 20.0, 70.0)
"""Seconds between two deeper breaths when nothing happens."""


@dataclass(frozen=True)
class Pose:
    """How the face is to be; the fields of `alongside.messages.FacePose`."""

    mode: Mode = "idle"
    expression: str = "neutral"
    valence: float = 0.0
    arousal: float = 0.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    gesture: str = ""
    strength: float = 1.0
    heavy: bool = False


STILL = Pose(mode="waiting", arousal=HEAVY_CALM, heavy=True)
"""After a stop."""


class Presence:
    """The behaviour of one companion. `now` is seconds of a steady clock, which never runs back."""

    def __init__(self, rng: random.Random, now: float, *, murmurs: bool = True) -> None:
        parts = [random.Random(rng.getrandbits(64)) for _ in range(5)]
        self.situation = Situation(active_at=now)
        self._weight, self._echo, self._gaze = Weight(), Echo(parts[0]), Gaze(parts[1], now)
        self._gestures, self._speaking = Gestures(), Speaking(parts[2])
        self._listening = Listening(parts[3], now, self._gestures, self._gaze, self._echo, murmurs=murmurs)
        self._rng = parts[4]
        self._shown: Act | None = None  # whose face is worn, and until when
        self._shown_until = NEVER
        self._sigh_at = now + SIGH.draw(self._rng)

    # ------------------------------------------------------------ what happens

    def hear(self, message: Message, now: float) -> None:
        """Take in a message of any kind the body hears."""
        handler = {
            SpeechActivity: self._speech,
            PartialSpeech: self._partial,
            ProvisionalTurn: self._provisional,
            Patience: self._patience,
            VoiceClip: self._clip,
            Hold: self._hold,
            Turn: self._turn,
            Act: self._act,
            Spoken: self._spoken,
            Affect: self._affect,
            FaceSeen: self._face,
            State: self._state,
            Stop: self._stop,
            Health: self._health,
            Control: self._control,
        }[type(message)]
        handler(message, now)  # type: ignore[operator]

    def _speech(self, message: SpeechActivity, now: float) -> None:
        self._listening.speech(message, self.situation, now)

    def _partial(self, message: PartialSpeech, now: float) -> None:
        self._listening.partial(message, now)

    def _provisional(self, message: ProvisionalTurn, now: float) -> None:
        self.situation.complete = bool(message.text) and not self.situation.voiced

    def _patience(self, message: Patience, now: float) -> None:
        self.situation.patience = message.seconds

    def _clip(self, message: VoiceClip, now: float) -> None:
        if not unasked(message.act_id):
            self._speaking.clip(message, now)
            if message.last and (left := self._speaking.remaining(now)):
                self._gaze.ends(now, left)

    def _hold(self, message: Hold, now: float) -> None:
        sounding = self.situation.sounding
        if sounding is not None and message.act_id == sounding.act_id:
            self._speaking.hold(message.hold, now)

    def _turn(self, message: Turn, now: float) -> None:
        if message.speaker == "participant":
            self.situation.turn(now, typed=message.channel == "typed")

    def _act(self, act: Act, now: float) -> None:
        if unasked(act.act_id):
            return
        self.situation.act(act, now)
        self._listening.clear()
        if act.kind == "safety":
            self._weight.safety(now)
        if not act.text or act.gesture in NODDING:  # a nod answers; it comes before the words
            self._listening.gesture(now, act.gesture)
        if not act.text:
            self._shown, self._shown_until = act, self.situation.quiet_until
        elif seconds_to_say(act) > LONG_ACT_S:
            self._listening.gesture(now + max(0.0, act.pause_before - BREATH_BEFORE_S), "in_breath")

    def _spoken(self, message: Spoken, now: float) -> None:
        if unasked(message.act_id):
            self._listening.spoken(message, now)
            return
        self.situation.spoken(message.act_id, message.status, now)
        sounding = self.situation.sounding
        if message.status == "started" and sounding is not None:
            self._gestures.clear()
            self._speaking.began(sounding, now)
            self._shown, self._shown_until = sounding, float("inf")
            if sounding.gesture not in NODDING:
                self._listening.gesture(now, sounding.gesture)
        elif sounding is None:
            self._speaking.clear()
            cut = message.status == "interrupted"
            self._shown_until = now if cut else now + AFTERGLOW_S
            if cut:
                self._gestures.clear()

    def _affect(self, affect: Affect, now: float) -> None:
        if affect.source == "face":
            self._echo.face(affect.expression, affect.expression_confidence, now)
        elif affect.source in ("words", "report"):
            self._echo.words(affect.valence, now)
            self._weight.words(affect.valence, affect.confidence, now)

    def _face(self, seen: FaceSeen, now: float) -> None:
        attending = seen.attending if seen.present else 1.0  # unseen, they may well look
        if attending >= 0.5 > self._listening.attending and self.situation.mode(now) in ("idle", "waiting"):
            self._gaze.stay(now)
        self._listening.attending = attending
        smiles = [
            unit.intensity
            for unit in seen.action_units
            if unit.code == SMILE_UNIT and unit.confidence >= SMILE_TRUST
        ]
        self._echo.smile(smiles[0] if seen.present and smiles else 0.0, now)

    def _state(self, state: State, now: float) -> None:
        self._weight.state(state.phase, state.valence, state.risk, now)

    def _stop(self, _: Stop, now: float) -> None:
        self.situation = self.situation.halted(now)
        self._gestures.clear()
        self._speaking.clear()
        self._listening.stop(now)
        self._shown = None

    def _health(self, health: Health, now: float) -> None:
        if health.component not in EARS:
            return
        self.situation.deaf = health.status == "failed"
        if health.status == "degraded":
            self.situation.deaf_until = now + SHOW_DEAF_S
        elif health.status == "ready":
            self.situation.deaf_until = NEVER

    def _control(self, control: Control, now: float) -> None:
        if control.name == "session" and control.value == "start":
            self.situation.stopped, self.situation.ended_at = False, None
            self.situation.active_at = now
        elif control.name == "session":
            self.situation.ended_at = now
        elif control.name == "microphone":
            self.situation.microphone_on = control.value == "on"
            if control.value == "off":
                self.situation.voice(False, now)
                self.situation.heard_at = NEVER

    # ------------------------------------------------------------ what is shown

    def pose(self, now: float) -> Pose:
        """How the face is to be from now on. A gesture is handed out once."""
        situation = self.situation
        situation.tidy(now)
        mode, heavy = situation.mode(now), self._weight.heavy(now)
        if situation.stopped:
            return STILL
        if mode == "asleep":
            self._gestures.clear()
            return Pose(mode=mode)
        self._listening.step(now, situation, listening=mode == "listening", heavy=heavy)
        if mode == "thinking":
            self._listening.wait(now, situation, heavy=heavy)
        self._speak(now, mode, heavy)
        if mode == "thinking" and heavy:
            mode = "listening"  # in a hard moment nobody is left alone with a pensive face
        gesture, strength = self._gestures.due(now)
        if gesture in NODDING:
            self._gaze.stay(now)
        gaze = self._look(now, mode, heavy)
        expression, valence, arousal = self._expression(now, mode, heavy)
        return Pose(mode, expression, valence, arousal, *gaze, gesture, strength, heavy)

    def said(self) -> list[Murmur]:
        """What is to be said since this was last asked; one without text is to be taken back."""
        return self._listening.said()

    def _speak(self, now: float, mode: Mode, heavy: bool) -> None:
        """What head and eyes do on the words, and the deeper breath of somebody who only waits."""
        for mark in self._speaking.due(now):
            if mark.kind == "away":
                self._gaze.clause(now, heavy)
            elif mark.kind == "back":
                self._gaze.back(now)
            elif not heavy:  # in a hard moment the head is still
                self._gestures.plan(now, mark.kind, mark.strength)
        if mode != "idle" or heavy:
            self._sigh_at = max(self._sigh_at, now + SIGH.least)
        elif now >= self._sigh_at:
            self._sigh_at = now + SIGH.draw(self._rng)
            self._listening.gesture(now, "in_breath", 0.6)

    def _look(self, now: float, mode: Mode, heavy: bool) -> Point:
        if mode == "cannot_hear":
            return AT_PERSON
        sounding = self.situation.sounding
        remaining = self._speaking.remaining(now) or None if sounding is not None else None
        return self._gaze.step(now, mode, heavy, remaining)

    def _expression(self, now: float, mode: Mode, heavy: bool) -> tuple[str, float, float]:
        """Name, valence and arousal: the act's while it is shown, else the listening face's."""
        if self._shown_until == float("inf") and self.situation.sounding is None:
            self._shown_until = now  # it fell silent untold
        worn = self._shown is not None and now < self._shown_until
        free = not worn and mode in ("listening", "waiting", "idle")
        listening = self._echo.valence(now, heavy, free)
        if worn and self._shown is not None:
            return self._shown.expression, _within(self._shown.valence), _within(self._shown.arousal)
        return "neutral", listening, HEAVY_CALM if heavy else CALM


def _within(value: float) -> float:
    return max(-1.0, min(1.0, value))
