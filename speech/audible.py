"""How far an act has come, in the time of the device that plays it: which words were audible by a moment."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from alongside.messages import VoiceClip

_NEARLY = 1e-6


@dataclass
class _Stretch:
    """A piece of a clip that was played without a break. Seconds."""

    clock: float  # when, by the device's clock
    start: float  # where in the clip; less than 0 in the pause before it
    length: float


@dataclass
class _Played:
    clip: VoiceClip
    stretches: list[_Stretch] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return len(self.clip.samples) / 2 / max(1, self.clip.rate)

    def position(self, clock: float) -> float:
        """How much of the clip had been played at a moment of the clock."""
        return max(
            (
                each.start + min(clock - each.clock, each.length)
                for each in self.stretches
                if clock > each.clock
            ),
            default=-1.0,
        )

    def heard(self, clock: float) -> list[str]:
        """The words whose greater part had been played by then."""
        position, words = self.position(clock), self.clip.text.split()
        if position >= self.seconds - _NEARLY:
            return words
        if self.clip.words:
            return [word.text for word in self.clip.words if (word.start + word.end) / 2 <= position]
        return words[: int(len(words) * max(0.0, position) / self.seconds)]


class Sounding:
    """One act: clips that wait or play, and where the device was in each."""

    def __init__(self, act_id: str) -> None:
        self.act_id = act_id
        self.waiting: deque[VoiceClip] = deque()  # the first plays
        self.complete = False  # its last clip is in
        self.told = False  # that it began
        self._played: list[_Played] = []
        self._now = -1  # which of them plays

    def add(self, clip: VoiceClip) -> None:
        """A clip came in."""
        self.waiting.append(clip)
        self._played.append(_Played(clip))
        self._now = max(0, self._now)
        self.complete = clip.last

    def next(self) -> None:
        """The clip that played is over."""
        self.waiting.popleft()
        self._now += 1

    def played(self, clock: float, start: float, length: float) -> None:
        """The device took `length` seconds of the present clip from `start`, at a moment of its clock."""
        if length <= 0:
            return
        stretches = self._played[self._now].stretches
        last = stretches[-1] if stretches else None
        if last and abs(last.clock + last.length - clock) < _NEARLY:
            last.length += length
        else:
            stretches.append(_Stretch(clock, start, length))

    def begun(self, clock: float) -> bool:
        """Whether any of its sound had been played by then."""
        return any(each.position(clock) > _NEARLY for each in self._played)

    @property
    def ends(self) -> float:
        """When the last of what was taken is over, by the clock."""
        return max((s.clock + s.length for each in self._played for s in each.stretches), default=0.0)

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(filter(None, (each.clip.text for each in self._played)))

    def heard(self, clock: float) -> str:
        """Its words that had been played by then."""
        return " ".join(word for each in self._played for word in each.heard(clock))
