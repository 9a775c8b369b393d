"""Phonemes of espeak (IPA) to the 15 mouth shapes of the Oculus set, from their articulation."""

from __future__ import annotations

from collections.abc import Sequence

from alongside.records import Viseme

VOWELS = {"aa", "E", "ih", "oh", "ou"}

_SHAPES = {
    "PP": "pbm",
    "FF": "fvɱ",
    "TH": "θð",
    "DD": "tdɾɖʈ",
    "nn": "nlɫɲɭɬ",
    "kk": "kɡgŋxɣqh",
    "SS": "sz",
    "CH": "ʃʒçɕʑ",
    "RR": "ɹrɻʁɚɝ",
    "ou": "wʍɥuʊ",
    "aa": "aɑʌɐæ",
    "E": "ɛeəɜɘ",
    "ih": "ɪiyɨj",
    "oh": "ɔɒoøœɵ",
}
SHAPE_OF = {phoneme: shape for shape, phonemes in _SHAPES.items() for phoneme in phonemes}

SILENT = frozenset("^$_ .,;:!?-—–…\"'()“”¿¡")

# How far each shape is reached. Closed lips must close; a tongue behind the teeth is hardly seen.
_REACH = {"PP": 1.0, "FF": 0.95, "CH": 0.85, "RR": 0.7, "TH": 0.7, "SS": 0.65}
_ROUNDED = 0.8  # "ou" reaches at least this: rounding dominates its neighbours
_STRESS = {"ˈ": 1.15, "ˌ": 1.05}
_UNSTRESSED = 0.8
PAUSE = 0.15
"""Seconds; a shorter gap between words does not close the mouth."""

Phonemes = Sequence[tuple[str, int]]
"""(phoneme, samples), whole clip, in order. `^`, `$`, punctuation and spaces are silence."""


def visemes(phonemes: Phonemes, rate: int) -> tuple[Viseme, ...]:
    """The mouth shapes of a clip, without a gap from its start to its end. Times in seconds."""
    found: list[tuple[str, int, float]] = []  # shape, samples, weight
    stress, ahead = _UNSTRESSED, 0
    for index, (phoneme, samples) in enumerate(phonemes):
        if phoneme in _STRESS:  # a mark: its time belongs to the sound it stands before
            stress, ahead = _STRESS[phoneme], ahead + samples
            continue
        shape = _shape(phonemes, index)
        if shape is None:  # a length mark, a short gap: the shape before is held
            held = found.pop() if found else ("sil", 0, 1.0)
            found.append((held[0], held[1] + ahead + samples, held[2]))
        elif shape == "sil":
            found.append(("sil", ahead + samples, 1.0))
        else:
            weight = 0.8 * stress if shape in VOWELS else _REACH.get(shape, 0.6)
            weight = max(weight, _ROUNDED) if shape == "ou" else weight
            found.append((shape, ahead + samples, min(1.0, weight)))
            if shape in VOWELS:
                stress = _UNSTRESSED
        ahead = 0
    if ahead:
        found.append(("sil", ahead, 1.0))
    audible = [item for item in found if item[1] > 0]
    return _timed(_merged(audible, round(PAUSE * rate)), rate)


def _shape(phonemes: Phonemes, index: int) -> str | None:
    phoneme = phonemes[index][0]
    following = [SHAPE_OF[next_] for next_, _ in phonemes[index + 1 : index + 3] if next_ in SHAPE_OF]
    if phoneme == "h":  # the mouth already has the shape of the vowel
        return following[0] if following and following[0] in VOWELS else "kk"
    if phoneme in ("t", "d") and following[:1] == ["CH"] and phonemes[index + 1][0] in SHAPE_OF:
        return "CH"
    if phoneme in SHAPE_OF:
        return SHAPE_OF[phoneme]
    if phoneme in SILENT:
        return "sil"
    return None


def _merged(found: list[tuple[str, int, float]], pause: int) -> list[tuple[str, int, float]]:
    """Equal neighbours as one, and no silence that is too short to be seen within speech."""
    merged: list[tuple[str, int, float]] = []
    for shape, samples, weight in found:
        if merged and merged[-1][0] == shape:
            before = merged.pop()
            merged.append((shape, before[1] + samples, max(before[2], weight)))
        else:
            merged.append((shape, samples, weight))
    joined: list[tuple[str, int, float]] = []
    ahead = 0
    for index, (shape, samples, weight) in enumerate(merged):
        gap = shape == "sil" and 0 < index < len(merged) - 1 and samples < pause
        if gap and merged[index + 1][0] not in VOWELS:
            ahead = samples  # the way to a consonant is its closing
        elif joined and (gap or joined[-1][0] == shape):
            before = joined.pop()
            after = before[1] + ahead + samples
            joined.append((before[0], after, max(before[2], weight if shape != "sil" else 0.0)))
            ahead = 0
        else:
            joined.append((shape, ahead + samples, weight))
            ahead = 0
    return joined


def _timed(found: list[tuple[str, int, float]], rate: int) -> tuple[Viseme, ...]:
    timed, at = [], 0
    for shape, samples, weight in found:
        timed.append(Viseme(name=shape, start=at / rate, end=(at + samples) / rate, weight=weight))
        at += samples
    return tuple(timed)
