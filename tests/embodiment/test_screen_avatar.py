"""A lab's own model: what is taken for one, where it is served, and what the page makes of it."""

from __future__ import annotations

import asyncio
import json
import struct
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.component import Context
from alongside.errors import AlongsideError
from bench.face.shown import shown
from embodiment.screen import avatar
from embodiment.screen.avatar import find_avatar
from embodiment.screen.server import Screen
from tests.embodiment.clips import spoken
from tests.embodiment.vrm.model import build

SMALL = (400, 480)  # drawn without a graphics card, every pixel takes its time
MODELS = {"1.0": build(), "0.x": build(old=True)}


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A model file of each version."""
    file = tmp_path / "own.vrm"
    file.write_bytes(MODELS[request.param])
    return file


def binary(head: dict[str, Any]) -> bytes:
    """A glTF binary without any data."""
    text = json.dumps(head).encode()
    return struct.pack("<4sIIII", b"glTF", 2, 20 + len(text), len(text), 0x4E4F534A) + text


NOT_ONE = binary({"asset": {"version": "2.0"}, "extensions": {"VRMC_vrm": {"specVersion": "1.0"}}})
"""Looks like a model to the server; the page finds out that it is none."""


def refused(file: Path) -> str:
    with pytest.raises(AlongsideError) as caught:
        find_avatar(str(file))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_model_of_either_version_is_taken(model: Path) -> None:
    assert find_avatar(str(model)) == model
    assert find_avatar("") is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"glTF",
        b"\xff\xd8\xff" + bytes(100),
        binary({"asset": {"version": "2.0"}}),  # a model, but of no person
        binary({"extensions": ["VRM"]}),
        binary({"extensions": {"VRM": {}}})[:-3],
        MODELS["1.0"][:-100],
        MODELS["1.0"].replace(b"glTF", b"FTlg", 1),
    ],
)
def test_what_is_no_model_is_refused_in_one_line(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "other.vrm"
    file.write_bytes(content)
    assert "is not a VRM model" in refused(file)


@given(st.binary(max_size=60), st.integers(0, 60))
def test_no_damage_to_the_beginning_of_a_file_is_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int
) -> None:
    file = tmp_path_factory.getbasetemp() / "damaged.vrm"
    whole = MODELS["1.0"]
    file.write_bytes(whole[:at] + noise + whole[at + len(noise) :])
    told: list[str] = []
    try:
        assert find_avatar(str(file)) == file
    except AlongsideError as error:
        told.append(error.what)
    assert all("is not a VRM model" in line for line in told)


def test_a_missing_file_and_one_too_large_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "cannot be read" in refused(tmp_path / "none.vrm")
    assert "cannot be read" in refused(tmp_path)
    monkeypatch.setattr(avatar, "MOST_BYTES", 1000)
    large = tmp_path / "large.vrm"
    large.write_bytes(MODELS["1.0"])
    assert "more than" in refused(large)


async def test_a_screen_does_not_start_with_what_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "words.vrm").write_text("not a model")
    settings = {"port": 0, "avatar": str(tmp_path / "words.vrm")}
    with pytest.raises(AlongsideError, match="not a VRM model"):
        await Screen("screen", settings, Context(session=tmp_path)).start()


async def test_only_that_file_is_served_and_the_page_is_told(start_screen: Any, tmp_path: Path) -> None:
    own = tmp_path / "models" / "own.vrm"
    own.parent.mkdir()
    own.write_bytes(MODELS["1.0"])
    (own.parent / "other.vrm").write_bytes(MODELS["0.x"])
    wired = await start_screen(avatar=str(own))
    hello = await (await wired.raw()).next("Hello")
    async with httpx.AsyncClient(trust_env=False, base_url=wired.screen.address) as client:
        answer = await client.get(hello["avatar"])
        assert answer.content == MODELS["1.0"]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        foreign = await client.get(hello["avatar"], headers={"Origin": "http://evil.example"})
        assert foreign.status_code == 403
        for path in ("/other.vrm", "/models/own.vrm", "/avatar.vrm/../other.vrm"):
            assert (await client.get(path)).status_code == 404
    plain = await start_screen()
    assert (await (await plain.raw()).next("Hello"))["avatar"] == ""
    async with httpx.AsyncClient(trust_env=False, base_url=plain.screen.address) as client:
        assert (await client.get("/avatar.vrm")).status_code == 404


# ---------------------------------------------------------------- in a browser


@pytest.mark.slow
async def test_the_page_shows_the_model_and_its_mouth_speaks(model: Path) -> None:
    async with shown(avatar=model, size=SMALL) as here:
        assert await here.page.locator("canvas.avatar").count() == 1
        assert await here.page.locator("svg.portrait").count() == 0
        assert await here.page.evaluate("window.alongside.mouth()") < 0.1
        here.say(spoken("a1", (("aa", 2.5),)))
        await here.until("window.alongside.mouth() > 0.4")
        await here.until("!window.alongside.playing && window.alongside.mouth() < 0.1")
        assert here.complaints == []
        await asyncio.to_thread(
            model.write_bytes, NOT_ONE
        )  # exchanged under our hands: the drawn face stands in
        await here.page.reload()
        await here.page.get_by_text("The chosen avatar cannot be shown: its file").first.wait_for()
        assert await here.page.locator("svg.portrait").count() == 1
        assert await here.page.locator("canvas.avatar").count() == 0


@pytest.mark.slow
async def test_without_graphics_the_drawn_face_stands_in(tmp_path: Path) -> None:
    file = tmp_path / "own.vrm"
    file.write_bytes(MODELS["1.0"])
    async with shown(avatar=file, webgl=False) as here:
        await here.page.get_by_text("The chosen avatar cannot be shown: this browser").first.wait_for()
        assert await here.page.locator("svg.portrait").count() == 1
