"""A model run here by `transformers`: the only door to torch (extra: local-models)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

from agent.models.base import ModelError, Prompt
from alongside.errors import AlongsideError
from alongside.weights import catalogue, find


class LocalModel:
    """Loaded at the first prompt, in a thread; one thread at a time generates, the others wait.

    `source` is a folder or a name of the user's hub cache (nothing is downloaded), a GGUF file, or the
    name of a set of our weights.
    """

    def __init__(self, source: str) -> None:
        """Raises AlongsideError where the libraries are not installed or there is no such model."""
        try:
            import torch
            import transformers
        except ImportError:
            raise AlongsideError(
                "a language model run here needs transformers and torch",
                "Install them with: pip install 'alongside[local-models]'",
            ) from None
        self._torch, self._transformers = torch, transformers
        self.source = find(source) if source in catalogue() else Path(source).expanduser()
        self.name = self.source.stem if self.source.exists() else source
        self._given = str(self.source) if self.source.exists() else source
        self._loaded: tuple[Any, Any] | None = None
        self._turn = threading.Lock()
        self._closed = threading.Event()

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """The words as they come; closing it stops the thread at the next token."""
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[str | Exception | None] = asyncio.Queue()
        stopped = threading.Event()

        def give(piece: str | Exception | None) -> None:
            loop.call_soon_threadsafe(pieces.put_nowait, piece)

        thread = threading.Thread(target=self._generate, args=(prompt, give, stopped), daemon=True)
        thread.start()
        try:
            while (piece := await pieces.get()) is not None:
                if isinstance(piece, Exception):
                    raise ModelError(f"the language model {self.name} failed ({type(piece).__name__})")
                yield piece
        finally:
            stopped.set()

    def _generate(self, prompt: Prompt, give: Any, stopped: threading.Event) -> None:
        """In a thread of its own: load if needed, generate, hand each piece on."""
        try:
            with self._turn:
                if not (stopped.is_set() or self._closed.is_set()):
                    self._words(prompt, give, stopped)
            end: Exception | None = None
        except Exception as error:
            end = error
        try:
            if end is not None:
                give(end)
            give(None)
        except RuntimeError:
            pass  # the loop is gone: nobody listens any more

    def _words(self, prompt: Prompt, give: Any, stopped: threading.Event) -> None:
        tokenizer, model = self._loaded = self._loaded or self._load()
        messages = [{"role": role, "content": content} for role, content in prompt.messages]
        inputs = tokenizer.apply_chat_template(
            messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
        ).to(model.device)
        self._torch.manual_seed(prompt.seed)
        model.generate(
            **inputs,
            max_new_tokens=prompt.most_tokens,
            do_sample=prompt.temperature > 0,
            temperature=prompt.temperature or None,
            pad_token_id=tokenizer.eos_token_id,
            streamer=_Streamer(self._transformers.TextStreamer, tokenizer, give),
            stopping_criteria=[lambda *_, **__: stopped.is_set() or self._closed.is_set()],
        )

    def _load(self) -> tuple[Any, Any]:
        auto: Any = self._transformers
        gguf = {"gguf_file": Path(self._given).name} if self._given.endswith(".gguf") else {}
        place = str(Path(self._given).parent) if gguf else self._given
        tokenizer = auto.AutoTokenizer.from_pretrained(place, local_files_only=True, **gguf)
        model = auto.AutoModelForCausalLM.from_pretrained(place, local_files_only=True, **gguf)
        return tokenizer, model.eval()

    async def close(self) -> None:
        """Have every generation stop."""
        self._closed.set()


def _Streamer(base: Any, tokenizer: Any, give: Any) -> Any:  # noqa: N802 - makes a class of a lazy import
    """A streamer that hands whole words on instead of printing them."""

    class Streamer(base):  # type: ignore[misc]
        def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
            if text:
                give(text)

    return Streamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
