"""`alongside profile`: the profiles there are, and every setting of one with its meaning."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import typer

from alongside.component import Component, Context
from alongside.profiles import load_profile, make_component, profile_names


def profile(
    name: Annotated[
        str, typer.Argument(help="A profile's name or file; all are listed if none is given.")
    ] = "",
) -> None:
    """List the profiles, or show one: its nodes, their processes, and every setting with its meaning."""
    if not name:
        for each in profile_names():
            typer.echo(f"{each:18} {load_profile(each).title}")
        typer.echo("Show one: alongside profile NAME")
        return
    graph = load_profile(name)
    typer.echo(f"{graph.name}: {graph.title}")
    for node in graph.nodes:
        component = make_component(node, Context(Path("/nonexistent")))
        needed = ", required" if node.required else ""
        typer.echo(f"\n{node.name}  ({node.component}, process {node.process}{needed})")
        for line in describe(component):
            typer.echo(f"  {line}")


def describe(component: Component) -> list[str]:
    """One line a setting: name, value, meaning, bounds."""
    lines = []
    for item in dataclasses.fields(component.settings):
        value: Any = getattr(component.settings, item.name)
        low, high = item.metadata.get("low"), item.metadata.get("high")
        bounds = f" ({low} to {high})" if low is not None and high is not None else ""
        lines.append(f"{item.name} = {value!r}  {item.metadata.get('description', '')}{bounds}")
    return lines
