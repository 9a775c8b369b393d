"""Everything `decide` looks at, in one place, read only."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.alignment import Alignment
from agent.appraisal.reading import Appraisal, Premise
from agent.grounding.corrections import corrected_words
from agent.grounding.recap import put_right
from agent.offering.suited import Suited
from agent.relationship.alliance import Relationship
from agent.relationship.repair import AGAIN, due
from agent.remembering.plans import NO_PLAN, Parts, Went
from agent.remembering.wishes import NOTHING, Wish
from agent.safety import SafetyMemory
from agent.state import Baseline, CompanionState, GoalBelief, Pace
from agent.teachback.agreed import NOTHING_AGREED, TeachBack
from agent.words.material import Material, Piece, points, sides
from agent.words.register import Register
from agent.worksheets.run import Heard
from agent.worksheets.sheet import Sheet
from alongside.records import Contact, GroundEntry, Prosody


@dataclass(frozen=True)
class Situation:
    """One turn, appraised, grounded and paced. `state` is as it was before the turn."""

    state: CompanionState
    turn: int
    turn_id: str
    appraisal: Appraisal
    material: Material
    ground: tuple[GroundEntry, ...]
    pace: Pace
    goals: tuple[GoalBelief, ...]
    baseline: Baseline
    safety: SafetyMemory
    heard: Heard | None = None
    revision: int = 0
    contacts: tuple[Contact, ...] = ()
    name: str = "Alongside"
    sheet: Sheet | None = None  # the one to offer, or at hand
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    suited: tuple[Suited, ...] = ()  # sheets that fit, the best first
    carries: tuple[str, ...] | None = None  # of what a sheet keeps for another day, what is shown; None: all
    prosody: Prosody = field(default_factory=Prosody)
    alignment: Alignment = field(default_factory=Alignment)
    plan: Parts = NO_PLAN  # what this turn gives of a plan
    went: Went = ""  # how it says that a plan of an earlier session went
    went_plan: str = ""  # the key of that plan
    wish: Wish = NOTHING  # what it wants of the memory
    teach: TeachBack = NOTHING_AGREED  # what it says back
    relationship: Relationship | None = None  # this turn included

    @functools.cached_property
    def mend(self) -> tuple[str, str]:
        """The repair that the relationship calls for, and the measure that calls for it."""
        return due(self.relationship, (item.focus for item in self.state.recent[-AGAIN:]))

    @property
    def corrected(self) -> str:
        """What they put right this turn, said back: "your mother"; "" if nothing."""
        if self.appraisal.language != "english":
            return ""
        text = self.appraisal.text
        words = corrected_words(text) or put_right(text, self.state.ground, self.ground)
        if words and (bare := re.match(r"\s*not (?:at |in |on |to |with )?([\w']+)", text, re.I)):
            said = (*self.state.said[-6:], *(item.said for item in self.state.recent[-6:]))
            spoken = " ".join(said).lower()  # "Not at anyone. At the wall." puts nothing right that was said
            return words if re.search(rf"\b{re.escape(bare[1].lower())}\b", spoken) else ""
        return words

    @functools.cached_property
    def register(self) -> Register:
        """How they talk, this turn included."""
        return self.state.register.after(self.appraisal.text)

    @property
    def premise(self) -> Premise | None:
        """The gravest premise of this turn."""
        found = self.appraisal.reading.premises
        return found[0] if found else None

    @property
    def goal(self) -> GoalBelief | None:
        """The goal being talked about."""
        return next((goal for goal in self.goals if goal.key == self.pace.goal), None)

    @property
    def waiting(self) -> Piece | None:
        """The weightiest thing said earlier that was never taken up."""
        unused = [piece for piece in self.state.pieces if not piece.used and 0 < self.turn - piece.turn <= 10]
        lowered = self.appraisal.text.lower()
        unused = [piece for piece in unused if self.turn - piece.turn > 2 and not points(piece.text)]
        unused = [piece for piece in unused if not piece.head or piece.head not in lowered]
        left = next(
            (back for back, item in enumerate(reversed(self.state.recent), 1) if item.focus == "let_go"), 0
        )
        if left:
            unused = [piece for piece in unused if piece.turn > self.turn - left]
        spoken = set(re.findall(r"[a-z]{4,}", " ".join(self.state.said[-12:]).lower()))
        unused = [piece for piece in unused if set(re.findall(r"[a-z]{4,}", piece.text.lower())) - spoken]
        return max(unused, key=lambda piece: piece.weight - 0.05 * (self.turn - piece.turn), default=None)

    def sides(self) -> tuple[str, str]:
        """What was last said for staying and for changing, one of them just now: ("", "") unless both."""
        now = sides(self.material, self.turn)
        every = (*self.state.pieces, *now)
        stay = next((piece for piece in reversed(every) if piece.kind == "stay"), None)
        change = next((piece for piece in reversed(every) if piece.kind == "change"), None)
        if stay is None or change is None or self.turn not in (stay.turn, change.turn):
            return "", ""
        if self.goal is None or points(change.text) or points(stay.text.partition(" ")[2]):
            return "", ""
        return stay.text, change.text
