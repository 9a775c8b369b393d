"""The engines a voice can be made by, chosen by name, and what speaks when the chosen one fails.

`piper` (the one that comes along), `espeak` (espeak-ng), `openai` (any server that speaks the OpenAI
speech protocol), `none` (text only). A package of your own adds one by an entry point of the group
`alongside.voices`: its name is the engine's, its object is called with a `Wish` and returns a `Synthesiser`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.weights import find
from speech.speech_server import SpeechServer
from speech.synthesis import CannotSayError, Synthesis, Synthesiser
from speech.voice_client import VoiceClient

GROUP = "alongside.voices"
TEXT_ONLY = "none"
FALLBACKS = {"piper": ("espeak",), "espeak": (), TEXT_ONLY: ()}
"""What speaks in an engine's place if it fails, in this order; after the last only text is left."""
OTHERS = ("piper", "espeak")
"""The same for every other engine."""
ESPEAK_ADVICE = "Is espeak-ng installed? On Debian: apt-get install espeak-ng"


@dataclass(frozen=True)
class Wish:
    """What a voice is to be like. Empty: the engine's own choice.

    `voice` is a file or folder for Piper, a name for the others; `speaker` one of several in a Piper voice.
    """

    voice: str = ""
    speaker: str = ""
    language: str = "en"
    url: str = ""
    model: str = ""
    key_env: str = ""
    allow_remote: bool = False


def _piper(wish: Wish) -> Synthesiser:
    return VoiceClient(find("voice-joe", wish.voice), speaker=wish.speaker)


def _espeak(wish: Wish) -> Synthesiser:
    voice = wish.voice or {"en": "en-us"}.get(wish.language, wish.language)
    command = (sys.executable, "-m", "speech.espeak_worker", voice)
    return VoiceClient(Path(), command, advice=ESPEAK_ADVICE)


def _openai(wish: Wish) -> Synthesiser:
    return SpeechServer(
        wish.url or "http://127.0.0.1:8000/v1",
        wish.voice,
        model=wish.model,
        key_env=wish.key_env,
        allow_remote=wish.allow_remote,
    )


_OWN: dict[str, Callable[[Wish], Synthesiser]] = {"piper": _piper, "espeak": _espeak, "openai": _openai}


def names() -> list[str]:
    """All engines there are here, those of other packages included."""
    return [*_OWN, *sorted({found.name for found in entry_points(group=GROUP)} - set(_OWN)), TEXT_ONLY]


def make(name: str, wish: Wish) -> Synthesiser:
    """An engine by its name. Raises AlongsideError if there is none such, or it lacks what it needs."""
    if name in _OWN:
        return _OWN[name](wish)
    for found in entry_points(group=GROUP):
        if found.name == name:
            try:
                engine: Synthesiser = found.load()(wish)
            except AlongsideError:
                raise
            except Exception as error:
                raise AlongsideError(
                    f"the voice engine {name!r} cannot be loaded ({type(error).__name__})",
                    f"Is the package that brings it whole? {found.value}",
                ) from None
            return engine
    raise AlongsideError(f"there is no voice engine {name!r}", f"There are: {', '.join(names())}.")


def fallbacks(name: str) -> tuple[str, ...]:
    """The engines that speak in turn if the one of this name fails."""
    return FALLBACKS.get(name, OTHERS)


class Chain:
    """A `Synthesiser` that goes on with the next engine when one fails, and stays with it."""

    def __init__(self, wish: Wish, engines: tuple[str, ...], tell: Callable[[str], None]) -> None:
        """`tell` is called once for each change, with one line."""
        self._wish = wish
        self._left = list(engines)
        self._tell = tell
        self._engine: Synthesiser | None = None
        self._why = ""
        self.name = ""

    async def start(self) -> None:
        """Make the first ready that can be. Raises the chosen one's AlongsideError if none can."""
        first: AlongsideError | None = None
        while self._left:
            name = self._left.pop(0)
            # A voice's name or file means something to one engine only.
            wish = Wish(language=self._wish.language) if self._why else self._wish
            try:
                engine = make(name, wish)
            except AlongsideError as error:
                first, self._why = first or error, self._why or str(error)
                continue
            try:
                await engine.start()
            except AlongsideError as error:
                await engine.close()
                first, self._why = first or error, self._why or str(error)
                continue
            self._engine, self.name = engine, name
            if self._why:
                self._tell(f"{name} speaks instead: {self._why}")
            return
        raise first or AlongsideError("no voice engine is left")

    async def synthesise(self, text: str, pace: float) -> Synthesis:
        """As the engine does whose turn it is. Raises AlongsideError when all have failed."""
        while True:
            engine = self._engine
            if engine is None:
                raise AlongsideError("the voice was not started")
            try:
                return await engine.synthesise(text, pace)
            except CannotSayError:
                raise
            except AlongsideError as error:
                if self._engine is not engine:
                    continue  # another clause found out before us
                if not self._left:
                    raise
                self._why = str(error)
                await engine.close()
                await self.start()

    async def close(self) -> None:
        """Close the engine that speaks."""
        if self._engine:
            await self._engine.close()
