"""Was that the end of what they wanted to say? The sound of it and its words, together.

Neither is to be trusted alone: the network calls some whole sentences unfinished and some pieces
finished, and Whisper puts a full stop after nearly everything.
"""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from faster_whisper.feature_extractor import FeatureExtractor

from speech.audio import RATE, Samples
from speech.guards import plain
from speech.voice_activity import single_threaded

SECONDS = 8
"""The network hears the last 8 s."""

# Words that a finished English sentence seldom ends with.
_WORDS = """and but or because so if when while although though that which who the a an my your our their
his to of in for with at from by about is are was were am i'm it's we're they're i we they he she um uh er
erm like well maybe just very really not could would should might can"""
UNFINISHED = frozenset(_WORDS.split())

OPENING = frozenset(
    ["when", "while", "if", "although", "though", "unless", "whenever", "until", "after", "before", "once"]
)
"""Words that open a clause which another is to follow."""
UNLIKE, DOUBTED, LIKELY, SURE = 0.07, 0.3, 0.9, 0.85
"""Probabilities of the network: up to which a pause is so unlike an end that whole words make it none; below
which it says nothing for a whole sentence; below which words without a mark are no end; where it is sure."""
OPENED = 0.5
"""Below this a clause that only opens ("When I came home.") is no answer of its own."""
CUT_OFF = 0.05
"""How complete at most what seems cut off is: a pause of 1.2 s within it is waited out."""
HELD_OPEN = 0.45
"""How complete a whole sentence seems that sounds unlike an end: "We went home, um"."""


class SmartTurn:
    """The smart-turn v3 network (BSD-2): Whisper features of the last 8 s to one probability."""

    def __init__(self, weights: Path) -> None:
        self._network = single_threaded(weights)
        self._features = FeatureExtractor()

    def probability(self, samples: Samples) -> float:
        """How likely it is that the turn is complete, 0 to 1. `samples` at 16 kHz, to the pause."""
        recent = samples[-SECONDS * RATE :]
        padded = np.pad(recent, (SECONDS * RATE - len(recent), 0))
        normal = (padded - padded.mean()) / np.sqrt(padded.var() + 1e-7)
        mel = self._features(normal.astype(np.float32), padding=0)[:, : SECONDS * 100]
        found = self._network.run(None, {"input_features": mel[np.newaxis].astype(np.float32)})[0]
        return float(found[0, 0])


class EndOfTurn:
    """Runs the network in a thread of its own: neither frames nor words wait for it, nor it for them."""

    def __init__(self, network: SmartTurn) -> None:
        self._network = network
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="end-of-turn")

    async def probability(self, samples: Samples) -> float:
        """As `SmartTurn.probability`."""
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, self._network.probability, samples
        )

    def close(self) -> None:
        """Let the thread end after what it is at."""
        self._thread.shutdown(wait=True, cancel_futures=True)


def english_only(language: str) -> str:
    """What a person is to know who sets another language, in one line."""
    return (
        f"speech in {language!r} is recognised, and turns end by sound and punctuation; English only are "
        "listeners' signals (mm-hm), words that leave a sentence open, fillers, and all the companion says"
    )


def completeness(sound: float, text: str, language: str = "en") -> float:
    """Both kinds of evidence as one number, 0 to 1; 0.5 is "cannot tell".

    `sound` is the network's probability (0.5 without one); an empty `text` says nothing. Only English
    words are known; of another `language` the marks alone count.
    """
    english, words = language == "en", plain(text).split()
    stopped = text.rstrip().endswith((".", "?", "!")) and not text.rstrip().endswith("...")
    if not text.strip() or (english and not words):
        return sound
    open_end = english and words[-1] in UNFINISHED
    if text.rstrip().endswith(("...", "…", ",", "-", "—")) or open_end:
        # "I do." and "so am I." end well, so a full stop and a network that is sure may overrule the word.
        return min(sound, 0.5) if sound > 0.9 and stopped else min(sound, CUT_OFF)
    if not stopped and not (english and _numbers(words)):
        return min(sound, CUT_OFF) if english and sound < LIKELY else sound
    opens = english and _opens(text)
    if opens and sound < OPENED:
        return min(sound, CUT_OFF)
    if sound <= UNLIKE:
        return HELD_OPEN
    # A whole sentence is an end when it sounds like one, and no worse than unknown when it does not.
    whole = 0.5 + 0.5 * min(1.0, max(0.0, (sound - DOUBTED) / (SURE - DOUBTED)))
    return min(whole, 0.5) if opens and sound < 0.9 else whole


def _numbers(words: list[str]) -> bool:
    """Whether numbers end it: Whisper sets no mark after several. One alone may be the first of more."""
    return len(words) > 1 and all(word.isdigit() for word in words[-2:])


def _opens(text: str) -> bool:
    """Whether the last sentence is only a clause that opens one: "When I came home."."""
    last = re.split(r"[.?!]\s+", text.strip().rstrip(".?!"))[-1]
    words = plain(last).split()
    return bool(words) and words[0] in OPENING and "," not in last and not text.rstrip().endswith("?")
