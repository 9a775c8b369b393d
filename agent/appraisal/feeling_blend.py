"""How a person feels: the one place where trained heads and the rules on feeling words come together.

The heads know how a sentence sounds; the rules know whose feeling it is and whether it was denied. So the
more the rules have found, the more they say; where a feeling was denied or is another's, they alone speak.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from agent.appraisal.reading import Feeling, Reading, altered
from agent.words.sets import word_set

GOOD = word_set(
    "admiration amusement approval caring desire excitement gratitude joy love optimism pride relief"
)
BAD = word_set(
    "anger annoyance disappointment disapproval disgust embarrassment fear grief nervousness remorse sadness"
)
MOST = 4
"""Emotions named of one turn."""
NAMED = 0.3
"""Share of the head where the rules found a feeling of the person's own."""
TONED = 0.55
"""Share of the head where the rules found only words that colour."""
PLAIN = 0.9
"""Share of the head where the rules found nothing."""
GAIN = 1.8
"""The head's valence is that of written sentences, most of them mild; one's own turn means more."""
LEAN = 0.35
"""How far the named emotions move the valence: they know joy in a sentence that sounds plain."""
PROBABLE = 0.2
"""Probability from which an emotion does."""
ANOTHERS = 0.25
"""How far somebody else's feeling colours a turn."""
_I_AM_NOT = re.compile(
    r"\b(?:i'm not|i am not|i don't|i do not|not me|i wasn't|i can't say the same)[.!]*$", re.I
)


def blended(reading: Reading, measured: Mapping[str, float], text: str = "") -> Reading:
    """The rules' reading with valence and arousal that the head has a share in."""
    share = _share(reading)
    valence, arousal = reading.valence, reading.arousal
    if reading.feelings and not any(feeling.own for feeling in reading.feelings):
        valence *= -2 * ANOTHERS if _I_AM_NOT.search(text.replace("’", "'").strip()) else ANOTHERS
        arousal *= ANOTHERS
    return altered(
        reading,
        valence=_within(share * GAIN * measured["valence"] + (1 - share) * valence),
        arousal=_within(share * measured["arousal"] + (1 - share) * arousal),
    )


def measured_only(reading: Reading, measured: Mapping[str, float]) -> Reading:
    """Valence and arousal as the head has them, where no rules have read the turn."""
    return altered(reading, valence=_within(measured["valence"]), arousal=_within(measured["arousal"]))


def _share(reading: Reading) -> float:
    if any(feeling.negated or not feeling.own for feeling in reading.feelings):
        return 0.0
    if reading.feelings:
        return NAMED
    return TONED if reading.valence or reading.arousal else PLAIN


def _within(value: float) -> float:
    return max(-1.0, min(1.0, value))


def named(reading: Reading, probable: Mapping[str, float], chosen: Sequence[str], *, ruled: bool) -> Reading:
    """The emotions of a turn: those of the person's own feeling words, then what the head adds.

    The head adds nothing that goes against the words: a feeling that was denied or is another's, or one of
    the other sign than the turn's own feeling words.
    """
    own = [item.label for item in reading.feelings if item.own and not item.negated]
    more = [name for name in sorted(chosen, key=lambda name: -probable[name]) if name != "neutral"]
    if ruled and reading.feelings:
        more = [name for name in more if not _against(name, reading.feelings)]
    labels = tuple(dict.fromkeys([*own, *more]))[:MOST]
    valence = _within(reading.valence + _lean(reading, probable)) if ruled else reading.valence
    return altered(reading, emotions=labels or ("neutral",), valence=valence)


def _lean(reading: Reading, probable: Mapping[str, float]) -> float:
    """What good and bad emotions add to the valence; nothing where a feeling is denied or another's."""
    if _share(reading) == 0:
        return 0.0
    return LEAN * sum(_side(name) * p for name, p in probable.items() if p >= PROBABLE)


def _against(name: str, feelings: Sequence[Feeling]) -> bool:
    for feeling in feelings:
        set_aside = feeling.negated or not feeling.own
        if set_aside and (feeling.label == name or _side(feeling.label) == _side(name) != 0):
            return True
        if not set_aside and _side(feeling.label) * _side(name) < 0:
            return True
    return False


def _side(name: str) -> int:
    return 1 if name in GOOD else -1 if name in BAD else 0
