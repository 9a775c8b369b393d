"""`alongside body`: the bodies there are, whether one answers, and a safe show of what it can do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from typing import Annotated

import numpy as np
import typer

from alongside.component import where_from
from alongside.errors import AlongsideError
from embodiment.card import RobotCard
from embodiment.interface import SCREEN_BODY, STANDS_IN, Capability
from embodiment.robot import Face, Manner, Point, Robot
from hardware.doubles.double import live
from hardware.robot_body import read_options
from hardware.robots import double_class, robot_card, robot_class, robot_names

SCREEN = RobotCard(
    name=SCREEN_BODY.name,
    capabilities=SCREEN_BODY.capabilities,
    gestures=SCREEN_BODY.gestures,
    title="The face on this computer's screen",
    notes=("It is a page in a browser: alongside demo opens it.",),
)
"""The body that needs no robot, so that it stands beside them in the list."""
app = typer.Typer(help="Robots: list them, check one, let one show what it can do.", no_args_is_help=True)
SENTENCE = "Hello. This is a test of my voice."
LOOK_S, GESTURE_S, LIGHT_S = 0.8, 1.2, 0.5
"""Seconds for which each look or face, gesture and colour is shown."""
Address = Annotated[str, typer.Option(help="Where the robot is, as its card says.")]
Options = Annotated[list[str] | None, typer.Option("--option", help="What else it must be told: name=value.")]
Name = Annotated[str, typer.Argument(help="A robot's name, as `alongside body list` has it.")]


@app.command("list")
def list_(name: Annotated[str, typer.Argument(help="One robot; all are listed without it.")] = "") -> None:
    """List the robots, or show one robot's card: what it can do, and what stands in where it cannot."""
    if not name:
        typer.echo(f"{SCREEN.name:14} {SCREEN.title}")
        for each in robot_names():
            typer.echo(f"{each:14} {_title(each)}")
        typer.echo("Show one: alongside body list NAME")
        return
    for line in describe(SCREEN if name == SCREEN.name else robot_card(name)):
        typer.echo(line)


def describe(card: RobotCard) -> list[str]:
    """A card as lines to read."""
    lines = [
        f"{card.title}{f', {card.maker}' if card.maker else ''}",
        f"address: {card.address or 'none needed'}",
    ]
    for capability in Capability:
        way = card.way(capability)
        if way is capability:
            also = f" ({', '.join(card.gestures)})" if capability is Capability.GESTURE else ""
            lines.append(f"  {capability.value:11} yes{also}")
        elif way is not None:
            lines.append(f"  {capability.value:11} no: {way.value} stands in")
        else:
            hint = "" if capability in STANDS_IN else ", and nothing could stand in"
            lines.append(f"  {capability.value:11} no{hint}")
    lines += [f"option {key}: {meaning}" for key, meaning in card.options.items()]
    return lines + [f"note: {note}" for note in card.notes]


@app.command()
def check(name: Name, address: Address = "", option: Options = None) -> None:
    """Connect to a robot and let it go again: says how long it took, or what is wrong and what to do."""
    robot = _robot(name, address, option)

    async def run() -> float:
        begun = time.monotonic()
        await _open(robot)
        took = time.monotonic() - begun
        await robot.close()
        return took

    typer.echo(
        f"{robot.card.title} answers at {address or 'its default address'} ({asyncio.run(run()):.2f} s)"
    )


@app.command()
def wiggle(name: Name, address: Address = "", option: Options = None) -> None:
    """Let a robot show each thing it can do, gently, one after the other. Keep its arms and head free."""
    robot = _robot(name, address, option)
    failed = asyncio.run(_wiggle(robot))
    if failed:
        raise AlongsideError(
            f"{robot.card.title} could not do: {', '.join(failed)}", "See what it says above."
        )


@app.command()
def double(
    name: Name, port: Annotated[int, typer.Option(help="Where it listens; a free one if not given.")] = 0
) -> None:
    """Stand in for a robot until Ctrl+C, at the address that is printed: to rehearse without it."""
    _no_screen(name)
    live(double_class(name)(port=port))


