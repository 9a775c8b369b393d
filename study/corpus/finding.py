"""What is found in the turns of a dialogue: the person's side appraised, the companion's side coded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from agent.appraisal.coding import CompanionCoder
from agent.appraisal.encoder import Remembering, encoder
from agent.appraisal.heads.features import Embeds, Item, features
from agent.appraisal.heads.head import load
from agent.appraisal.reading import Reading
from agent.appraisal.trained import HeadAppraiser
from agent.appraisal.windows import windows
from agent.course import Course, shown
from agent.relationship.alliance import Observer
from agent.relationship.probes import SIDES
from agent.relationship.rater import CounterRater
from agent.relationship.reading import Reader
from study.corpus.allied import ALLIANCE, MOVES, allied
from study.corpus.rating import Asked, Known
from study.corpus.rows import Row
from study.corpus.together import WHOLE, figures, together, told

OWN = "own_emotion"
"""What the companion's words feel like: for synchrony, and in no row."""
BEFORE = 4
"""Turns before that a turn is read with."""
NOTHING = dict.fromkeys(
    ("talk", "talk_kind", "client_acts", "emotion", "disclosure", "distortions", "premises", "risk", "stage",
     "behaviour", "acts", "miti", "synchrony", ALLIANCE)
)  # fmt: skip


class Finder:
    """The trained heads over whole dialogues. `threads` are the encoder's."""

    def __init__(self, threads: int = 1, asked: Asked | None = None) -> None:
        """`asked`: a language model that rates the alliance in the place of the encoder."""
        self.encoder = encoder(threads)
        self._counter = CounterRater(self.encoder)
        self._asked = asked.rater() if asked is not None else None

    def find(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """What is found, a record for each row, in the order of the rows.

        Rows may come in any order and of any number of dialogues: each is read with the turns before it.
        """
        order = sorted(range(len(rows)), key=lambda place: (rows[place].dialogue, rows[place].turn, place))
        items = dict(zip(order, _items([rows[place] for place in order]), strict=True))
        shared = Remembering(self.encoder)  # each side is the other's context: no text is encoded twice
        shared.embed([piece for row in rows if row.text for piece in windows(row.text)])  # in full batches
        theirs, ours = HeadAppraiser(shared), CompanionCoder(shared)
        mine = [place for place in order if rows[place].speaker == "participant"]
        other = [place for place in order if rows[place].speaker == "companion"]
        readings = dict(zip(mine, theirs.read_many([items[place] for place in mine]), strict=True))
        found = {place: _read(reading) for place, reading in readings.items()}
        said = [items[place] for place in other]
        feelings = _feelings(said, shared)
        for place, coding, feeling in zip(other, ours.code_many(said), feelings, strict=True):
            found[place] = {
                **NOTHING,
                "behaviour": coding.behaviour,
                "acts": list(coding.acts),
                "miti": list(coding.miti),
                OWN: feeling,
            }
        watch = Observer(self._readings(shared, rows))
        for _, places in groupby(order, key=lambda place: rows[place].dialogue):
            talk = list(places)
            _follow([(rows[place], found[place], readings.get(place)) for place in talk])
            channels, moments = together((rows[place], found[place]) for place in talk)
            for place, moment in zip(talk, moments, strict=True):
                found[place]["synchrony"] = figures(moment)
            found[talk[0]][WHOLE] = told(channels)
            between, moves = allied([(rows[place], found[place]) for place in talk], watch)
            for place, one in zip(talk, between, strict=True):
                found[place][ALLIANCE] = one
            found[talk[0]][MOVES] = moves
        return [found[place] for place in range(len(rows))]

    def _readings(self, shared: Remembering, rows: Sequence[Row]) -> Known:
        if self._asked is not None:
            return Known(Reader(shared, self._asked))
        known = Known(Reader(shared, self._counter.over(shared)))
        for side in SIDES:
            known.take_in(side, [row.text for row in rows if row.speaker == side])
        return known


def _feelings(items: Sequence[Item], encoder: Embeds) -> list[dict[str, float]]:
    """Valence and arousal of the companion's words, as the head for the participant's has them."""
    if not items:
        return []
    head = load("affect")
    values = head.judge(features(items, "companion", encoder, head.needs)).named()
    return [{name: round(max(-1.0, min(1.0, value)), 4) for name, value in row.items()} for row in values]


def _items(rows: Sequence[Row]) -> Iterable[Item]:
    before: list[tuple[str, str]] = []
    dialogue = None
    for row in rows:
        if row.dialogue != dialogue:
            before, dialogue = [], row.dialogue
        yield Item(row.text, tuple(before[-BEFORE:]))
        before.append((row.speaker, row.text))


def _read(reading: Reading) -> dict[str, Any]:
    return {
        **NOTHING,
        "talk": reading.talk,
        "talk_kind": reading.talk_kind,
        "client_acts": list(reading.client_acts),
        "emotion": {
            "valence": round(reading.valence, 4),
            "arousal": round(reading.arousal, 4),
            "labels": list(reading.emotions),
        },
        "disclosure": round(reading.disclosure, 4),
        "distortions": [item.kind for item in reading.distortions],
        "premises": list(dict.fromkeys(item.kind for item in reading.premises)),
        "risk": {"severity": reading.risk.severity, "p": round(reading.risk.probability, 4)},
    }


def _follow(turns: Iterable[tuple[Row, dict[str, Any], Reading | None]]) -> None:
    """The beliefs about the person's goals, turn by turn, put into what was found."""
    course = Course()
    for row, found, reading in turns:
        if reading is None:
            course.companion(row.text)
        else:
            found["stage"] = shown(course.participant(row.text, f"t{row.turn:g}", reading))


def joined(row: Row, found: Mapping[str, Any]) -> dict[str, Any]:
    """The row as it was, and what was found."""
    return {**row.kept, **{name: value for name, value in found.items() if name not in (OWN, WHOLE, MOVES)}}
