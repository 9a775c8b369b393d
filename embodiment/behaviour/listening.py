"""What the companion gives back while the person speaks: nods, a first reaction, murmurs, a lean, a tilt."""

from __future__ import annotations

import random

from alongside.messages import PartialSpeech, SpeechActivity, Spoken
from alongside.murmurs import murmur_id
from embodiment.behaviour.content import Content
from embodiment.behaviour.echo import Echo
from embodiment.behaviour.filler import Filler
from embodiment.behaviour.gaze import Gaze
from embodiment.behaviour.gestures import Gestures
from embodiment.behaviour.murmurs import Murmur, Murmurs
from embodiment.behaviour.nods import LOOKS_AWAY, Nods
from embodiment.behaviour.reaction import BROWS, Reaction
from embodiment.behaviour.situation import NEVER, Situation

VOICED = 0.3
"""Probability of speech from which the person's voice sounds."""
LEAN_EVERY_S = 25.0
"""Seconds between two leans towards somebody who tells something they seldom do."""
LEAN, TILT = 0.8, 0.7
"""How strongly it leans and tilts."""


class Listening:
    """Plans gestures and murmurs from the person's voice and words."""

    def __init__(
        self,
        rng: random.Random,
        now: float,
        gestures: Gestures,
        gaze: Gaze,
        echo: Echo,
        *,
        murmurs: bool = True,
    ) -> None:
        # Each part has chance of its own: what one draws changes nothing for the others.
        parts = [random.Random(rng.getrandbits(64)) for _ in range(3)]
        self._gestures, self._gaze, self._echo = gestures, gaze, echo
        self._content, self._reaction = Content(), Reaction()
        self._nods, self._murmurs = Nods(parts[0], now), Murmurs(parts[1], now, on=murmurs)
        self._filler = Filler(on=murmurs)
        self._rng = parts[2]
        self._said: list[Murmur] = []
        self._leaned_at = NEVER
        self.attending = 1.0  # belief that they look this way

    # ------------------------------------------------------------ what happens

    def speech(self, message: SpeechActivity, situation: Situation, now: float) -> None:
        """Whether their voice sounds, how loud and how low."""
        # A source that tells no probability is believed.
        voiced = message.speaking and (message.probability >= VOICED or message.probability == 0)
        situation.voice(voiced, now, message.level_db)
        self._murmurs.low_pitch(message.low_pitch if voiced else 0.0, situation, now)
        if voiced and not situation.dip:
            self._take_back(now)

    def partial(self, message: PartialSpeech, now: float) -> None:
        """What they have said so far."""
        new = self._content.notice(message.turn_id, message.text)
        if new.clause:
            self._nods.clause(now)
            self._murmurs.clause(now)
        if new.hard:
            self._echo.hard_word(now)
        if new.feeling:
            self._murmurs.feeling(now)
        if new.disclosure and now - self._leaned_at > LEAN_EVERY_S:
            self._leaned_at = now
            self.gesture(now, "lean", LEAN)

    def spoken(self, message: Spoken, now: float) -> None:
        """What became of a murmur. Where it cannot be said, the head says it instead."""
        if self._murmurs.spoken(message.act_id, message.status, now):
            self._nod_along(now)

    def clear(self) -> None:
        """The companion has something to say: no murmur is due any more."""
        self._murmurs.clear()

    def stop(self, now: float) -> None:
        """Nothing more, and what is on its way is taken back."""
        self._take_back(now)
        self._murmurs.clear()

    # ------------------------------------------------------------ what follows

    def step(self, now: float, situation: Situation, *, listening: bool, heavy: bool) -> None:
        """Plan what is due. To be called several times a second."""
        nod = self._nods.step(
            now,
            listening=listening,
            voiced=situation.voiced,
            voiced_since=situation.voiced_since,
            silent_since=situation.silent_since,
            turn_began=situation.turn_began,
            heavy=heavy,
            attending=self.attending,
        )
        if nod is not None:
            self._gestures.plan(now, nod.gesture, nod.strength)
        elif listening and not situation.voiced and self._echo.tilts(now, heavy):
            self.gesture(now, "tilt", TILT)
        if listening and self._reaction.due(now, situation):
            self._gaze.stay(now)
            if nod is None and not heavy and self._seen:
                shown = self._reaction.choose(now, self._nods.last)
                self.gesture(now, shown, round(self._rng.uniform(*BROWS), 2))
        if text := self._murmurs.step(now, situation, listening=listening, heavy=heavy):
            self._say(text, now)
            if not heavy:
                self._nod_along(now)

    def wait(self, now: float, situation: Situation, *, heavy: bool) -> None:
        """The answer is being thought about: a filler if it is late. To be called as often."""
        if text := self._filler.step(now, situation, heavy=heavy):
            self._say(text, now)

    def said(self) -> list[Murmur]:
        """The murmurs since this was last asked; one without text is to be taken back."""
        said, self._said = self._said, []
        return said

    def gesture(self, at: float, name: str, strength: float = 1.0) -> None:
        """Plan a gesture; a nod for whatever reason counts among those of a listener."""
        if self._gestures.plan(at, name, strength):
            self._nods.made(at)

    def _say(self, text: str, now: float) -> None:
        murmur = Murmur(text, murmur_id(now))
        self._murmurs.sent(murmur.act_id, now)
        self._said.append(murmur)

    @property
    def _seen(self) -> bool:
        return self.attending >= LOOKS_AWAY

    def _nod_along(self, now: float) -> None:
        if self._seen and (nod := self._nods.along(now)):
            self._gestures.plan(now, nod.gesture, nod.strength)

    def _take_back(self, now: float) -> None:
        if taken_back := self._murmurs.withdraw(now):
            self._said.append(Murmur("", taken_back))
