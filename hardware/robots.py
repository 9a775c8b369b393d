"""The robots there are: ours, and those that a lab's own package adds.

Ours are the modules of this folder that have a YAML card beside them. Another package adds one so:

    [project.entry-points."alongside.robots"]
    ourbot = "our_package.ourbot:OurBot"
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

GROUP = "alongside.robots"
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
    try:
        if (FOLDER / f"{name}.yaml").is_file():
            found = import_module(f"hardware.{name}").ROBOT
        else:
            [item] = entry_points(group=GROUP, name=name)
            found = item.load()
    except ImportError as error:
        missing = error.name or "a package"
        raise AlongsideError(
            f"the robot {name} needs {missing}, which is not installed",
            f"Install it: pip install 'alongside[{name}]'",
        ) from None
    if not (isinstance(found, type) and issubclass(found, Robot)):
        raise AlongsideError(f"the robot {name} is no embodiment.robot.Robot", "Derive its class from it.")
    return found
