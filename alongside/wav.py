"""The sound of messages (signed 16-bit, mono) as a WAV file."""

from __future__ import annotations

import io
import wave


def wav_bytes(samples: bytes, rate: int) -> bytes:
    """A WAV file that holds `samples`, `rate` of them a second."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)
    return out.getvalue()
