"""What the server shows, whom it lets in, and where it listens."""

from __future__ import annotations

import asyncio
import signal
import socket
from pathlib import Path

import httpx
import psutil
import pytest
import websockets

from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.messages import Control, SheetView
from alongside.records import SheetField
from embodiment.screen.server import Screen
from embodiment.screen.web import STATIC


async def get(wired, path: str = "", **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(wired.screen.address + path, headers=headers)


async def first_line(wired, request: str) -> bytes:
    """How the server answers a request that no well-behaved client would write."""
    reader, writer = await asyncio.open_connection("127.0.0.1", wired.port)
    writer.write(request.encode())
    line = await reader.readline()
    writer.close()
    return line


# ---------------------------------------------------------------- what it shows


async def test_the_page_or_how_to_get_it(wired) -> None:
    answer = await get(wired)
    if (STATIC / "index.html").is_file():
        assert answer.status_code == 200
        assert answer.text == (STATIC / "index.html").read_text(encoding="utf-8")
    else:
        assert answer.status_code == 503
        assert "pip install -e ." in answer.text


@pytest.mark.parametrize("path", ["", "health", "report", "sheet", "ws", "docs", "assets/../../server.py"])
async def test_every_answer_carries_the_security_headers(wired, path) -> None:
    answer = await get(wired, path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy or "default-src 'none'" in policy
    assert "http" not in policy
    assert "script-src" not in policy  # falls back to default-src: never inline, never foreign
    assert answer.headers["permissions-policy"].startswith("microphone=(self), camera=(self)")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in answer.headers
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", ["../server.py", "..%2fserver.py", "%2e%2e/server.py", "....//server.py"])
async def test_no_file_outside_the_page_is_served(wired, path) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", wired.port)
    writer.write(
        f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1:{wired.port}\r\nConnection: close\r\n\r\n".encode()
    )
    answer = await reader.read()
    writer.close()
    assert b" 404 " in answer.splitlines()[0]
    assert b"class Screen" not in answer


async def test_a_sheet_can_be_taken_home_when_it_is_written(wired, tmp_path: Path) -> None:
    early = await get(wired, "sheets/thought_record.pdf")
    assert early.status_code == 404
    assert "not here yet" in early.text
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "thought_record.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "up.pdf").write_bytes(b"%PDF-1.4")
    answer = await get(wired, "sheets/thought_record.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert "attachment" in answer.headers["content-disposition"]
    for path in ("sheets/..%2fup.pdf", "sheets/%2e%2e/up.pdf", "sheets/other.pdf"):
        assert (await get(wired, path)).status_code == 404


async def test_the_report_comes_when_it_is_written(wired, tmp_path: Path) -> None:
    early = await get(wired, "report")
    assert early.status_code == 404
    assert "not here yet" in early.text
    assert 'http-equiv="refresh"' in early.text
    (tmp_path / "report.html").write_text("<h1>How it went</h1>", encoding="utf-8")
    late = await get(wired, "report")
    assert late.status_code == 200
    assert late.text == "<h1>How it went</h1>"
    assert late.headers["content-type"].startswith("text/html")


def field(key: str, **more) -> SheetField:
    return SheetField(
        **{
            "key": key,
            "label": key.title(),
            "kind": "text",
            "prompt": "?",
            "help": "",
            "status": "filled",
            **more,
        }
    )


async def test_the_sheet_prints_what_was_filled_in_and_leaves_room_for_the_rest(wired) -> None:
    assert (await get(wired, "sheet")).status_code == 404
    fields = (
        field("place", value='"the <b>bus</b> stop"', shown="the <b>bus</b> stop"),
        field("mood", kind="rating", value="4", minimum=0, maximum=10, low_label="calm", high_label="tense"),
        field("helps", kind="several", value='["a walk", "tea"]'),
        field("plan", status="skipped"),
    )
    wired.say(SheetView(sheet="day", title="My day & me", status="done", fields=fields))
    wired.say(SheetView(sheet="", status="none"))  # put away: what was filled in still prints
    await wired.transport.settle()
    answer = await get(wired, "sheet")
    assert answer.status_code == 200
    page = answer.text
    assert "My day &amp; me" in page
    assert "the &lt;b&gt;bus&lt;/b&gt; stop" in page
    assert "a walk, tea" in page
    assert "0 calm – 10 tense" in page
    assert ">4<" in page
    assert page.count('class="answer blank"') == 1
    assert "not finished" not in page
    assert "@page { size: A4" in page


async def test_health_tells_how_it_is_and_nothing_of_the_person(wired) -> None:
    before = (await get(wired, "health")).json()
    assert before["status"] == "ready"
    assert before["page"] is False
    client = await wired.connect()
    await client.send({"type": "Control", "name": "session", "value": "start"})
    await wired.until(lambda: wired.heard(Control))
    answer = await get(wired, "health")
    after = answer.json()
    assert after["page"] is True
    assert after["under_way"] is True
    assert after["components"]["others"]["status"] == "ready"
    assert "audio" in after["body"]["capabilities"]
    assert str(wired.screen.context.session) not in answer.text


# ---------------------------------------------------------------- whom it lets in


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "[::1]:{port}", "LOCALHOST:{port}"])
async def test_names_of_this_computer_are_known(wired, host) -> None:
    assert (await get(wired, "health", host=host.format(port=wired.port))).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "localhost.evil.example:{port}", "10.0.0.5:{port}", "[", ""],
)
async def test_a_rebound_name_is_turned_away(wired, host) -> None:
    host = host.format(port=wired.port)
    assert (await get(wired, "health", host=host)).status_code == 421
    request = (
        f"GET /ws HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    assert b" 421 " in await first_line(wired, request)


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://127.0.0.1.evil.example",
        "http://127.0.0.1:1",
        "http://localhost",
        "null",
        "file://",
        "http://[",
        "http://127.0.0.1:99999",
    ],
)
async def test_a_page_of_another_site_is_turned_away(wired, origin) -> None:
    with pytest.raises(websockets.InvalidStatus, match="403"):
        await wired.raw(origin=origin)
    assert (await get(wired, "sheet", origin=origin)).status_code == 403


