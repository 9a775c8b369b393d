"""The robots there are: ours, and those that a lab's own package adds.

Ours are the modules of this folder that have a YAML card beside them. Another package adds one so:

    [project.entry-points."alongside.robots"]
    ourbot = "ourbot.robot:OurBot"

    [project.entry-points."alongside.doubles"]
    ourbot = "ourbot.double:OurBotDouble"
"""

from __future__ import annotations

import difflib
import functools
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from alongside.errors import AlongsideError
from embodiment.card import RobotCard, load_card
from embodiment.robot import Robot
from hardware.doubles.double import Double

GROUP, DOUBLES = "alongside.robots", "alongside.doubles"
FOLDER = Path(__file__).parent


@functools.cache
def robot_names() -> tuple[str, ...]:
    """Every robot's name, ours first."""
    ours = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    theirs = sorted(item.name for item in entry_points(group=GROUP) if item.name not in ours)
    return (*ours, *theirs)


def robot_card(name: str) -> RobotCard:
    """The card of a robot, without loading what drives it where it is ours."""
    ours = FOLDER / f"{name}.yaml"
    return load_card(ours) if ours.is_file() else robot_class(name).card


def robot_class(name: str) -> type[Robot]:
    """What drives a robot. Raises AlongsideError for one that is not known, or lacks its packages."""
    if name not in robot_names():
        near = difflib.get_close_matches(name, robot_names(), n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(robot_names())}."
        raise AlongsideError(f"there is no robot called {name!r}", hint)
    ours = (FOLDER / f"{name}.yaml").is_file()
    try:
        if ours:
            found = import_module(f"hardware.{name}").ROBOT
        else:
            [item] = entry_points(group=GROUP, name=name)
            found = item.load()
    except ImportError as error:
        missing = error.name or "a package"
        raise AlongsideError(
            f"the robot {name} needs {missing}, which is not installed",
            f"Install it: pip install 'alongside[{name}]'" if ours else "Install it, or mend its package.",
        ) from None
    if not (isinstance(found, type) and issubclass(found, Robot)):
        raise AlongsideError(f"the robot {name} is no embodiment.robot.Robot", "Derive its class from it.")
    return found


def with_double() -> tuple[str, ...]:
    """The robots that can be rehearsed with where they are not there."""
    theirs = {item.name for item in entry_points(group=DOUBLES)}
    ours = {path.stem for path in (FOLDER / "doubles").glob("*.py")}
    return tuple(name for name in robot_names() if name in theirs | ours)


def double_class(name: str) -> type[Double]:
    """The double of a robot. Raises AlongsideError for one that has none, or lacks its packages."""
    robot_class(name)
    if name not in with_double():
        raise AlongsideError(f"the robot {name} has no double", f"There are: {', '.join(with_double())}.")
    if (FOLDER / "doubles" / f"{name}.py").is_file():
        found = import_module(f"hardware.doubles.{name}").DOUBLE
    else:
        [item] = entry_points(group=DOUBLES, name=name)
        found = item.load()
    if not (isinstance(found, type) and issubclass(found, Double)):
        raise AlongsideError(
            f"the double of {name} is no Double", "Derive it from hardware.doubles.double.Double."
        )
    return found
