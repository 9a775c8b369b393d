"""On which days a simulated person comes, and what they make up for: decided beforehand, from their card.

What is decided here is the truth that a study's own books are held against. Days are the person's own: 0 is
the first meeting, 1 the first daily visit, `days` the last one, and the last meeting is planned a day later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from rehearsal.participants.traits import NEVER, Traits, draws_of

LATE = 3
"""Days after its plan on which somebody may come to the last meeting; the protocol must allow as many."""


@dataclass(frozen=True)
class Rules:
    """What the protocol lets them make up for: days within which, how many in all."""

    within: int = 2
    most: int = 3


@dataclass(frozen=True)
class Attendance:
    """`on_time`: daily visits held on their day. `made_up`: daily visit -> the day on which it was made up.

    `last`: the day of the last meeting, NEVER if they do not come to it.
    """

    days: int
    on_time: frozenset[int]
    made_up: dict[int, int]
    last: int = NEVER

    def held_on(self, day: int) -> tuple[int, ...]:
        """The daily visits that are held on a day, in order: the day's own, then what is made up for."""
        later = sorted(visit for visit, on in self.made_up.items() if on == day)
        return (*((day,) if day in self.on_time else ()), *later)

    @property
    def missed(self) -> tuple[int, ...]:
        """Daily visits that were never held."""
        return tuple(
            day for day in range(1, self.days + 1) if day not in self.on_time and day not in self.made_up
        )


def attendance(traits: Traits, seed: int, days: int, rules: Rules) -> Attendance:
    """The days of one person in a study with `days` daily visits."""
    draws = draws_of(seed, traits.code, "attendance")
    on_time: set[int] = set()
    made_up: dict[int, int] = {}
    for day in range(1, days + 1):
        comes, willing = draws.chance() < traits.adherence, draws.chance() < traits.makes_up
        if day > traits.last_day:
            break
        # The day on which they tell of danger is one on which they come.
        if not comes and day != traits.danger_day:
            continue
        on_time.add(day)
        open_ = [
            old for old in range(max(1, day - rules.within), day) if old not in on_time and old not in made_up
        ]
        if willing and open_ and len(made_up) < rules.most:
            made_up[open_[0]] = day
    last = NEVER if traits.last_day < days + 1 else days + 1 + draws.below(LATE)
    return Attendance(days, frozenset(on_time), made_up, last)


def misses(attendance: Attendance, day: int) -> Attendance:
    """The same person, who misses that day, makes up for it on the next, and for no other."""
    return replace(attendance, on_time=(attendance.on_time - {day}) | {day + 1}, made_up={day: day + 1})
