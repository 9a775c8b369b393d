"""A broker in our own process, for a laptop without one: MQTT 3.1.1, loopback only, nothing on disk."""

from __future__ import annotations

import contextlib
import logging
from typing import Any

from alongside.errors import AlongsideError

HOST = "127.0.0.1"


class EmbeddedBroker:
    """amqtt on 127.0.0.1. Anyone on this computer may use it; nobody from outside can."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._broker: Any = None

    async def start(self) -> None:
        """Listen. Raises AlongsideError if the port is taken or amqtt is not installed."""
        try:
            from amqtt.broker import Broker
            from amqtt.errors import BrokerError
        except ImportError:
            raise AlongsideError(
                "the embedded MQTT broker needs amqtt, which is not installed",
                "Install it: pip install 'alongside[peripherals]', or set broker to one you run.",
            ) from None
        for name in ("amqtt", "transitions"):  # they tell every packet, and every failure with a traceback
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._broker = Broker(
            {
                "listeners": {"default": {"type": "tcp", "bind": f"{HOST}:{self.port}"}},
                "plugins": {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
            }
        )
        try:
            await self._broker.start()
        except BrokerError:
            self._broker = None
            raise AlongsideError(
                f"the embedded MQTT broker cannot have port {self.port}: something else uses it",
                "Set another port, or set broker to localhost to use the broker that runs there.",
            ) from None

    async def stop(self) -> None:
        """Be gone."""
        if self._broker is not None:
            with contextlib.suppress(Exception):  # whatever it says, the session is over
                await self._broker.shutdown()
            self._broker = None
