"""Captions that do not flicker: what two readings in a row agree on is kept."""

from __future__ import annotations

import difflib

from speech.guards import plain


class StablePrefix:
    """The words of one turn as they come in. The stable part only ever grows.

    Two successive readings that agree on their first words settle them (local agreement:
    Liu et al. 2020, Macháček et al. 2023).
    """

    def __init__(self) -> None:
        self._stable: list[str] = []
        self._last: list[str] = []

    @property
    def text(self) -> str:
        """What was shown last."""
        return " ".join(self._last)

    def update(self, text: str) -> tuple[str, int]:
        """(text to show, how many of its first characters will not change) after a new reading."""
        words = text.split()
        rest = words[self._after_stable(words) :]
        agreed = 0
        for ours, theirs in zip(rest, self._last[len(self._stable) :], strict=False):
            if plain(ours) != plain(theirs):
                break
            agreed += 1
        # The last word may still be half spoken: "rest" may become "restaurant".
        agreed = min(agreed, max(0, len(rest) - 1))
        self._stable += rest[:agreed]
        self._last = self._stable + rest[agreed:]
        return self.text, len(" ".join(self._stable))

    def _after_stable(self, words: list[str]) -> int:
        """Where the words behind the stable ones begin in a new reading, which may differ before."""
        ours = [plain(word) for word in self._stable]
        theirs = [plain(word) for word in words]
        if theirs[: len(ours)] == ours:
            return len(ours)
        blocks = difflib.SequenceMatcher(a=ours, b=theirs, autojunk=False).get_matching_blocks()
        matched = [block for block in blocks if block.size]
        if not matched:
            return min(len(ours), len(theirs))
        last = matched[-1]
        return min(len(theirs), last.b + last.size + (len(ours) - last.a - last.size))
