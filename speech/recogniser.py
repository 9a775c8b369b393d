"""Speech to text: Whisper by CTranslate2, on a window that is as short as the speech allows.

Whisper always reads 30 s, however little was said. CTranslate2 accepts a shorter window, and so
the base model becomes several times faster; too short a window makes it repeat itself, which
`speech.guards` notices, and then the full window is read.
"""

from __future__ import annotations

import math
from collections.abc import Callable
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
from speech.fillers import unread
from speech.guards import clean, is_speech, plain, repeats, said
from speech.heard import NOTHING, Heard
from speech.word_edges import refine

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


WHOLE = Window(added=LONGEST, least=LONGEST)
UNSPACED = frozenset(("zh", "ja", "th", "lo", "my", "yue"))  # languages written without spaces
COPIES = 2
"""Copies that a loop may have without being read again; they are dropped."""

# Whisper leaves "um" out, as subtitles do, unless what it believes was said before is full of it.
# Fillers read on recordings with known fillers, by prompt: see `python -m bench.words`.
HESITANT = " Uh, so, um, I- I mean, uh, it's, it's, um... yeah. Hmm, uh, okay."

SPARSE = 1.0
"""Tokens a second; people say three or more. Told of hesitation, Whisper now and then hears nothing else."""


@dataclass(frozen=True)
class _Reading:
    text: str
    tokens: list[int]
    encoded: Any
    frames: int  # that are not padding
    cut: bool = False  # it would have gone on for ever


class Recogniser:
    """One Whisper model. Calls block for tens to hundreds of milliseconds and must not overlap.

    `verbatim` keeps "um", restarts and broken-off words (English); `window` is what `final` reads first.
    """

    def __init__(
        self,
        folder: Path,
        *,
        threads: int = 2,
        language: str = "en",
        verbatim: bool = False,
        window: Window = FINAL,
    ) -> None:
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
        self.multilingual: bool = self._whisper.model.is_multilingual
        self._check(language)
        self._spaced = language not in UNSPACED
        self._tokenizer = Tokenizer(
            self._whisper.hf_tokenizer, self.multilingual, task="transcribe", language=language
        )
        self._prompt = [*self._tokenizer.sot_sequence, self._tokenizer.no_timestamps]
        verbatim = verbatim and language == "en"
        hesitant = [self._tokenizer.sot_prev, *self._tokenizer.encode(HESITANT)] if verbatim else []
        self._final_prompt = [*hesitant, *self._prompt]
        self._verbatim, self._window = verbatim, window
        self.loops = 0  # readings that went round in circles, and were read again
        self.passing(np.zeros(RATE, np.float32))  # the first call allocates: let no person wait for it

    def _check(self, language: str) -> None:
        if not self.multilingual and language != "en":
            raise AlongsideError(
                f"this speech recogniser knows English alone, and the language is set to {language!r}",
                "Set the listener's recogniser to whisper-base, or its language to en.",
            )
        if self._whisper.hf_tokenizer.token_to_id(f"<|{language}|>") is None:
            raise AlongsideError(
                f"the speech recogniser knows no language {language!r}",
                "Set the listener's language to one of Whisper's codes, such as en, de or sv.",
            )

    def final(self, samples: Samples) -> Heard:
        """What was said, with word times and confidence. `samples` at 16 kHz, at most 30 s."""
        reading = self._decode(samples, self._window, self._final_prompt)
        text, words, looped = self._said(reading)
        if looped:
            self.loops += 1
            reading = self._decode(samples, WHOLE, self._final_prompt, beam=5)
            text, words, looped = self._said(reading)
        if self._verbatim and len(reading.tokens) < SPARSE * len(samples) / RATE:
            usual = self._said(self._decode(samples, self._window, self._prompt))
            if len(usual[1]) > 2 * len(words):
                text, words, looped = usual
        if not text:
            return NOTHING
        confidence = float(np.mean([word.confidence for word in words])) if words else 0.0
        words = refine(words, samples)
        if self._verbatim:
            words = unread(words, samples)
            text = " ".join(word.text for word in words)
        return Heard(
            text=text,
            words=words,
            confidence=confidence / 2 if looped else confidence,
        )

    def passing(
        self, samples: Samples, most_tokens: int = 0, wanted: Callable[[], bool] = lambda: True
    ) -> str:
        """A quicker, rougher reading of what is still being said; given up half-way if no longer `wanted`."""
        text = self._decode(samples, PASSING, self._prompt, most_tokens=most_tokens, wanted=wanted).text
        return "" if repeats(text) else text

    def _said(self, reading: _Reading) -> tuple[str, tuple[Word, ...], bool]:
        """Text and words of a reading without the copies of a loop, and whether it was one."""
        if not reading.text:
            return "", (), False
        words = self._words(reading)
        if not repeats(reading.text):
            return reading.text, words, False
        kept = said(words)
        looped = reading.cut or len(words) - len(kept) > COPIES
        return " ".join(word.text for word in kept), kept, looped

    def _decode(
        self,
        samples: Samples,
        window: Window,
        prompt: list[int],
        beam: int = 1,
        most_tokens: int = 0,
        wanted: Callable[[], bool] = lambda: True,
    ) -> _Reading:
        seconds = len(samples) / RATE
        if seconds > LONGEST:
            raise ValueError(f"{seconds:.1f} s of speech at once; the most is {LONGEST:.0f}")
        most = most_tokens or math.ceil(seconds * FASTEST) + 12
        features = self._whisper.feature_extractor(samples)
        frames = min(FULL, int(max(window.least, seconds + window.added) * 100) // 2 * 2)
        sound = min(frames, features.shape[1])
        mel = np.full((features.shape[0], frames), features.min(), np.float32)
        mel[:, :sound] = features[:, :sound]
        encoded = self._whisper.model.encode(ctranslate2.StorageView.from_array(mel[np.newaxis]))
        if not wanted():
            return _Reading("", [], encoded, sound)
        found = self._whisper.model.generate(
            encoded,
            [prompt],
            beam_size=beam,
            max_length=len(prompt) + most,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        tokens = [token for token in found.sequences_ids[0] if token < self._tokenizer.eot]
        text = clean(self._tokenizer.decode(tokens))
        if not is_speech(text, found.no_speech_prob, found.scores[0]):
            text, tokens = "", []
        return _Reading(text, tokens, encoded, sound, cut=len(tokens) >= most)

    def _words(self, reading: _Reading) -> tuple[Word, ...]:
        aligned = self._whisper.find_alignment(
            self._tokenizer, [reading.tokens], reading.encoded, reading.frames
        )[0]
        words: list[Word] = []
        for item in aligned:
            text, probability = item["word"], min(1.0, float(item["probability"]))
            start, end = float(item["start"]), float(item["end"])
            whole = self._spaced or not plain(text)
            if words and whole and not text.startswith(" "):  # what follows a hyphen, or a mark: no time
                last = words.pop()
                start, text = last.start, last.text + text
                if plain(item["word"]):
                    probability = min(probability, last.confidence)
                else:
                    end, probability = last.end, last.confidence
            if text.strip():
                words.append(Word(text=text.strip(), start=start, end=end, confidence=probability))
        return tuple(words)
