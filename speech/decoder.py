"""One thread for the recogniser: what must be known comes first, what may be known when there is time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from alongside.weights import find
from speech.audio import Samples
from speech.heard import NOTHING, Heard
from speech.listener_settings import ListenerSettings
from speech.prosody import Measurer
from speech.recogniser import Recogniser
from speech.speaker_encoder import SpeakerEncoder
from speech.voiceprint import voiceprint

T = TypeVar("T")


class Decoder:
    """Runs a recogniser off the event loop, one call at a time, so that frames never wait for words.

    With an `encoder` it also finds out whose voice it is.
    """

    def __init__(self, recogniser: Recogniser, encoder: SpeakerEncoder | None = None) -> None:
        self._recogniser = recogniser
        self._encoder = encoder
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recogniser")
        self._measurer = Measurer()
        self._measuring = ThreadPoolExecutor(max_workers=1, thread_name_prefix="prosody")
        self._waiting = 0

    @classmethod
    async def open(cls, settings: ListenerSettings, encoder: SpeakerEncoder | None = None) -> Decoder:
        """Load the recogniser. Raises AlongsideError, naming the command, if its weights are missing."""
        recogniser = await asyncio.to_thread(
            Recogniser,
            find(settings.recogniser, settings.recogniser_path),
            threads=settings.threads,
            language=settings.language,
            verbatim=settings.verbatim,
        )
        return cls(recogniser, encoder)

    @property
    def busy(self) -> bool:
        """Whether a call is running or waiting: no moment for a partial reading."""
        return self._waiting > 0

    async def final(self, samples: Samples, wanted: Callable[[], bool] = lambda: True) -> Heard:
        """The words of a span, and how they sounded: measured beside the recogniser, not after it.

        Nothing, if it is no longer `wanted` when its turn comes.
        """
        loop = asyncio.get_running_loop()
        sound = loop.run_in_executor(self._measuring, self._measurer.measure, samples)
        voice = None
        if self._encoder:
            voice = loop.run_in_executor(self._measuring, voiceprint, self._encoder, samples)
        heard = await self._run(lambda: self._recogniser.final(samples) if wanted() else NOTHING)
        if not heard.text:
            return heard
        return replace(heard, sound=await sound, voice=await voice if voice else None)

    async def passing(
        self, samples: Samples, most_tokens: int = 0, wanted: Callable[[], bool] = lambda: True
    ) -> str:
        """A rough reading of what is being said. Nothing, if it is no longer `wanted` half-way."""
        return await self._run(lambda: self._recogniser.passing(samples, most_tokens, wanted))

    async def _run(self, work: Callable[[], T]) -> T:
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let the threads end after the calls they are in."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._measuring.shutdown(wait=True, cancel_futures=True)
