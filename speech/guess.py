"""Where the sounds of a clip lie when its engine does not tell: guessed from letters, fitted to the sound.

English letters are read by a few rules, each sound has a usual length, marks pause; the whole is then
stretched onto the audible part of the clip. Good enough for lips and for which words were heard, not exact.
"""

from __future__ import annotations

import re

import numpy as np

from speech.audio import to_float
from speech.synthesis import Synthesis

_RULES = """\
tion ʃən  ough oʊ  igh aɪ  tch tʃ  sh ʃ  ch tʃ  th ð  ph f  wh w  ck k  ng ŋ  qu kw  ee i  ea i
oo u  ou aʊ  ow oʊ  ay eɪ  ai eɪ  oa oʊ  oi ɔɪ  oy ɔɪ  er ɚ  ir ɚ  ur ɚ  ar ɑɹ  or ɔɹ  a æ  b b
c k  d d  e ɛ  f f  g ɡ  h h  i ɪ  j dʒ  k k  l l  m m  n n  o ɑ  p p  q k  r ɹ  s s  t t  u ʌ
v v  w w  x ks  y i  z z
"""
_SOUNDS = dict(zip(_RULES.split()[::2], _RULES.split()[1::2], strict=True))
_LETTERS = re.compile("|".join(_SOUNDS))  # the longest first
_VOWELS = frozenset("iuaæɑɔɛeoʌəɚɪʊ")
VOWEL, CONSONANT, COMMA, STOP = 0.09, 0.065, 0.15, 0.3
"""Usual seconds, after Klatt 1976 ("Linguistic uses of segmental duration in English"), roughly."""
AUDIBLE = 0.01


def sounds_of(word: str) -> str:
    """A word's sounds in IPA, roughly; a final silent e is left out. Other scripts are open vowels."""
    bare = re.sub(r"[^a-z]", "", word.lower())
    if len(bare) > 3 and bare.endswith("e") and not bare.endswith(("ee", "oe")):
        bare = bare[:-1]
    found = "".join(_SOUNDS[match] for match in _LETTERS.findall(bare))
    return found or ("ə" * min(4, len(word)) if any(map(str.isalnum, word)) else "")


def guessed(text: str, samples: bytes, rate: int) -> Synthesis:
    """A clip with estimated phonemes, whose samples add up to the clip."""
    sound = np.abs(to_float(samples))
    loud = np.flatnonzero(sound > AUDIBLE)
    if not len(loud):
        return Synthesis(samples, rate, (("_", len(sound)),) if len(sound) else (), estimated=True)
    first, last = int(loud[0]), int(loud[-1]) + 1
    parts: list[tuple[str, float]] = []
    words = text.split()
    for number, word in enumerate(words):
        parts += [(sound, VOWEL if sound in _VOWELS else CONSONANT) for sound in sounds_of(word)]
        if number == len(words) - 1:
            break
        pause = STOP if word.endswith((".", "!", "?")) else COMMA if word.endswith((",", ";", ":")) else 0.0
        parts.append(("," if pause else " ", pause))
    total = sum(seconds for _, seconds in parts)
    if total <= 0:
        return Synthesis(samples, rate, (("_", len(sound)),), estimated=True)
    ends = first + np.cumsum([seconds for _, seconds in parts]) / total * (last - first)
    edges = [first, *(round(float(end)) for end in ends)]
    spans = [(name, b - a) for (name, _), a, b in zip(parts, edges, edges[1:], strict=False)]
    return Synthesis(samples, rate, (("^", first), *spans, ("$", len(sound) - edges[-1])), estimated=True)
