"""Coding the counsellor's turns afresh in every fold, so that no code is by a coder that knows the session.

The coder is the recipe of the head `behaviour` (`agent.training.recipes`), fitted on the codes of the other
sessions. The encoder under it must not know the transcripts either: give the published one. Without, it
goes by n-grams and form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import numpy as np
import numpy.typing as npt

from agent.appraisal.behaviour import Behaviour
from agent.appraisal.heads.features import Embeds, Item, features
from agent.training.annomi import CONTEXT
from agent.training.example import Example
from agent.training.fit import fit, matrix, targets
from agent.training.recipes import recipe
from rehearsal.quality.sessions import Coded, Session


class Coder:
    """The counsellor's turns of all sessions, looked at once and coded as often as asked."""

    def __init__(self, sessions: Sequence[Session], encoder: Embeds | None) -> None:
        known = recipe("behaviour")
        self._recipe = known if encoder is not None else replace(known, dense=("form",))
        self._sessions = sessions
        examples = [
            Example(item, session.name, turn.behaviour)
            for session in sessions
            for turn, item in _items(session.turns)
        ]
        needed = {*self._recipe.dense, *self._recipe.grams}
        items = [example.item for example in examples]
        seen = features(items, known.speaker, encoder or _Nothing(), needed)
        self._seen, self._wanted = matrix(seen, self._recipe), targets(examples, self._recipe)
        self._of = np.array([example.group for example in examples])

    def coded(self, known: Sequence[int], asked: Sequence[int]) -> list[tuple[Coded, ...]]:
        """The turns of sessions `asked`, coded by what the sessions `known` teach (places in the list)."""
        learnt = np.isin(self._of, [self._sessions[place].name for place in known])
        columns = fit(self._seen[learnt], self._wanted[learnt], self._recipe, np.ones(int(learnt.sum())))
        table = np.stack(columns, axis=1)
        found = []
        for place in asked:
            session = self._sessions[place]
            raw = self._seen[self._of == session.name] @ table[:-1] + table[-1]
            found.append(_with(session.turns, [self._recipe.classes[best] for best in raw.argmax(1)]))
        return found


class _Nothing:
    """No encoder: nothing asks it, for no block of vectors is needed."""

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.zeros((len(texts), 0), np.float32)

    def one(self, text: str) -> npt.NDArray[np.float32]:
        return np.zeros(0, np.float32)


def _items(turns: Sequence[Coded]) -> list[tuple[Coded, Item]]:
    said = [(turn.speaker, turn.text) for turn in turns]
    return [
        (turn, Item(turn.text, tuple(said[max(0, place - CONTEXT) : place])))
        for place, turn in enumerate(turns)
        if turn.speaker == "companion"
    ]


def _with(turns: Sequence[Coded], behaviours: Sequence[str]) -> tuple[Coded, ...]:
    given = iter(cast(Sequence[Behaviour], behaviours))
    return tuple(
        replace(turn, behaviour=next(given), miti=()) if turn.speaker == "companion" else turn
        for turn in turns
    )
