"""A profile as a `ros2 launch` description: the same YAML, the same processes, no second list."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from alongside.profiles import launch_folder, load_profile
from alongside.ros import ros_environment
from alongside.sessions import new_session


def describe(profile_name: str) -> Any:
    """The LaunchDescription of a profile.

    Arguments of the launch file: `session` (folder; a new one if not given) and `namespace`.
    Every process is restarted when it dies, as our own supervisor does.
    """

    launch, actions, substitutions = (
        import_module(f"launch{part}") for part in ("", ".actions", ".substitutions")
    )
    profile = load_profile(profile_name)
    settings = [
        actions.SetEnvironmentVariable(name, value)
        for name, value in ros_environment(launch_folder()).items()
    ]
    arguments = [
        actions.DeclareLaunchArgument(
            "session", default_value=str(new_session()), description="folder of the session"
        ),
        actions.DeclareLaunchArgument(
            "namespace", default_value="", description="namespace of robot or session"
        ),
    ]
    processes = [
        actions.ExecuteProcess(
            name=process,
            cmd=_command(
                profile_name,
                process,
                substitutions.LaunchConfiguration("session"),
                substitutions.LaunchConfiguration("namespace"),
            ),
            output="screen",
            respawn=True,
            respawn_delay=1.0,
        )
        for process in profile.processes
    ]
    return launch.LaunchDescription([*arguments, *settings, *processes])


def _command(profile: str, process: str, session: Any, namespace: Any) -> list[Any]:
    program = [sys.executable, "-m", "alongside.process", profile, "--process", process, "--transport", "ros"]
    return [*program, "--session", session, "--namespace", namespace]
