"""A small speech server of the OpenAI protocol on this computer, whose sound is a real engine's."""

from __future__ import annotations

import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import loads
from typing import Any


class Server(ThreadingHTTPServer):
    """What it was asked, and how it is to answer: well, slowly, with an error, raw, or without an end."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, Any], str]] = []  # path, body, authorization
        self.manner = "well"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, body, self.headers.get("Authorization", "")))
        manner = self.server.manner
        if manner == "error":
            self.send_error(500, "the words: " + body["input"])
            return
        if manner == "slow":
            time.sleep(1.0)
        sound = spoken_by_espeak(body["input"], 175 * body["speed"])
        if manner == "raw":
            sound = sound[44:]
        elif manner == "mp3":
            sound = b"ID3" + sound
        elif manner == "streamed":  # lengths that are not known when the header is sent
            sound = sound[:4] + struct.pack("<I", 0xFFFFFFFF) + sound[8:40] + b"\xff\xff\xff\xff" + sound[44:]
        self.send_response(200)
        self.end_headers()
        for at in range(0, len(sound), 4096):
            self.wfile.write(sound[at : at + 4096])

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing to the terminal."""


def spoken_by_espeak(text: str, speed: float) -> bytes:
    """A WAV by the espeak-ng program."""
    command = ["espeak-ng", "-v", "en-us", "-s", str(round(speed)), "--stdout", "--", text]
    return subprocess.run(command, check=True, capture_output=True).stdout


@contextmanager
def speech_server() -> Iterator[Server]:
    """The server while the block runs."""
    server = Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
