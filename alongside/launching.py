"""A profile as a `ros2 launch` description: the same YAML, the same processes, no second list."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from alongside.place import stand
from alongside.profiles import Profile, launch_folder, load_profile
from alongside.ros import ros_environment
from alongside.sessions import new_session


def describe(profile_name: str) -> Any:
    """The LaunchDescription of a profile.

    Arguments of the launch file: `session` (folder; a new one if not given) and `namespace`. A profile with
    hosts has also `part` (this host, whose nodes alone are started; all of them if not given) and `hosts`
    (addresses that differ from the profile's, as in `hosts:="robot=10.0.0.2 desk=10.0.0.1"`).
    Every process is restarted when it dies, as our own supervisor does.
    """
    launch, actions, substitutions = (
        import_module(f"launch{part}") for part in ("", ".actions", ".substitutions")
    )
    profile = load_profile(profile_name)
    given = substitutions.LaunchConfiguration
    arguments = [
        actions.DeclareLaunchArgument(
            "session", default_value=str(new_session()), description="folder of the session"
        ),
        actions.DeclareLaunchArgument(
            "namespace", default_value="", description="namespace of robot or session"
        ),
    ]
    fixed = ["--session", given("session"), "--namespace", given("namespace")]
    if not profile.hosts:
        return launch.LaunchDescription([*arguments, *_started(profile, profile_name, fixed, actions)])
    arguments += [
        actions.DeclareLaunchArgument("part", default_value="", description="which host this computer is"),
        actions.DeclareLaunchArgument("hosts", default_value="", description="name=address name=address"),
    ]

    def known(context: Any) -> list[Any]:
        """What is started, now that the arguments are known."""
        part = given("part").perform(context)
        if not part:
            return _started(profile, profile_name, fixed, actions)
        place = stand(profile.hosts, part, given("hosts").perform(context).split())
        dds_profile = place.write_dds_profile(Path(given("session").perform(context)))
        told = [*fixed, *place.arguments]
        return _started(profile.part(part), profile_name, told, actions, dds_profile)

    return launch.LaunchDescription([*arguments, actions.OpaqueFunction(function=known)])


def _started(
    profile: Profile, name: str, arguments: list[Any], actions: Any, dds_profile: Path | None = None
) -> list[Any]:
    environment = ros_environment(launch_folder(), dds_profile)
    program = [sys.executable, "-m", "alongside.process", name]
    return [
        *(actions.SetEnvironmentVariable(variable, value) for variable, value in environment.items()),
        *(
            actions.ExecuteProcess(
                name=process,
                cmd=[*program, "--process", process, "--transport", "ros", *arguments],
                output="screen",
                respawn=True,
                respawn_delay=1.0,
            )
            for process in profile.processes
        ),
    ]
