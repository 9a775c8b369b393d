"""The frames of `/ws`: what is sent to the page, and what is taken from it after strict checks.

Text frames are JSON objects with a `type`; binary frames begin with one byte that tells them apart.
Nothing here keeps state, and nothing from the page passes unchecked.
"""

from __future__ import annotations

import dataclasses
import json
import re
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alongside.codec import from_plain, to_plain
from alongside.errors import AlongsideError
from alongside.messages import Answer, Control, Interruption, Message, Spoken, Stop, VoiceClip
from alongside.records import Contact

AUDIO = 0x01
PICTURE = 0x02
CLIP = 0x11

AUDIO_BYTES = (256, 4096)
"""Fewest and most bytes of sound in a frame; the page sends 1024 (512 samples, 32 ms)."""
MOST_PICTURE = 512 * 1024
MOST_JSON = 64 * 1024
MOST_TEXT = 5000  # characters a person can type at once
MOST_VALUE = 20_000  # characters of an answer: a table comes whole
MOST_ID = 100
MOST_DEPTH = 6
LARGEST_FRAME = 2 * 1024 * 1024
"""Bytes; a frame above its own limit but below this gets an answer, one above it ends the connection."""

_LONG = frozenset({"text", "value", "heard", "reason"})
_KINDS: dict[str, type[Message]] = {
    kind.__name__: kind for kind in (Answer, Control, Spoken, Stop, Interruption)
}
_CONTROLS: Mapping[str, tuple[str, ...]] = {
    "session": ("start", "end"),
    "microphone": ("on", "off"),
    "camera": ("on", "off"),
    "talk": ("down", "up"),
    "record": ("delete",),
}
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class FrameError(AlongsideError):
    """A frame that was refused."""


@dataclass(frozen=True)
class Audio:
    """Microphone sound from the page: s16le mono at 16 kHz."""

    samples: bytes


@dataclass(frozen=True)
class Picture:
    """One camera picture from the page."""

    jpeg: bytes


@dataclass(frozen=True)
class Typed:
    """What a person typed instead of saying it."""

    text: str


Incoming = Audio | Picture | Typed | Answer | Control | Spoken | Stop | Interruption


# ---------------------------------------------------------------- to the page


def pack(message: Message) -> str | bytes:
    """`message` as a frame: JSON, or for a VoiceClip 0x11, uint32 length, JSON, s16le samples."""
    plain = to_plain(dataclasses.replace(message, samples=b"") if isinstance(message, VoiceClip) else message)
    if not isinstance(message, VoiceClip):
        return _json({"type": type(message).__name__, **plain})
    del plain["samples"]
    head = _json(plain).encode()
    return struct.pack("<BI", CLIP, len(head)) + head + message.samples


def pack_hello(
    *,
    title: str,
    session: str,
    version: str,
    companion_name: str,
    contacts: tuple[Contact, ...],
    resumed: bool,
    keeps: str,
    captures: bool,
    without: tuple[str, ...] = (),
    talk_key: bool = False,
    avatar: str = "",
    consent: bool = False,
) -> str:
    """The first frame a page gets."""
    return _json(
        {
            "type": "Hello",
            "title": title,
            "session": session,
            "version": version,
            "companion_name": companion_name,
            "contacts": to_plain(contacts),
            "resumed": resumed,
            "keeps": keeps,
            "captures": captures,
            "without": list(without),
            "talk_key": talk_key,
            "avatar": avatar,
            "consent": consent,
        }
    )


def pack_error(error: AlongsideError) -> str:
    """One line for a frame that was refused."""
    return _json({"type": "Error", "what": error.what[:200], "do": error.do[:200]})


def pack_refused(what: str, do: str) -> str:
    """Why this page does not get the session."""
    return _json({"type": "Refused", "what": what, "do": do})


