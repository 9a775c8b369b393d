"""What a language model is to the companion: it streams words for a prompt, and can be cut short."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

from alongside.errors import AlongsideError


class ModelError(AlongsideError):
    """The model cannot be used now. One line: what is wrong and what to do, never anybody's words."""


@dataclass(frozen=True)
class Prompt:
    """What one request is: chat messages as (role, content), and the limits on what comes back."""

    messages: tuple[tuple[str, str], ...]
    most_tokens: int = 60
    temperature: float = 0.7
    seed: int = 0


class LanguageModel(Protocol):
    """A source of words. Implementations: `agent.models.server`, `agent.models.local`."""

    name: str

    def stream(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """The words as they come, in pieces of any length. Closing the iterator stops the generation.

        Raises ModelError where the model fails; it may do so after some words.
        """

    async def close(self) -> None:
        """Let go of connections, threads and memory."""
