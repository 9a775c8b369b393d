"""A simulated person talks: opens with what is on their mind, answers the companion, may disclose."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.records import ActKind
from rehearsal.participants.stories import Story, words
from rehearsal.participants.traits import Traits
from study.allocation.draws import Draws


@dataclass(frozen=True)
class Talk:
    """What one person has to say on one day: a line for each turn they take before the exercise."""

    story: Story
    lines: tuple[str, ...]


def talk_of(traits: Traits, story: Story, day: int, draws: Draws) -> Talk:
    """What they say on that day: opening, more of it, the disclosure last; danger instead on its day."""
    if day and day == traits.danger_day:
        return Talk(story, (story.opening, draws.one_of(words().replies["danger"])))
    lines = [story.opening, *story.more][: traits.talk]
    if traits.discloses and traits.talk > 1:
        lines[-1] = story.disclosure
    return Talk(story, tuple(lines))


def reply(kind: ActKind, draws: Draws) -> str:
    """What they answer to an act of that kind when they have nothing of their own to say."""
    replies = words().replies
    return draws.one_of(replies.get(kind, replies["go_on"]))
