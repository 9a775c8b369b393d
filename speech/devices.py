"""PyAudio, if it is there: the one place that knows how its absence and its errors look."""

from __future__ import annotations

from typing import Any

from alongside.errors import AlongsideError
from alongside.quiet import quiet_stderr

INSTALL = "Install it with: apt-get install portaudio19-dev && pip install 'alongside[audio]'"


def open_audio() -> tuple[Any, Any]:
    """(the pyaudio module, a PyAudio object). Raises AlongsideError if PyAudio is not installed."""
    try:
        import pyaudio
    except ImportError:
        raise AlongsideError("PyAudio is not installed", INSTALL) from None
    with quiet_stderr():
        return pyaudio, pyaudio.PyAudio()


def open_stream(audio: Any, what: str, **options: Any) -> Any:
    """A PyAudio stream. Raises AlongsideError naming `what` if there is no such device or it refuses."""
    number = options.get("input_device_index" if options.get("input") else "output_device_index")
    if not 0 <= (number or 0) < audio.get_device_count():
        # Asked for a device that does not exist, PyAudio takes the whole process with it.
        raise AlongsideError(
            f"no {what} could be opened (there is none here)", f"Connect a {what} or choose one."
        )
    try:
        with quiet_stderr():
            return audio.open(**options)
    except (OSError, ValueError) as error:
        raise AlongsideError(
            f"no {what} could be opened ({error})", f"Connect a {what} or choose one."
        ) from None
