"""What a recogniser must not be believed: words for a noise, and words in a loop.

Whisper was trained on subtitles. Given no speech it writes what subtitles often hold, and given
too short a window it can repeat itself. Both show in its own numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from alongside.records import Word

NO_TIME = 0.03
"""Seconds a word; attention gives a word that was said more, and the copies of a loop next to none."""
BEGUN_AGAIN = 4
"""Words at the end that are those of the beginning: no person ends so."""

# Lines that Whisper writes for silence and noise, in the form of `plain`.
STOCK = frozenset(
    {
        "you",
        "thank you",
        "thank you very much",
        "thank you so much",
        "thanks",
        "thanks for watching",
        "thank you for watching",
        "please subscribe",
        "bye",
        "bye bye",
        "the end",
        "so",
        "oh",
        "music",
        "applause",
    }
)


def plain(text: str) -> str:
    """Lower case, words of any alphabet only, one space between."""
    return " ".join(re.findall(r"(?:[^\W_]|')+", text.lower().replace("’", "'")))


def clean(text: str) -> str:
    """Without what describes a sound instead of repeating words: [music], (sighs), *coughs*, ♪."""
    text = re.sub(r"\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|[♪♫♬]", " ", text)
    text = " ".join(text.split())
    return text if plain(text) else ""


def is_speech(text: str, no_speech: float, score: float) -> bool:
    """Whether `text` was said at all.

    `no_speech` is the model's probability that nothing was; `score` its mean log probability per
    token. 0.6 is Whisper's own threshold (Radford 2022); its -1.0 is stricter here, for we decode
    only what a voice detector let pass and have no temperature to fall back on.
    """
    if not plain(text):
        return False
    if no_speech > 0.6 and score < -0.7:
        return False
    if no_speech > 0.45 and score < -1.3:
        return False
    return not (plain(text) in STOCK and (no_speech > 0.4 or score < -1.2))


def repeats(text: str) -> bool:
    """Whether a group of words comes back at once: five times for one word, three for two or three
    words, twice for four or more; or whether all of it begins over again."""
    words = plain(text).split()
    if any(words[-size:] == words[:size] for size in range(BEGUN_AGAIN, len(words))):
        return True
    for size in range(1, len(words) // 2 + 1):
        least = 5 if size == 1 else 3 if size < 4 else 2
        for start in range(len(words) - size * least + 1):
            group = words[start : start + size]
            if all(words[start + k * size : start + (k + 1) * size] == group for k in range(1, least)):
                return True
    return False


def said(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without those copies of what stands before them that took no time.

    A loop and a person who says "no, no, no" look the same in text; on the time line they do not.
    """
    kept = list(words)
    size = 1
    while size <= len(kept) // 2:
        start = 0
        while start + 2 * size <= len(kept):
            copy = kept[start + size : start + 2 * size]
            if _alike(kept[start : start + size], copy) and _takes_no_time(copy):
                del kept[start + size : start + 2 * size]
            else:
                start += 1
        size += 1
    for size in range(len(kept) - 1, BEGUN_AGAIN - 1, -1):
        if _alike(kept[:size], kept[-size:]) and _takes_no_time(kept[-size:]):
            return tuple(kept[:-size])
    return tuple(kept)


def _alike(some: Sequence[Word], others: Sequence[Word]) -> bool:
    return [plain(word.text) for word in some] == [plain(word.text) for word in others]


def _takes_no_time(words: Sequence[Word]) -> bool:
    return sum(word.end - word.start for word in words) < NO_TIME * len(words)
