"""The words of the open turn as they are shown while it is spoken."""

from __future__ import annotations

from speech.partials import StablePrefix


class Captions:
    """Joins the readings of a turn's segments, the settled ones and the one in passing."""

    def __init__(self) -> None:
        self._settled: dict[int, str] = {}
        self._read: dict[int, str] = {}  # the last reading of each segment
        self.began()

    def began(self) -> None:
        """A new turn: nothing is shown yet."""
        self._before = self._settled
        self._prefix, self._settled, self._read = StablePrefix(), {}, {}

    def belong_to_the_last(self) -> None:
        """What began as a new turn belongs to the one before it."""
        first = max(self._before, default=-1) + 1
        later = {first + number: text for number, text in self._settled.items()}
        self._prefix, self._settled = StablePrefix(), {**self._before, **later}
        self._read = {first + number: text for number, text in self._read.items()}

    @property
    def text(self) -> str:
        """What was shown last."""
        return self._prefix.text

    def of(self, segment: int) -> str:
        """The last reading of one segment, without those before it."""
        return self._read.get(segment, "")

    def settle(self, segment: int, text: str) -> None:
        """The final reading of a segment; a later one takes its place."""
        self._settled[segment] = text

    def read(self, segment: int, reading: str) -> tuple[str, int]:
        """(all words, how many of the first characters will not change), with this reading of a segment."""
        self._read[segment] = reading
        before = [self._settled[number] for number in sorted(self._settled) if number < segment]
        return self._prefix.update(" ".join(filter(None, [*before, reading])))
