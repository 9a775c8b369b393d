"""How a broker is reached: address, protocol version, user and password, TLS."""

from __future__ import annotations

import logging
import os
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import aiomqtt
from aiomqtt.exceptions import MqttConnectError
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from alongside.errors import AlongsideError
from hardware.peripherals.inbox import Inbox
from hardware.peripherals.outbox import MATTERS

KEEPALIVE_S = 10
"""A silent line is found dead within one and a half times this."""
ANSWER_S = 5.0
"""Seconds a broker may take to confirm something."""
SESSION_S = 3600
"""Seconds a broker of version 5 keeps what matters for a companion that is away."""


class Heard(logging.Handler):
    """The last error of the client's own log: why TLS failed stands nowhere else."""

    text = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        if record.levelno >= logging.ERROR:
            self.text = record.getMessage()


@dataclass(frozen=True)
class Access:
    """One broker and who we are to it. The password is not part of its `repr`."""

    host: str
    port: int
    identifier: str
    version: str = "3.1.1"
    user: str = ""
    password: str = field(default="", repr=False)
    tls: ssl.SSLContext | None = None

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    def client(self, inbox: Inbox, will: aiomqtt.Will, heard: Heard) -> aiomqtt.Client:
        """A client for one connection; call it on the event loop. The broker keeps its session."""
        logger = logging.Logger("mqtt")  # ours alone: what it says is told as our health, once
        logger.addHandler(heard)
        given: dict[str, Any] = {"clean_session": False}
        if self.version == "5":
            properties: Any = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
            properties.SessionExpiryInterval = SESSION_S
            given = {"properties": properties, "clean_start": False}
        client = aiomqtt.Client(
            self.host,
            self.port,
            identifier=self.identifier,
            protocol=aiomqtt.ProtocolVersion.V5 if self.version == "5" else aiomqtt.ProtocolVersion.V311,
            username=self.user or None,
            password=self.password or None,
            tls_context=self.tls,
            will=will,
            keepalive=KEEPALIVE_S,
            timeout=ANSWER_S,
            logger=logger,
            queue_type=cast("type[Inbox]", lambda maxsize: inbox),
            **given,
        )
        client.pending_calls_threshold = MATTERS
        return client


def read_password(variable: str, file: str) -> str:
    """The password from a file's first line or an environment variable. Raises AlongsideError."""
    if file:
        try:
            lines = Path(file).expanduser().read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            raise AlongsideError(
                f"the broker's password file {file} cannot be read", "Check password_file."
            ) from None
        return lines[0].strip() if lines else ""
    return os.environ.get(variable, "")


def tls_context(ca: str, certificate: str, key: str) -> ssl.SSLContext:
    """TLS that checks the broker's name and certificate. Raises AlongsideError for files it cannot use."""
    for name, path in (("ca", ca), ("certificate", certificate), ("key", key)):
        if path and not Path(path).expanduser().is_file():
            raise AlongsideError(f"there is no file {path}", f"Check the broker's setting {name}.")
    if bool(certificate) != bool(key):
        raise AlongsideError("a client certificate needs its key", "Set both certificate and key.")
    try:
        context = ssl.create_default_context(cafile=str(Path(ca).expanduser()) if ca else None)
        if certificate:
            context.load_cert_chain(Path(certificate).expanduser(), Path(key).expanduser())
    except (ssl.SSLError, OSError):
        raise AlongsideError(
            "the broker's certificate files cannot be used",
            "ca, certificate and key are PEM files; the key has no passphrase.",
        ) from None
    return context


def in_words(error: Exception, access: Access, heard: str = "") -> str:
    """One line: what is wrong with the broker and what to do. `heard` is what the client's log said."""
    text = f"{error} {heard}".lower()
    where = f"the MQTT broker at {access}"
    if "certificate verify failed" in text:
        return f"{where} shows a certificate that is not trusted. Set ca to the authority that signed it."
    if isinstance(error, MqttConnectError):
        if any(word in text for word in ("not authori", "user name", "password", "banned")):
            return f"{where} refuses us. Check user and password, and that they may use alongside/#."
        return f"{where} refuses the connection. Check version ({access.version})."
    if "ssl" in text or "tls" in text or "certificate" in text:
        return f"{where} does not agree on TLS. Check tls, port, certificate and key."
    if "name or service" in text or "name resolution" in text or "getaddrinfo" in text:
        return f"the MQTT broker's name {access.host} is not known. Check broker and the network."
    return f"{where} cannot be reached. Check that it runs, its port, and the network."