def _json(plain: dict[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


# ---------------------------------------------------------------- from the page


def unpack(frame: str | bytes) -> Incoming:
    """What `frame` holds. Raises FrameError, in one line, for anything that is not as agreed.

    Messages get the time of now: the page's own clock is not trusted.
    """
    return _unpack_binary(frame) if isinstance(frame, bytes) else _unpack_text(frame)


def _unpack_binary(frame: bytes) -> Audio | Picture:
    if not frame:
        raise FrameError("An empty binary frame was refused")
    kind, data = frame[0], frame[1:]
    if kind == AUDIO:
        low, high = AUDIO_BYTES
        if not low <= len(data) <= high or len(data) % 2:
            raise FrameError(
                f"An audio frame of {len(data)} bytes was refused", "Send 512 samples (1024 bytes)."
            )
        return Audio(data)
    if kind == PICTURE:
        if len(data) > MOST_PICTURE:
            raise FrameError(
                f"A picture of {len(data) // 1024} KB was refused", f"Send at most {MOST_PICTURE // 1024} KB."
            )
        if not data.startswith(b"\xff\xd8\xff"):
            raise FrameError("A picture that is not JPEG was refused")
        return Picture(data)
    raise FrameError(f"A binary frame of unknown kind 0x{kind:02x} was refused")


def _unpack_text(frame: str) -> Incoming:
    plain = read_object(frame)
    kind = plain.pop("type", None)
    if kind == "Typed":
        return _typed(plain)
    if not isinstance(kind, str) or kind not in _KINDS:
        raise FrameError("A frame of unknown type was refused", f"Known: Typed, {', '.join(_KINDS)}.")
    try:
        message = from_plain(_KINDS[kind], plain)
    except AlongsideError as error:
        raise FrameError(error.what, error.do) from None
    except OverflowError:
        raise FrameError(f"{kind} holds a number that is too large") from None
    _check(message)
    return dataclasses.replace(message, stamp=time.time())  # type: ignore[return-value]


def read_object(frame: str) -> dict[str, Any]:
    """The JSON object in a text frame, without control characters. FrameError for anything else."""
    if len(frame) > MOST_JSON or len(frame.encode("utf-8", "surrogatepass")) > MOST_JSON:
        raise FrameError("A text frame was too long", f"Send at most {MOST_JSON // 1024} KB.")
    try:
        plain = json.loads(frame, parse_constant=_no_constant)
    except RecursionError:
        raise FrameError("A text frame was nested too deeply") from None
    except ValueError:
        raise FrameError("A text frame was not JSON") from None
    if not isinstance(plain, dict):
        raise FrameError("A text frame was not a JSON object")
    return {_clean(name): _clean(value) for name, value in plain.items()}


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _clean(value: Any, depth: int = 1) -> Any:
    """`value` without control characters. Raises FrameError for depth and half characters."""
    if depth > MOST_DEPTH:
        raise FrameError("A text frame was nested too deeply")
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise FrameError("A text frame held half a character (a lone surrogate)") from None
        return _UNPRINTABLE.sub(" ", value)
    if isinstance(value, list):
        return [_clean(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {_clean(name): _clean(item, depth + 1) for name, item in value.items()}
    return value


def _typed(plain: dict[str, Any]) -> Typed:
    text = plain.pop("text", None)
    if plain:
        raise FrameError(f"Typed has no field {sorted(plain)[0]!r}")
    if not isinstance(text, str):
        raise FrameError("Typed.text must be text")
    if len(text) > MOST_TEXT:
        raise FrameError(
            f"That is {len(text)} characters, which is too much at once",
            f"Send at most {MOST_TEXT} at a time.",
        )
    if not text.strip():
        raise FrameError("Typed.text was empty")
    return Typed(text.strip())


def _check(message: Message) -> None:
    """What the types alone do not say."""
    kind = type(message).__name__
    for item in dataclasses.fields(message):
        value = getattr(message, item.name)
        most = MOST_TEXT if item.name in _LONG else MOST_ID
        if isinstance(message, Answer) and item.name == "value":
            most = MOST_VALUE
        if isinstance(value, str) and len(value) > most:
            raise FrameError(f"{kind}.{item.name} is longer than {most} characters")
    if isinstance(message, (Control, Stop)) and message.by != "participant":
        raise FrameError(f"{kind}.by must be 'participant' on this page")
    if isinstance(message, Control) and message.name not in _CONTROLS:
        raise FrameError("Control.name is not for this page")
    if isinstance(message, Control) and message.value not in _CONTROLS[message.name]:
        options = " or ".join(map(repr, _CONTROLS[message.name]))
        raise FrameError(f"Control.value of {message.name} must be {options}")
