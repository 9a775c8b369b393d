"""espeak-ng as a program of its own: `python -m speech.espeak_worker VOICE`, such as en-gb or de+f3.

espeak-ng is licensed under GPL-3.0: this program loads its library, and nothing else of Alongside does.
The library tells when each phoneme begins. Frames as in `speech.worker_frames`.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import itertools
import sys
from typing import Any

import numpy as np

from speech.lips import settled
from speech.worker_frames import Made, Make, Work, program

WORDS_A_MINUTE = 225
"""At pace 1: as brisk as the Piper voice that comes along, so that one pace serves both."""
OPENING = 0.02
"""Seconds at pace 1: the way from a closure to its vowel counts as the closure's in espeak-ng, but the mouth
is open by then (`python -m bench.mouth --engine espeak`)."""
CLOSING = "m"
"""It says to the millisecond when lips close for an m; for a p not before they part."""
_CLOSURES, _VOWELS = "pbmtdnkɡŋ", frozenset("aɑʌɐæɛeəɜɘɪiyɨuʊɔɒoøœɵɚɝ")
_SYNCHRONOUS, _PHONEME_EVENTS, _IPA, _NO_EXIT = 2, 0x0001, 0x0002, 0x8000
_RATE, _UTF8, _CHARACTERS = 1, 1, 1
_LIST_END, _WORD, _SENTENCE, _END, _PHONEME = 0, 1, 2, 5, 7


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),  # milliseconds
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("unused", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class Espeak:
    """The library with one voice. Raises OSError without it, LookupError for a voice it has not."""

    def __init__(self, voice: str) -> None:
        name = ctypes.util.find_library("espeak-ng")
        if name is None:
            raise OSError("espeak-ng is not installed; on Debian: apt-get install espeak-ng")
        self._library = ctypes.CDLL(name)
        options = _PHONEME_EVENTS | _IPA | _NO_EXIT
        self.rate = self._library.espeak_Initialize(_SYNCHRONOUS, 0, None, options)
        if self.rate <= 0:
            raise OSError("espeak-ng finds no data; on Debian: apt-get install espeak-ng-data")
        wish = _Voice(languages=voice.encode())  # a language that no voice is named after, such as en-gb
        named = self._library.espeak_SetVoiceByName(voice.encode()) == 0
        if not named and self._library.espeak_SetVoiceByProperties(ctypes.byref(wish)) != 0:
            raise LookupError(f"espeak-ng has no voice {voice!r}; see: espeak-ng --voices")
        self._callback = _Callback(self._take)  # kept: the library holds no reference to it
        self._library.espeak_SetSynthCallback(self._callback)
        self._pcm = bytearray()
        self._marks: list[tuple[int, str]] = []
        self._work: Work | None = None
        self._opening = 0

    def make(self, work: Work) -> Made:
        """One text as sound, with its phonemes."""
        self._pcm, self._marks, self._work = bytearray(), [], work
        self._opening = round(OPENING * work.length_scale * self.rate)
        speed = min(450, max(80, round(WORDS_A_MINUTE / work.length_scale)))
        self._library.espeak_SetParameter(_RATE, speed, 0)
        text = work.text.encode() + b"\0"
        self._library.espeak_Synth(text, len(text), 0, _CHARACTERS, 0, _UTF8, None, None)
        if work.cancelled:
            raise InterruptedError
        sound = np.frombuffer(self._pcm, "<i2").astype(np.float32) / 32768.0
        return bytes(self._pcm), self.rate, settled(self._phonemes(), sound, self.rate, CLOSING)

    def _take(self, samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            self._pcm += ctypes.string_at(samples, 2 * count)
        for number in itertools.count():
            event = events[number]
            if event.type == _LIST_END:
                break
            at = event.audio_position * self.rate // 1000
            if event.type == _PHONEME:
                name = event.id.string.decode("utf-8", "ignore")
                opens = (
                    self._marks and self._marks[-1][1][-1:] in _CLOSURES and name.strip("ˈˌ")[:1] in _VOWELS
                )
                self._marks.append((at - self._opening if opens else at, name))
            elif event.type == _WORD:
                self._marks.append((at, " "))
            elif event.type in (_SENTENCE, _END):
                self._marks.append((at, "."))
        return 1 if self._work and self._work.cancelled else 0

    def _phonemes(self) -> list[tuple[str, int]]:
        """Each symbol with its samples, so that all add up to the sound."""
        length = len(self._pcm) // 2
        latest = itertools.accumulate((at for at, _ in self._marks), max)  # some events tell an earlier time
        starts = [min(at, length) for at in latest]
        ends = [*starts[1:], length]
        found: list[tuple[str, int]] = [("^", starts[0] if starts else length)]
        for (_, name), start, end in zip(self._marks, starts, ends, strict=True):
            symbols = list(name) or ["_"]  # no name: a pause
            found += [(symbol, 0) for symbol in symbols[1:] if symbol in "ˈˌ"]
            spoken = [symbol for symbol in symbols if symbol not in "ˈˌ"] or symbols[:1]
            for number, symbol in enumerate(spoken):
                share = (end - start) * (number + 1) // len(spoken) - (end - start) * number // len(spoken)
                found.append((symbol, share))
        return found


def load(voice: str) -> Make:
    """The library, ready to be asked."""
    return Espeak(voice).make


def main() -> int:
    """Serve the voice that is named on the command line."""
    return program(lambda: load(sys.argv[1]))


if __name__ == "__main__":
    sys.exit(main())
