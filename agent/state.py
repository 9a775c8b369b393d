"""The companion's state: everything that lasts from one turn to the next, frozen and bounded."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from agent.relationship.alliance import Relationship
from agent.remembering.keeping import Keeping
from agent.remembering.kept import KeptPlan
from agent.safety import SafetyMemory
from agent.teachback.agreed import TeachBack
from agent.words.material import Piece
from agent.words.register import Register
from agent.worksheets.state import SheetRun
from alongside.messages import Act
from alongside.records import GoalStage, GroundEntry, Phase

STAGES = ("precontemplation", "contemplation", "preparation", "action", "maintenance")
MOST_EXCHANGES = 12
MOST_PIECES = 30
MOST_FRAMES = 120
MOST_SAID = 40
MOST_SHELVED = 8


@dataclass(frozen=True)
class Exchange:
    """One turn and what answered it."""

    turn_id: str
    said: str
    kind: str = ""
    focus: str = ""
    answered: str = ""
    question: bool = False
    act_id: str = ""


@dataclass(frozen=True)
class Baseline:
    """The person's own usual: running means and spread, so that "more than usual" means something."""

    count: int = 0
    valence: float = 0.0
    arousal: float = 0.0
    spread: float = 0.15  # mean absolute deviation of arousal
    words_per_second: float = 0.0
    pause_share: float = 0.0
    level_db: float = 0.0  # dBFS; 0 until a voice was heard


@dataclass(frozen=True)
class GoalBelief:
    """Belief over STAGES for one goal, with what speaks for and against change beside it."""

    key: str
    name: str
    belief: tuple[float, ...]
    change: float = 0.0  # change talk of late, fading
    sustain: float = 0.0
    ambivalence: float = 0.0
    turn: int = 0

    @property
    def stage(self) -> str:
        """The likeliest stage."""
        return STAGES[max(range(5), key=lambda index: self.belief[index])]

    @property
    def ready(self) -> bool:
        """Whether preparation or later is likelier than not."""
        return sum(self.belief[2:]) > 0.5

    def shown(self) -> GoalStage:
        """As the vocabulary has it."""
        return GoalStage(
            goal=self.name,
            **{stage: round(value, 4) for stage, value in zip(STAGES, self.belief, strict=True)},
            ambivalence=round(self.ambivalence, 3),
        )


@dataclass(frozen=True)
class Pace:
    """Where they are and how fast we may go."""

    phase: Phase = "arrive"
    hold_left: int = 0
    held: int = 0  # turns of holding in a row
    gate_open: bool = False
    gate_reason: str = "nothing has been said yet"
    lacks_only_leave: bool = False
    leave_until: int = -1  # permission to give input lasts to this turn
    asked_until: int = -1  # they asked for it, so stage does not bar it
    discord: float = 0.0
    ambivalence: float = 0.0
    valence: float = 0.0
    arousal: float = 0.0
    patience: float = 0.8
    patience_reason: str = "usual"
    fresh: bool = False  # this turn was a negative disclosure
    goal: str = ""  # key of the goal being talked about


@dataclass(frozen=True)
class Offers:
    """What has been offered and how it was taken. Turns count from 1; -99 is never."""

    leave_turn: int = -99
    sheet_turn: int = -99
    refused: tuple[str, ...] = ()  # sheets that were offered and declined
    unwanted: bool = False  # they said that they want no sheets
    offered: tuple[str, ...] = ()  # sheets that were offered, each time
    suited: str = ""  # the sheet that fitted best when last looked
    pending: str = ""  # leave, sheet, resume or "" : what a bare yes would be to
    recap_turn: int = -99
    normalise_turn: int = -99
    listen_until: int = -1  # they asked for no questions and no advice
    told_limits: bool = False
    premise: str = ""  # key of the premise last corrected
    premise_turn: int = -99
    tips: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """What voice and face last said of the person, to be weighed beside the words."""

    source: str
    valence: float
    arousal: float
    confidence: float


@dataclass(frozen=True)
class CompanionState:
    """All of it. A step makes a new one; nothing in it grows without bound."""

    seed: int = 0
    turn: int = 0
    ground: tuple[GroundEntry, ...] = ()
    goals: tuple[GoalBelief, ...] = ()
    baseline: Baseline = field(default_factory=Baseline)
    pace: Pace = field(default_factory=Pace)
    safety: SafetyMemory = field(default_factory=SafetyMemory)
    offers: Offers = field(default_factory=Offers)
    recent: tuple[Exchange, ...] = ()
    pieces: tuple[Piece, ...] = ()
    register: Register = field(default_factory=Register)  # how they talk, of late
    frames: tuple[tuple[str, int], ...] = ()  # frames used, with their turn
    said: tuple[str, ...] = ()  # the companion's last wordings
    seen: tuple[Seen, ...] = ()
    sheet: SheetRun | None = None
    shelf: tuple[SheetRun, ...] = ()  # sheets put aside for another, as they stood
    plan: tuple[str, ...] = ()  # what they said they would do, in their words
    talk: Literal["change", "sustain", "neutral", ""] = ""
    disclosure: float = 0.0
    greeted: bool = False
    ended: bool = False
    last_act: Act | None = None
    made: tuple[KeptPlan, ...] = ()  # plans of this session
    teach: TeachBack = field(default_factory=TeachBack)
    keeping: Keeping = field(default_factory=Keeping)
    relationship: Relationship | None = None  # None where it is not measured

    def with_(self, **changes: Any) -> CompanionState:
        """A copy with changes; lists are cut to their bounds."""
        changed = replace(self, **changes)
        return replace(
            changed,
            recent=changed.recent[-MOST_EXCHANGES:],
            pieces=changed.pieces[-MOST_PIECES:],
            frames=changed.frames[-MOST_FRAMES:],
            said=changed.said[-MOST_SAID:],
            plan=changed.plan[-3:],
            shelf=changed.shelf[-MOST_SHELVED:],
        )

    @property
    def last(self) -> Exchange | None:
        """The exchange before this turn."""
        return self.recent[-1] if self.recent else None

    def goal(self, key: str) -> GoalBelief | None:
        """The belief about one goal."""
        return next((goal for goal in self.goals if goal.key == key), None)

    def active(self, *kinds: str) -> tuple[GroundEntry, ...]:
        """Entries of these kinds that still hold."""
        return tuple(
            entry for entry in self.ground if entry.kind in kinds and entry.status in ("proposed", "accepted")
        )
