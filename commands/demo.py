"""`alongside demo`: the main job on embedded defaults: weights, then a face in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from alongside.profiles import load_profile
from alongside.sessions import new_session
from commands.up import check_settings, choose_transport, run_graph
from commands.weights import weights


def demo(
    port: Annotated[int, typer.Option(help="Port of the page; 0 for any free one.")] = 8420,
    transport: Annotated[str, typer.Option(help="ros, local, or auto: ros where it is installed.")] = "auto",
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NODE.KEY=VALUE", help="Change one setting; may be repeated."),
    ] = None,
) -> None:
    """Talk to a face on this computer's screen: fetches what is missing, then prints the address."""
    settings = [f"screen.port={port}", *(set_ or [])]
    graph = load_profile("avatar").with_settings(settings)
    check_settings(graph, "avatar", settings)
    weights()
    run_graph(graph, "avatar", new_session(), transport=choose_transport(transport), settings=settings)
