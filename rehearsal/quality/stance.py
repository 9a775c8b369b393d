"""The alliance of a session, each side from its own words, by heads that never saw a transcript.

The heads are fitted on lines written for this project. The encoder that ships was trained on the codes of
these transcripts' turns (never on a session's quality); with the published encoder, on which the heads are
fitted here again, nothing in the reader has seen any of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from agent.appraisal.encoder import Encoder, Remembering, Vectors, encoder
from agent.appraisal.heads.features import features
from agent.appraisal.heads.head import Head
from agent.relationship.alliance import Observer, begun
from agent.relationship.probes import SIDES, Side
from agent.relationship.reading import HEAD, Reader
from rehearsal.quality.measures import Figures
from rehearsal.quality.sessions import Session

SCALES = ("bond", "task", "goal")
CLIENT = (*(f"{scale}_client" for scale in SCALES), "withdrawal_client", "change_client", "course_client")
"""The client's side alone: means over the session, each on its own scale; change and course of the whole."""
COUNSELLOR = (*(f"{scale}_counsellor" for scale in SCALES), "gap")

POINTS = {
    name: -1 if name.startswith("withdrawal") else 1 for name in (*CLIENT, *COUNSELLOR) if name != "gap"
}
"""Which way they point: by their meaning."""


class _Silent:
    """No probes: they play no part in bond, task and goal."""

    scales = False

    def rate(self, side: Side, text: str) -> Vectors:
        return np.zeros(36, np.float32)


def alliance(sessions: Sequence[Session], folder: Path | None) -> list[Figures]:
    """Figures of each session. `folder`: the published encoder; None: the one that ships, with its heads."""
    embeds = Remembering(Encoder(folder) if folder is not None else encoder())
    observer = Observer(Reader(embeds, _Silent(), _refitted(embeds) if folder is not None else None))
    found = []
    for session in sessions:
        embeds.embed([turn.text[:1500].strip() for turn in session.turns])
        held = begun()
        for turn in session.turns:
            step = observer.hear if turn.speaker == "participant" else observer.answer
            held = step(held, turn.text)
        whole = held.participant["whole"]
        figures: Figures = {
            "withdrawal_client": _mean(held.participant["withdrawal"].total, held.turns),
            "change_client": whole.change,
            "course_client": whole.sureness,
            "gap": held.gap["whole"].now,
        }
        for scale in SCALES:
            figures[f"{scale}_client"] = _mean(held.participant[scale].total, held.participant[scale].count)
            figures[f"{scale}_counsellor"] = _mean(held.companion[scale].total, held.companion[scale].count)
        found.append(figures)
    return found


def _mean(total: float, count: int) -> float | None:
    return total / count if count else None


def _refitted(embeds: Remembering) -> dict[Side, Head]:
    from agent.training.crossval import train
    from agent.training.recipes import recipe

    heads: dict[Side, Head] = {}
    for side in SIDES:
        made = recipe(HEAD.format(side))
        examples = made.read(Path())  # lines of our own: nothing is read from a folder
        seen = features([item.item for item in examples], side, embeds, {*made.dense, *made.grams})
        heads[side] = train(made, examples, seen).head
    return heads
