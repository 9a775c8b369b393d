"""The small records that messages are made of: a word, a viseme, a sheet's field.

Units and ranges as in `alongside.messages`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Delivery = Literal["sensor", "stream", "record", "state"]
"""How a message travels.

sensor: newest wins, may be dropped; stream: every one arrives, in order, while both
sides live; record: as stream, and kept for a recorder that joins late or comes back;
state: the last one is handed to whoever joins later.
"""

Speaker = Literal["participant", "companion"]
Channel = Literal["voice", "typed", "touch", "paper"]
ActKind = Literal[
    "backchannel",
    "silence",
    "reflect",
    "ask",
    "affirm",
    "normalise",
    "recap",
    "repair",
    "hand_over",
    "correct_premise",
    "ask_permission",
    "inform",
    "plan",
    "worksheet_step",
    "safety",
    "greet",
    "goodbye",
]
Phase = Literal["arrive", "hold", "explore", "work", "close"]


@dataclass(frozen=True, kw_only=True)
class Word:
    """One recognised or synthesised word with its place in time."""

    text: str
    start: float
    end: float
    confidence: float = 1.0


@dataclass(frozen=True, kw_only=True)
class OwnVoice:
    """How a turn differs from this person's own usual, and what that is.

    Differences are in robust standard deviations (1.4826 times the median absolute deviation) from
    the median of their turns so far; zero where nothing is known. `confidence`, 0 to 1, grows with the turns.
    """

    turns: int = 0  # that the usual rests on
    confidence: float = 0.0
    pitch: float = 0.0
    pitch_range: float = 0.0
    level: float = 0.0
    rate: float = 0.0  # words per second
    articulation: float = 0.0
    pauses: float = 0.0  # share of silence
    latency: float = 0.0
    jitter: float = 0.0
    shimmer: float = 0.0
    hnr: float = 0.0
    cpp: float = 0.0
    h1_h2: float = 0.0
    creak: float = 0.0
    usual_pitch_hz: float = 0.0
    usual_level_db: float = 0.0
    usual_words_per_second: float = 0.0
    usual_pause_share: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Prosody:
    """How a turn sounded. Zero where it could not be measured."""

    pitch_hz: float = 0.0  # median of voiced frames
    pitch_range_st: float = 0.0  # semitones, 10th to 90th percentile
    pitch_slope_st: float = 0.0  # semitones per second over the last half second of voice
    level_db: float = 0.0  # dBFS, mean over voiced frames
    level_range_db: float = 0.0  # 10th to 90th percentile
    words_per_second: float = 0.0
    syllables_per_second: float = 0.0
    articulation_rate: float = 0.0  # syllables per second, pauses left out
    pause_share: float = 0.0  # silence within the turn, as a share of its length
    pauses: int = 0  # of 0.25 s or more
    longest_pause: float = 0.0  # s
    latency: float = 0.0  # s from the end of the companion's words to their first sound
    jitter: float = 0.0  # mean change from one period to the next, as a share of a period
    shimmer_db: float = 0.0  # mean change of a period's height
    hnr_db: float = 0.0  # harmonics-to-noise ratio
    cpp_db: float = 0.0  # cepstral peak prominence: low in breathy and rough voices
    h1_h2_db: float = 0.0  # first harmonic over the second: high in breathy voices, low in creaky ones
    creak: float = 0.0  # share of voice far below their middle pitch
    own: OwnVoice = field(default_factory=OwnVoice)


@dataclass(frozen=True, kw_only=True)
class Viseme:
    """One mouth shape (Oculus set of 15 names); seconds from the start of its clip."""

    name: str
    start: float
    end: float
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True)
class ActionUnit:
    """One FACS action unit; intensity and confidence 0 to 1."""

    code: int
    intensity: float
    confidence: float


@dataclass(frozen=True, kw_only=True)
class GoalStage:
    """Belief over the five stages of change for one goal (sums to 1), ambivalence beside it."""

    goal: str
    precontemplation: float
    contemplation: float
    preparation: float
    action: float
    maintenance: float
    ambivalence: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure of the relationship: how far it has moved since the session began, with a 95 % band.

    Zero is where the same side began: levels of two scales, or of two sides, are not compared.
    """

    name: str  # bond, task, goal; words, feeling, voice (synchrony, by channel)
    side: Literal["participant", "companion", "gap", "both"]
    change: float
    low: float
    high: float
    turns: int  # that it rests on
    scale: float = 1.0  # the change that fills a display: the measure's usual range


@dataclass(frozen=True, kw_only=True)
class GroundEntry:
    """One thing held in common, with where it came from."""

    key: str
    kind: Literal["fact", "goal", "name", "thread", "feeling"]
    value: str
    source_turn: str
    proposer: Speaker
    confidence: float
    status: Literal["proposed", "accepted", "revised", "withdrawn"]


@dataclass(frozen=True, kw_only=True)
class SheetColumn:
    """One column of a worksheet's table."""

    key: str
    label: str
    kind: str  # text, rating, choice, time, person
    minimum: float = 0.0
    maximum: float = 0.0
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SheetField:
    """One field of a worksheet as it stands. `value` is JSON ("" while empty).

    A table in the making has its finished rows in `value`, and in `part` the row being filled, the
    column being asked and rows begun but not finished: {"row": {}, "asking": "...", "then": []}. A timer
    or a breathing pacer that runs has {"from": seconds since the epoch} in `part`. "passed": not asked
    because of an earlier answer.
    """

    key: str
    label: str
    kind: str  # text, rating, choice, several, time, person, table, timer, breathing
    prompt: str
    help: str
    status: Literal["waiting", "asking", "heard", "filled", "skipped", "passed"]
    value: str = ""
    shown: str = ""  # the value as a person would read it
    minimum: float = 0.0
    maximum: float = 0.0
    low_label: str = ""
    high_label: str = ""
    choices: tuple[str, ...] = ()
    problem: str = ""  # why the last answer was not taken
    columns: tuple[SheetColumn, ...] = ()
    least: int = 0  # choices or rows wished for
    most: int = 0  # choices or rows allowed, 0: any number
    seconds: tuple[float, ...] = ()  # a timer's length; of breathing: in, hold, out, hold
    rounds: int = 0
    part: str = ""  # JSON of what is begun
    offered: str = ""  # JSON of an answer from another day that may be taken over
    offered_shown: str = ""


@dataclass(frozen=True, kw_only=True)
class ConsentLine:
    """One thing that is asked for: a stream, in plain words, and how it stands."""

    stream: str
    text: str  # what is agreed to, as somebody would say it
    about: str = ""  # what it is for, and what happens without
    given: bool = False
    heard: str = ""  # yes or no, as it was said and not yet confirmed


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A crisis contact to show: who, how to reach them, when."""

    name: str
    reach: str
    hours: str = ""
