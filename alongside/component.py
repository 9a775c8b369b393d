"""A component: one part of the companion, declared by what it hears and what it says.

It is written once and runs unchanged on either transport: as an rclpy node
(`alongside/ros.py`) or wired to the others in one process (`alongside/local.py`).
"""

from __future__ import annotations

import logging
import re
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from alongside.errors import AlongsideError
from alongside.messages import Health, Message
from alongside.settings import NoSettings, read_settings


class Port(Protocol):
    """Where a component's messages go: a transport."""

    def send(self, sender: Component, message: Message) -> None:
        """Hand `message` on. Called on the event loop; returns at once."""


@dataclass(frozen=True)
class Context:
    """What a component knows of the graph it runs in.

    `session` is the folder of this session; `namespace` sets robots or sessions apart;
    `graph` is the whole profile as JSON, settings given on the command line included; `host` names this
    computer where the graph runs on several.
    """

    session: Path
    namespace: str = ""
    profile: str = ""
    transport: str = "local"
    graph: str = ""
    host: str = ""


def handler_name(kind: type[Message]) -> str:
    """`on_audio_chunk` for AudioChunk."""
    return "on_" + re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def where_from(error: Exception) -> str:
    """The kind of an error and the line it came from, without its text."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


class Component:
    """Base of every component.

    Subclasses set `hears` (messages handed to them, each with an async `on_...` method),
    `says` (messages they may send) and `Settings`. Messages are handed over one at a time,
    in order; an urgent one is handled at once, beside whatever is in progress, so its
    handler must not wait. Heavy work belongs in `asyncio.to_thread`.

    `replays` asks for messages said before this component joined (delivery "record").
    """

    hears: ClassVar[tuple[type[Message], ...]] = ()
    says: ClassVar[tuple[type[Message], ...]] = ()
    Settings: ClassVar[type] = NoSettings
    replays: ClassVar[bool] = False

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        self.name = name
        self.context = context
        self.settings: Any = read_settings(self.Settings, settings, name)
        self.log = logging.getLogger(f"alongside.{name}")
        self.problem = ""  # why it could not start
        self._port: Port | None = None
        for kind in self.hears:
            if not hasattr(self, handler_name(kind)):
                raise TypeError(
                    f"{type(self).__name__} hears {kind.__name__} but has no {handler_name(kind)}"
                )

    def bind(self, port: Port) -> None:
        """Join a transport."""
        self._port = port

    def say(self, message: Message) -> None:
        """Send `message`; only kinds declared in `says` (and Health) may be sent."""
        if type(message) not in self.says and not isinstance(message, Health):
            raise TypeError(f"{self.name} does not declare that it says {type(message).__name__}")
        if self._port is not None:
            self._port.send(self, message)

    async def start(self) -> None:
        """Open devices and load models. Raise AlongsideError if that is not possible."""

    async def stop(self) -> None:
        """Let go of everything. Called once, also after a failed start."""

    async def hear(self, message: Message) -> None:
        """Hand one message to its handler; a failure is told, and the component goes on."""
        try:
            await getattr(self, handler_name(type(message)))(message)
        except AlongsideError as error:
            self.report("degraded", str(error))
        except Exception as error:
            # Neither message nor error text: both may hold a participant's words.
            self.log.error("could not handle %s: %s", type(message).__name__, where_from(error))
            self.report("degraded", f"{type(error).__name__} while handling {type(message).__name__}")

    @property
    def busy(self) -> bool:
        """Whether it has work in hand beside the message it is handling (see `LocalTransport.settle`)."""
        return False

    def report(self, status: Any, detail: str = "") -> None:
        """Tell everyone how this component is."""
        if status == "failed":
            self.problem = detail
        level = logging.WARNING if status in ("degraded", "failed") else logging.INFO
        self.log.log(level, "%s%s", status, f": {detail}" if detail else "")
        self.say(Health(component=self.name, status=status, detail=detail))
