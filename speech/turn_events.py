"""What turn-taking says: each thing that can happen to a turn.

Frames count from 0; a span excludes its end.
"""

from __future__ import annotations

from dataclasses import dataclass

from speech.heard import Heard


@dataclass(frozen=True)
class Began:
    """The person began a turn."""

    turn_id: str


@dataclass(frozen=True)
class Transcribe:
    """This span is to be transcribed; `soft_end` unless speech goes on and it had to be cut."""

    turn_id: str
    segment: int
    revision: int
    start: int
    end: int
    soft_end: bool = True


@dataclass(frozen=True)
class WentOn:
    """The person goes on after a soft end; what was begun for older revisions is void.

    `reopened` if the turn had been released already, and nobody had heard an answer yet, or hardly any of it.
    """

    turn_id: str
    revision: int
    reopened: bool = False


@dataclass(frozen=True)
class Provisional:
    """All that was said up to a pause is transcribed, and the turn will be over if the pause lasts.

    Its fields are those of `Released`.
    """

    turn_id: str
    revision: int
    start: int
    end: int
    parts: tuple[tuple[int, Heard], ...]


@dataclass(frozen=True)
class Released:
    """The turn is over: from its first voice to its last.

    `parts` has (start of the span, what was heard in it) for each segment; `whole` unless a transcript was
    given up, so that a quick reading, or nothing, stands for it.
    """

    turn_id: str
    revision: int
    start: int
    end: int
    parts: tuple[tuple[int, Heard], ...]
    whole: bool = True


@dataclass(frozen=True)
class Empty:
    """What sounded like a turn held no words. `whole` as in `Released`."""

    turn_id: str
    whole: bool = True


Event = Began | Transcribe | WentOn | Provisional | Released | Empty