async def _wiggle(robot: Robot) -> list[str]:
    await _open(robot)
    failed = []
    try:
        for capability, shown, work in _shows(robot):
            try:
                await asyncio.wait_for(work, 15.0)
                typer.echo(f"{capability.value:11} {shown}")
            except (AlongsideError, asyncio.TimeoutError) as error:
                failed.append(capability.value)
                typer.echo(f"{capability.value:11} failed: {error or 'it took too long'}")
    finally:
        await robot.stop()
        await robot.close()
    typer.echo("stopped: silent and still")
    return failed


def _shows(robot: Robot) -> list[tuple[Capability, str, Awaitable[None]]]:
    card = robot.card
    shows: list[tuple[Capability, str, Awaitable[None]]] = []
    if Capability.TEXT in card.capabilities:
        shows.append(
            (Capability.TEXT, f"said: {SENTENCE}", robot.say(SENTENCE, Manner(rate=0.9, volume=0.7)))
        )
    if Capability.AUDIO in card.capabilities:
        shows.append((Capability.AUDIO, "sounded a soft tone", robot.play(_tone(), 22050)))
    if Capability.GAZE in card.capabilities:
        shows.append((Capability.GAZE, "looked left, right and ahead", _look(robot)))
    if Capability.GESTURE in card.capabilities:
        shows.append((Capability.GESTURE, f"did: {', '.join(card.gestures)}", _gestures(robot)))
    if Capability.EXPRESSION in card.capabilities:
        shows.append((Capability.EXPRESSION, "looked glad, sad and neutral", _faces(robot)))
    if Capability.LIGHT in card.capabilities:
        shows.append((Capability.LIGHT, "shone in three colours", _lights(robot)))
    return shows


async def _look(robot: Robot) -> None:
    for side in (0.3, -0.3, 0.0):
        await robot.gaze(Point(1.2, side, 0.0))
        await asyncio.sleep(LOOK_S)


async def _gestures(robot: Robot) -> None:
    for name in robot.card.gestures:
        await robot.gesture(name, 0.6)
        await asyncio.sleep(GESTURE_S)


async def _faces(robot: Robot) -> None:
    for face in (Face("happy", 0.6, 0.2), Face("sad", -0.5, -0.1), Face()):
        await robot.express(face)
        await asyncio.sleep(LOOK_S)


async def _lights(robot: Robot) -> None:
    for colour in ((120, 170, 255), (255, 170, 60), (0, 0, 0)):
        await robot.light(*colour)
        await asyncio.sleep(LIGHT_S)


def _tone() -> bytes:
    """Half a second of 440 Hz at a tenth of full scale, faded in and out."""
    time_ = np.arange(11025) / 22050
    sound = 0.1 * np.sin(2 * np.pi * 440 * time_) * np.minimum(1, np.minimum(time_, 0.5 - time_) / 0.05)
    return bytes((sound * 32767).astype("<i2").tobytes())


def _title(name: str) -> str:
    """A robot's title; one of a lab's own that is broken does not hide the others."""
    try:
        return robot_card(name).title
    except AlongsideError as error:
        return f"cannot be loaded: {error}"
    except Exception as error:
        return f"cannot be loaded: {where_from(error)}"


async def _open(robot: Robot) -> None:
    try:
        await robot.open()
    except AlongsideError as error:
        if robot.address or not robot.card.address:
            raise
        # Whoever gave none is told so, not where it was looked for instead.
        do = f"Say where it is: --address, like {robot.card.address}."
        raise AlongsideError(error.what, do) from None


def _no_screen(name: str) -> None:
    if name == SCREEN.name:
        raise AlongsideError("the screen is no robot to connect to", "alongside demo opens it.")


def _robot(name: str, address: str, option: list[str] | None) -> Robot:
    _no_screen(name)
    return robot_class(name)(address, read_options(tuple(option or ())))
