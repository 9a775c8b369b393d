"""Recordings of people that come as packages, and short sounds of a synthetic voice for what none has.

- Debian `pocketsphinx-testdata`: prose read aloud (LibriVox, public domain); cards and commands.
- PyPI `moonshine-voice` (MIT): a man reads the beginning of "A Tale of Two Cities".

No package holds a recording of "um" or "mm-hm", so these are said by Piper, at another pitch than our voice.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from alongside.errors import AlongsideError
from alongside.weights import find
from bench.turns.line import Pcm
from bench.turns.truth import RATE, levelled, speech
from speech.audio import Framer, read_audio
from speech.voice_client import VoiceClient

CACHE = Path.home() / ".cache" / "alongside" / "bench"
SPHINX = Path("/usr/share/pocketsphinx/test/data")
MOONSHINE = "moonshine-voice==0.1.5"
CITIES = "moonshine_voice/assets/two_cities.wav"
AUSTEN = "librivox/sense_and_sensibility_01_austen_64kb-"
MARGIN = 0.15
"""Seconds kept before and after speech."""
PITCH = 1.12


@dataclass(frozen=True)
class Utterance:
    """Where a whole utterance lies, its words, and a place near its middle between two words (s)."""

    file: str
    words: str
    middle: float = 0.0
    start: float = 0.0
    end: float | None = None


UTTERANCES = {
    "young man": Utterance(AUSTEN + "0880.wav", "he was not an ill disposed young man", 1.30),
    "amiable": Utterance(
        AUSTEN + "0930.wav", "he might even have been made amiable himself", 1.60, 0.0, 2.95
    ),
    "selfish": Utterance(
        AUSTEN + "0890.wav", "unless to be rather cold hearted and rather selfish is to be ill disposed", 2.70
    ),
    "queen": Utterance("cards/002.wav", "four queen of clubs", 0.48),
    "seven": Utterance("cards/003.wav", "seven of clubs"),
    "fives": Utterance("cards/004.wav", "five five"),
    "hand": Utterance("cards/005.wav", "eight of spades four of clubs seven of hearts", 1.64),
    "forward": Utterance("goforward.raw", "go forward ten meters", 1.04, 0.0, 2.1),
    "somewhere": Utterance("something.raw", "go somewhere and do something", 1.04),
    "numbers": Utterance("numbers.raw", "thirty three four six ninety two", 1.54),
    "times": Utterance(CITIES, "it was the best of times it was the worst of times", 2.76, 0.6, 4.8),
    "foolishness": Utterance(
        CITIES, "it was the age of wisdom it was the age of foolishness", 6.35, 4.8, 8.3
    ),
    "incredulity": Utterance(
        CITIES, "it was the epoch of belief it was the epoch of incredulity", 10.4, 8.45, 12.95
    ),
    "season": Utterance(
        CITIES, "it was the season of light it was the season of darkness", 15.5, 13.15, 16.8
    ),
    "despair": Utterance(
        CITIES, "it was the spring of hope it was the winter of despair", 19.36, 17.0, 20.95
    ),
    "before us": Utterance(CITIES, "we had everything before us we had nothing before us", 22.62, 21.0, 24.3),
    "other way": Utterance(
        CITIES, "we were all going direct to heaven we were all going direct the other way", 26.2, 24.4, 28.5
    ),
    "wisdom": Utterance(CITIES, "it was the age of wisdom", 0.0, 4.8, 6.4),
    "belief": Utterance(CITIES, "it was the epoch of belief", 0.0, 8.45, 10.4),
    "hope": Utterance(CITIES, "it was the spring of hope", 0.0, 17.0, 18.8),
    "heaven": Utterance(CITIES, "we were all going direct to heaven", 0.0, 24.4, 26.25),
}
SOUNDS = {
    "um": "Um,",
    "uh": "Uh,",
    "mm-hm": "[[ m̩hˈm̩ ]].",  # phonemes: Piper would spell it out
    "okay": "Okay.",
    "yeah": "Yeah.",
    "right": "Right.",
    "uh-huh": "Uh-huh.",
    "I see": "I see.",
}


def utterance(name: str) -> tuple[Pcm, float]:
    """(samples brought to the common loudness with little silence around them, second of the middle)."""
    found = UTTERANCES[name]
    whole = _file(found.file)
    cut = levelled(whole[round(found.start * RATE) : None if found.end is None else round(found.end * RATE)])
    trimmed, removed = _trimmed(cut)
    return trimmed, found.middle - found.start - removed


def sounds() -> dict[str, Pcm]:
    """The short sounds."""
    return asyncio.run(_said(SOUNDS))


def _trimmed(samples: Pcm) -> tuple[Pcm, float]:
    begin, end = speech(samples)
    first, last = max(0, round((begin - MARGIN) * RATE)), round((end + MARGIN) * RATE)
    kept = samples[first:last].astype(np.float64)
    fade = round(0.03 * RATE)  # so that the noise of the recording does not begin or end with a click
    kept[:fade] *= np.linspace(0, 1, fade)
    kept[-fade:] *= np.linspace(1, 0, fade)
    return kept.astype(np.int16), first / RATE


def _file(name: str) -> Pcm:
    if name == CITIES:
        return np.frombuffer(read_audio(_moonshine() / name), "<i2")
    path = SPHINX / name
    if not path.is_file():
        raise AlongsideError(f"there is no recording at {path}", "Try: apt-get install pocketsphinx-testdata")
    return np.frombuffer(path.read_bytes() if path.suffix == ".raw" else read_audio(path), "<i2")


def _moonshine() -> Path:
    folder = CACHE / "moonshine"
    if not (folder / CITIES).is_file():
        folder.mkdir(parents=True, exist_ok=True)
        fetch = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), MOONSHINE]
        try:
            subprocess.run(fetch, check=True, capture_output=True)
            with zipfile.ZipFile(next(folder.glob("moonshine_voice-*.whl"))) as wheel:
                wheel.extract(CITIES, folder)
        except (subprocess.CalledProcessError, StopIteration, KeyError):
            raise AlongsideError(
                f"{MOONSHINE} could not be fetched", "Is the package index within reach?"
            ) from None
    return folder


async def _said(texts: dict[str, str]) -> dict[str, Pcm]:
    voice = VoiceClient(find("voice-joe"))
    await voice.start()
    try:
        found = {}
        for name, text in texts.items():
            made = await voice.synthesise(text, 0.75)
            frames = Framer().push(made.samples + bytes(8192), round(made.rate * PITCH))
            found[name] = _trimmed(levelled(np.frombuffer(b"".join(frames), "<i2")))[0]
        return found
    finally:
        await voice.close()
