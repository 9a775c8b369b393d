"""Speech to text: Whisper by CTranslate2, on a window that is as short as the speech allows.

Whisper always reads 30 s, however little was said. CTranslate2 accepts a shorter window, and so
the base model becomes several times faster; too short a window makes it repeat itself, which
`speech.guards` notices, and then the full window is read.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer

from alongside.errors import AlongsideError
from alongside.records import Word
from speech.audio import RATE, Samples
from speech.guards import clean, is_speech, plain, repeats
from speech.heard import NOTHING, Heard

FULL = 3000  # frames of 10 ms in Whisper's own window
LONGEST = 30.0  # seconds
FASTEST = 7.0  # tokens per second of fast speech, twice over


@dataclass(frozen=True)
class Window:
    """Seconds of silence added to the speech, and the least length of the whole."""

    added: float
    least: float


# Over 150 telephone prompts (1222 words), beam 1: full window 15.6 % errors, +5 s 15.4, +4 s 16.0, +3 s 17.8,
# +2 s 25.9. What is shown while the person still speaks may be rougher than what is kept.
FINAL = Window(added=5.0, least=12.0)
PASSING = Window(added=3.0, least=8.0)


class Recogniser:
    """One Whisper model. Calls block for tens to hundreds of milliseconds and must not overlap."""

    def __init__(self, folder: Path, *, threads: int = 2, language: str = "en") -> None:
        try:
            self._whisper = WhisperModel(
                str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
            )
        except (RuntimeError, ValueError, OSError) as error:
            kind = type(error).__name__
            raise AlongsideError(
                f"the speech recogniser in {folder} could not be loaded ({kind})",
                "Get it again with: alongside weights whisper-base",
            ) from None
        multilingual = self._whisper.model.is_multilingual
        self._tokenizer = Tokenizer(
            self._whisper.hf_tokenizer, multilingual, task="transcribe", language=language
        )
        self._prompt = [*self._tokenizer.sot_sequence, self._tokenizer.no_timestamps]
        self.passing(np.zeros(RATE, np.float32))  # the first call allocates: let no person wait for it

    def final(self, samples: Samples) -> Heard:
        """What was said, with word times and confidence. `samples` at 16 kHz, at most 30 s."""
        text, tokens, encoded, frames = self._decode(samples, FINAL, _most_tokens(samples))
        if repeats(text):
            whole = Window(added=LONGEST, least=LONGEST)
            text, tokens, encoded, frames = self._decode(samples, whole, _most_tokens(samples), beam=5)
        if not text:
            return NOTHING
        words = self._words(tokens, encoded, frames)
        confidence = float(np.mean([word.confidence for word in words])) if words else 0.0
        return Heard(text=text, words=words, confidence=confidence / 2 if repeats(text) else confidence)

    def passing(self, samples: Samples, most_tokens: int = 0) -> str:
        """A quicker, rougher reading of what is still being said."""
        text, *_ = self._decode(samples, PASSING, most_tokens or _most_tokens(samples))
        return "" if repeats(text) else text

    def _decode(
        self, samples: Samples, window: Window, most_tokens: int, beam: int = 1
    ) -> tuple[str, list[int], Any, int]:
        """(text, its tokens, the encoded sound, frames of it that are not padding)."""
        seconds = len(samples) / RATE
        if seconds > LONGEST:
            raise ValueError(f"{seconds:.1f} s of speech at once; the most is {LONGEST:.0f}")
        features = self._whisper.feature_extractor(samples)
        frames = min(FULL, int(max(window.least, seconds + window.added) * 100) // 2 * 2)
        sound = min(frames, features.shape[1])
        mel = np.full((features.shape[0], frames), features.min(), np.float32)
        mel[:, :sound] = features[:, :sound]
        encoded = self._whisper.model.encode(ctranslate2.StorageView.from_array(mel[np.newaxis]))
        found = self._whisper.model.generate(
            encoded,
            [self._prompt],
            beam_size=beam,
            max_length=len(self._prompt) + most_tokens,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        tokens = [token for token in found.sequences_ids[0] if token < self._tokenizer.eot]
        text = clean(self._tokenizer.decode(tokens))
        if not is_speech(text, found.no_speech_prob, found.scores[0]):
            return "", [], encoded, sound
        return text, tokens, encoded, sound

    def _words(self, tokens: list[int], encoded: Any, frames: int) -> tuple[Word, ...]:
        aligned = self._whisper.find_alignment(self._tokenizer, [tokens], encoded, frames)[0]
        words: list[Word] = []
        for item in aligned:
            text, probability = item["word"], min(1.0, float(item["probability"]))
            start, end = float(item["start"]), float(item["end"])
            if words and not text.startswith(" "):  # what follows a hyphen, or a mark: it takes no time
                last = words.pop()
                start, text = last.start, last.text + text
                if plain(item["word"]):
                    probability = min(probability, last.confidence)
                else:
                    end, probability = last.end, last.confidence
            if text.strip():
                words.append(Word(text=text.strip(), start=start, end=end, confidence=probability))
        return tuple(words)


def _most_tokens(samples: Samples) -> int:
    return math.ceil(len(samples) / RATE * FASTEST) + 12
