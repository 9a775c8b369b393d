"""What was heard of an act whose page went away in the middle: told by the voice's own timing."""

from __future__ import annotations

from alongside.messages import VoiceClip


class Heard:
    """The words of one act and when each is over. `since` is when the page said that it sounds."""

    def __init__(self) -> None:
        self.since: float | None = None
        self._words: list[tuple[str, float]] = []
        self._ends = 0.0

    def add(self, clip: VoiceClip) -> None:
        """One clip more. A word counts from its middle on, as where a robot plays our sound."""
        # The page says that an act sounds when its first clip does: the pause before that is over by then.
        begins = self._ends + (clip.pause_before if self._words else 0.0)
        lasts = len(clip.samples) / 2 / max(clip.rate, 1)
        words = clip.text.split()
        if clip.words:
            self._words += [(word.text, begins + (word.start + word.end) / 2) for word in clip.words]
        else:
            self._words += [(word, begins + lasts * (n + 0.5) / len(words)) for n, word in enumerate(words)]
        self._ends = begins + lasts

    def until(self, now: float) -> str | None:
        """The words that were audible at `now`; None where nothing is known to have sounded."""
        if self.since is None:
            return None
        return " ".join(word for word, at in self._words if at <= now - self.since)
