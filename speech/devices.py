"""PyAudio, if it is there: the one place that knows how its absence and its errors look."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from alongside.errors import AlongsideError

INSTALL = "Install it with: apt-get install portaudio19-dev && pip install 'alongside[audio]'"


def open_audio() -> tuple[Any, Any]:
    """(the pyaudio module, a PyAudio object). Raises AlongsideError if PyAudio is not installed."""
    try:
        import pyaudio
    except ImportError:
        raise AlongsideError("PyAudio is not installed", INSTALL) from None
    with _quiet():
        return pyaudio, pyaudio.PyAudio()


def open_stream(audio: Any, what: str, **options: Any) -> Any:
    """A PyAudio stream. Raises AlongsideError naming `what` if there is no such device or it refuses."""
    try:
        with _quiet():
            return audio.open(**options)
    except (OSError, ValueError) as error:
        raise AlongsideError(
            f"no {what} could be opened ({error})", f"Connect a {what} or choose one."
        ) from None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """ALSA writes pages about devices that are not there to the standard error; nobody can act on them."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