async def test_a_page_under_another_name_of_this_computer_is_let_in(wired) -> None:
    await wired.connect(origin=f"http://localhost:{wired.port}")


async def test_it_listens_to_this_computer_alone(wired) -> None:
    ours = [each for each in psutil.Process().net_connections("tcp") if each.laddr.port == wired.port]
    listening = [each.laddr.ip for each in ours if each.status == psutil.CONN_LISTEN]
    assert listening == ["127.0.0.1"]


async def test_other_machines_need_a_token_to_be_set(tmp_path: Path) -> None:
    for settings in ({"host": "0.0.0.0"}, {"host": "0.0.0.0", "token": "short"}):
        screen = Screen("screen", {"port": 0, **settings}, Context(session=tmp_path))
        with pytest.raises(AlongsideError, match=r"screen\.token"):
            await screen.start()
        await screen.stop()


async def test_with_a_token_only_who_knows_it_comes_in(start_screen) -> None:
    wired = await start_screen(token="correct-horse-battery")
    assert (await get(wired)).status_code == 403
    assert (await get(wired, "?token=wrong")).status_code == 403
    with pytest.raises(websockets.InvalidStatus, match="403"):
        await wired.raw()
    opened = await get(wired, "?token=correct-horse-battery")
    assert opened.status_code == 303
    assert opened.headers["location"] == "/"
    cookie = opened.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    kept = cookie.split(";")[0]
    assert (await get(wired, "health", cookie=kept)).status_code == 200
    await wired.connect(additional_headers={"Cookie": kept})


# ---------------------------------------------------------------- starting and stopping


async def test_when_ready_it_says_where_it_is(start_screen, tmp_path: Path) -> None:
    wired = await start_screen()
    assert wired.screen.address == f"http://127.0.0.1:{wired.port}/"
    told = []
    wired.screen.bind(type("Port", (), {"send": lambda self, sender, message: told.append(message)})())
    wired.screen.report("ready")
    assert told[0].detail == wired.screen.address


async def test_a_taken_port_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        screen = Screen("screen", {"port": port}, Context(session=tmp_path))
        with pytest.raises(AlongsideError, match=rf"Port {port} is in use .* screen\.port"):
            await screen.start()
        await screen.stop()


async def test_an_address_that_is_not_ours_is_named(tmp_path: Path) -> None:
    screen = Screen("screen", {"host": "203.0.113.7", "token": "x" * 16}, Context(session=tmp_path))
    with pytest.raises(AlongsideError, match=r"203\.0\.113\.7"):
        await screen.start()
    await screen.stop()


@pytest.mark.parametrize("line", ["nobody", " | 112", "a | b | c | d"])
def test_a_contact_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(AlongsideError, match="no contact"):
        Screen("screen", {"contacts": [line]}, Context(session=tmp_path))


async def test_it_starts_again_on_the_port_it_left(start_screen) -> None:
    first = await start_screen()
    page = await first.connect()
    port = first.port
    await first.transport.stop()
    assert await page.closed() in (1001, 1012)
    second = await start_screen(port=port)
    await second.connect()


async def test_signals_stay_with_the_process(start_screen) -> None:
    before = signal.getsignal(signal.SIGINT)
    await start_screen()
    assert signal.getsignal(signal.SIGINT) is before
