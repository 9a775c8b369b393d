"""Real models, loaded once, and a component that collects what it hears."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest

from alongside.component import Component, Context
from alongside.messages import MESSAGES, Message
from alongside.weights import find
from speech.audio import Samples
from speech.end_of_turn import SmartTurn
from speech.recogniser import Recogniser
from speech.voice_activity import VoiceActivity
from tests.recordings import Recording, recordings

M = TypeVar("M", bound=Message)


class Everyone(Component):
    """Says anything, hears everything, and remembers when."""

    hears = MESSAGES
    says = MESSAGES

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self.heard: list[tuple[float, Message]] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("on_"):
            return self._remember
        raise AttributeError(name)

    async def _remember(self, message: Message) -> None:
        self.heard.append((time.time(), message))

    def of(self, kind: type[M]) -> list[M]:
        """The messages of a kind, in order."""
        return [message for _, message in self.heard if isinstance(message, kind)]

    def when(self, kind: type[M]) -> list[tuple[float, M]]:
        """The same with the moment each arrived."""
        return [(at, message) for at, message in self.heard if isinstance(message, kind)]


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(tmp_path)


@pytest.fixture
def everyone(context: Context) -> Everyone:
    return Everyone("everyone", {}, context)


@pytest.fixture(scope="session")
def recogniser() -> Recogniser:
    return Recogniser(find("whisper-base"))


@pytest.fixture(scope="session")
def smart_turn() -> SmartTurn:
    return SmartTurn(find("smart-turn"))


@pytest.fixture
def voice_activity() -> VoiceActivity:
    return VoiceActivity(find("silero-vad"))


@pytest.fixture(scope="session")
def spoken() -> list[Recording]:
    """Ten utterances of three people: read prose and short phrases."""
    return [*recordings("librivox"), *recordings("cards")]


@pytest.fixture(scope="session")
def floats() -> Callable[[Recording], Samples]:
    """The samples of a recording as floats in -1..1."""
    return lambda recording: recording.samples.astype(np.float32) / 32768.0
