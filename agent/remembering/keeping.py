"""What a session holds of memory while it runs: what it took over, and what it has to add."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent.remembering.kept import Memory


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """What a session begins with: who they are (a pseudonym), which session on which day, the memory."""

    person: str
    session: str
    date: str  # ISO day
    memory: Memory = field(default_factory=Memory)


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """Part of the companion's state. `person` "" means that nothing is kept."""

    person: str = ""
    session: str = ""
    date: str = ""
    memory: Memory = field(default_factory=Memory)
    off: bool = False  # asked to forget everything: nothing more is kept of this session
    forgotten: tuple[str, ...] = ()  # keys that were to be forgotten, in this session
    private: tuple[str, ...] = ()  # keys that are not to be taken along
    hush_until: int = -1  # up to this turn, what is said is not kept
    told: tuple[str, ...] = ()  # keys of what the last words told of
    asked_plan: str = ""  # key of the plan that was asked about and not answered yet
    asked_turn: int = -99
    outcome: str = ""  # what this turn said of that plan

    @property
    def on(self) -> bool:
        """Whether anything is kept."""
        return bool(self.person) and not self.off

    @property
    def earlier(self) -> bool:
        """Whether there was a session before this one."""
        return any(note.id != self.session for note in self.memory.sessions)
