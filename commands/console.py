"""`alongside console [SESSION ...]`: the operator's console, for one session or several."""

from __future__ import annotations

import asyncio
import getpass
import secrets
import signal
from pathlib import Path
from typing import Annotated

import typer

from alongside.errors import AlongsideError
from alongside.sessions import find_session, sessions_folder
from embodiment.screen.guard import Guard, is_loopback
from embodiment.screen.serve import WebServer, listen
from study.console.desk import Who, make_desk, places
from study.console.place import Place, place_at
from study.protocol.load import PROTOCOL
from study.vault.visits import SESSIONS


def console(
    sessions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SESSION]...",
            help="Sessions to watch: folders, names, `last`, or addresses http://HOST:PORT/?token=SECRET; "
            "a study's folder: its visits, as they come and go. None: all sessions outside of studies.",
        ),
    ] = None,
    name: Annotated[str, typer.Option(help="Who sits at it, as the study knows them.")] = "",
    role: Annotated[str, typer.Option(help="In which role: operator, wizard, rater ...")] = "operator",
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port of the page; 0 for any free one.")] = 8430,
) -> None:
    """See how sessions go, and stop, pause, note, approve or speak: the operator's page, until Ctrl+C."""
    given: list[Place] = []
    folders: list[Path] = []
    watched: list[Path] = [] if sessions else [sessions_folder()]
    for item in sessions or []:
        if "://" in item:
            given.append(place_at(item))
        elif (Path(item) / PROTOCOL).is_file():
            watched.append(Path(item) / SESSIONS)
        else:
            folders.append(find_session(item))
    who = Who(name or getpass.getuser(), role)
    if not (who.name.strip() and who.role.strip()):
        raise AlongsideError("Who sits at the console is not known", "Give --name and --role.")
    app = make_desk(lambda: places(given, folders, watched), who)
    listening = listen(host, port)
    token = secrets.token_urlsafe(24)
    number = listening.getsockname()[1]
    server = WebServer(Guard(app, host, token, f"alongside_desk_{number}"), listening)
    shown = f"[{host}]" if ":" in host else host
    if not is_loopback(host):
        typer.echo("Other machines can reach this page: whoever has its address can run the sessions.")
    asyncio.run(_serve(server, f"http://{shown}:{number}/?token={token}", watched))


async def _serve(server: WebServer, address: str, watched: list[Path]) -> None:
    await server.start()
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    of = f"sessions in {', '.join(map(str, watched))}" if watched else "the sessions named"
    typer.echo(f"watching {of}. Open {address} in a browser. Ctrl+C ends.")
    await ended.wait()
    await server.stop()
