"""The page for setting up a room: what it is told, and who is told."""

from __future__ import annotations

import base64
import socket
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, repeat

import numpy as np
import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from alongside.errors import AlongsideError
from commands.look import look, page
from perception.covered import Shows
from perception.looking import NAMES, Looking, doubts, live
from perception.pictures import to_jpeg

HOST = {"host": "127.0.0.1:8790", "origin": "http://127.0.0.1:8790"}
EMPTY = to_jpeg(np.full((240, 320, 3), 90, np.uint8))


def test_the_page_is_told_what_is_read(landmarker, head) -> None:
    frames = chain([EMPTY], repeat(head("chi", "smile")))
    client = TestClient(page(Looking(frames, landmarker), 30), base_url="http://127.0.0.1:8790")
    assert "Nothing is stored" in client.get("/").text
    with client.websocket_connect("/live", headers=HOST) as live_page:
        assert live_page.receive_json()["face"] is None
        told = live_page.receive_json()
    assert base64.b64decode(told["jpeg"]) == head("chi", "smile")
    face = told["face"]
    assert np.array(face["points"]).shape == (478, 2)
    assert 0.3 < np.mean(face["points"]) < 0.7
    units = {unit["code"]: unit for unit in face["units"]}
    assert units[12]["name"] == "smile"
    assert units[12]["intensity"] > 0.6
    assert units.keys() <= NAMES.keys()
    assert any("at rest" in doubt for doubt in face["doubts"])


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "127.0.0.1:8790", "origin": "https://elsewhere.example"},
        {"host": "elsewhere.example", "origin": "http://elsewhere.example"},
        {"host": "127.0.0.1:8790"},
    ],
)
def test_no_other_page_gets_pictures(landmarker, headers: dict[str, str]) -> None:
    client = TestClient(page(Looking(repeat(EMPTY), landmarker), 30))
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/live", headers=headers):
        pass


def test_a_camera_that_stops_is_told_on_the_page(landmarker) -> None:
    def stops() -> Iterator[bytes]:
        yield EMPTY
        raise AlongsideError("the camera stopped giving pictures", "Plug it in.")

    client = TestClient(page(Looking(stops(), landmarker), 30))
    with client.websocket_connect("/live", headers=HOST) as live_page:
        live_page.receive_json()
        assert "stopped giving pictures" in live_page.receive_json()["error"]


def test_no_camera_is_one_line() -> None:
    with pytest.raises(AlongsideError, match="no camera answers"):
        next(live("/nowhere/video", 10))


def test_doubts_are_told_in_words(reading, head) -> None:
    good = reading(head("ada", "neutral"))
    assert doubts(good, learnt=True, shown=Shows()) == []
    assert "too dark" in doubts(replace(good, light=0.05), learnt=True, shown=Shows())[0]
    assert "blurred" in doubts(replace(good, sharp=0.15), learnt=True, shown=Shows())[0]
    assert "turned away" in doubts(replace(good, yaw=-40.0), learnt=True, shown=Shows())[0]
    assert doubts(good, learnt=True, shown=Shows(0.1, 0.2)) == ["mouth covered", "an eye covered"]
    assert "2 more" in doubts(good, learnt=True, shown=Shows(), others=2)[0]
    assert "at rest" in doubts(good, learnt=False, shown=Shows())[0]


def test_a_port_that_is_taken_is_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(AlongsideError, match=f"port {port} is taken"):
            look("/nowhere.png", port, 10)
