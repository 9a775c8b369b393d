"""The items of a run: what is said, how it was changed, and its truth."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bench.turns.examiner import wav
from bench.turns.line import Pcm
from bench.turns.plan import Item, Kind, Said
from bench.turns.sources import UTTERANCES, sounds, utterance
from bench.turns.truth import RATE, levelled, noisy, speech, valley
from speech.audio import read_audio

WARM_UP = ("fives", "queen")
CLEAN = ("young man", "amiable", "queen", "hand", "forward", "somewhere", "numbers", "times", "seven",
         "season", "before us", "other way")  # fmt: skip
PAUSES: dict[Kind, tuple[float, tuple[str, ...]]] = {
    "pause 0.3": (0.3, ("young man", "somewhere", "foolishness", "despair")),
    "pause 0.6": (0.6, ("amiable", "forward", "season", "before us")),
    "pause 1.2": (1.2, ("selfish", "queen", "hand", "foolishness")),
}
FILLED = (("amiable", "um"), ("before us", "uh"))
"""Said with "um..." and a pause of 0.6 s in its middle."""
TRAILING = (("somewhere", "um"), ("times", "uh"))
"""Only its first half, and "um..." at the end: the person does not go on."""
NOISY = ("young man", "seven", "forward", "foolishness", "despair", "hope")
NOISE_DB = 10.0
NOISE_TAIL = 12.0
BACKCHANNELS = (("queen", "mm-hm"), ("wisdom", "okay"), ("seven", "yeah"), ("belief", "right"),
                ("fives", "uh-huh"), ("hope", "I see"))  # fmt: skip
INTERRUPTIONS = (("seven", "heaven"), ("fives", "forward"), ("hope", "somewhere"), ("queen", "before us"),
                 ("wisdom", "belief"), ("belief", "hope"))  # fmt: skip


def make(folder: Path, more: Path | None = None) -> list[Item]:
    """Write all recordings to `folder`; those in `more` (WAV files of whole utterances) count as clean."""
    small = sounds()
    items = [_item(folder, name, "clean", utterance(name)[0], _words(name)) for name in CLEAN]
    for kind, (pause, names) in PAUSES.items():
        items += [_item(folder, name, kind, paused(*utterance(name), pause), _words(name)) for name in names]
    for name, sound in FILLED:
        before, after = _halves(*utterance(name))
        said = _in_turn(before, _silence(0.2), small[sound], _silence(0.6), after)
        items.append(_item(folder, f"{name} {sound}", "filler", said, _words(name)))
    for name, sound in TRAILING:
        said = _in_turn(_halves(*utterance(name))[0], _silence(0.2), small[sound])
        items.append(_item(folder, f"{name} {sound} end", "filler", said, _words(name)))
    for seed, name in enumerate(NOISY):
        clean = utterance(name)[0]
        items.append(
            _item(folder, name, "noise", noisy(clean, NOISE_DB, seed, NOISE_TAIL), _words(name), clean)
        )
    for first, signal in BACKCHANNELS:
        items.append(_over(folder, "backchannel", first, signal, small[signal], signal))
    for first, second in INTERRUPTIONS:
        items.append(_over(folder, "barge-in", first, second, utterance(second)[0], _words(second)))
    for path in sorted(more.expanduser().glob("*.wav")) if more else []:
        own = levelled(np.frombuffer(read_audio(path), "<i2"))
        items.append(_item(folder, path.stem, "clean", own, ""))
    return items


def warm_up(folder: Path) -> list[Item]:
    """Two that do not count."""
    return [_item(folder, name, "warm-up", utterance(name)[0], _words(name)) for name in WARM_UP]


def paused(samples: Pcm, middle: float, seconds: float) -> Pcm:
    """With a pause of this length in the middle, the recording's own silence there included."""
    first, second = _halves(samples, middle)
    inside = len(first) / RATE - speech(first)[1] + speech(second)[0]
    return _in_turn(first, _silence(max(0.0, seconds - inside)), second)


def _halves(samples: Pcm, middle: float) -> tuple[Pcm, Pcm]:
    cut = round(valley(samples, middle) * RATE)
    fade = round(0.01 * RATE)
    first, second = samples[:cut].astype(np.float64), samples[cut:].astype(np.float64)
    first[-fade:] *= np.linspace(1, 0, fade)
    second[:fade] *= np.linspace(0, 1, fade)
    return first.astype(np.int16), second.astype(np.int16)


def _silence(seconds: float) -> Pcm:
    return np.zeros(round(seconds * RATE), np.int16)


def _in_turn(*parts: Pcm) -> Pcm:
    return np.concatenate(parts)


def _words(name: str) -> str:
    return UTTERANCES[name].words


def _said(folder: Path, name: str, samples: Pcm, words: str, truth: Pcm | None = None) -> Said:
    begin, end = speech(samples if truth is None else truth)
    return Said(wav(folder / f"{name.replace(' ', '_')}.wav", samples), round(begin, 3), round(end, 3), words)


def _item(folder: Path, name: str, kind: Kind, samples: Pcm, words: str, truth: Pcm | None = None) -> Item:
    return Item(f"{kind}: {name}", kind, _said(folder, f"{kind} {name}", samples, words, truth))


def _over(folder: Path, kind: Kind, first: str, second: str, samples: Pcm, words: str) -> Item:
    said = _said(folder, f"first {first}", utterance(first)[0], _words(first))
    over = _said(folder, f"over {second}", samples, words)
    return Item(f"{kind}: {second}", kind, said, over)
