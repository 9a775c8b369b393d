"""What simulated people talk about, read from `stories.yaml` and `replies.yaml` beside this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from study.allocation.draws import Draws

_STORIES = Path(__file__).with_name("stories.yaml")
_REPLIES = Path(__file__).with_name("replies.yaml")


@dataclass(frozen=True)
class Story:
    """One hard thing. `fields`: what stands for it on a sheet, by the field's key; `ways`, `others`: what
    they do about it, and what else they might."""

    opening: str
    more: tuple[str, ...]
    disclosure: str
    fields: Mapping[str, str]
    ways: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """All stories, and what is said and written beside them."""

    stories: tuple[Story, ...]
    otherwise: tuple[str, ...]
    people: tuple[str, ...]
    times: tuple[str, ...]
    replies: Mapping[str, tuple[str, ...]]

    def story(self, draws: Draws) -> Story:
        """One of the stories."""
        return draws.one_of(self.stories)


@cache
def words() -> Words:
    """The words that come along."""
    plain = yaml.safe_load(_STORIES.read_text("utf-8"))
    replies = yaml.safe_load(_REPLIES.read_text("utf-8"))
    return Words(
        stories=tuple(
            Story(
                opening=one["opening"],
                more=tuple(one["more"]),
                disclosure=one["disclosure"],
                fields=one["fields"],
                ways=tuple(one["ways"]),
                others=tuple(one["others"]),
            )
            for one in plain["stories"]
        ),
        otherwise=tuple(plain["otherwise"]),
        people=tuple(plain["people"]),
        times=tuple(plain["times"]),
        replies={kind: tuple(lines) for kind, lines in replies.items()},
    )
