"""Launch files describe the profile's own processes. ROS's `launch` is not on PyPI, so a double stands in."""

import importlib.util
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from alongside.profiles import launch_folder, load_profile, profile_names


class Recorded:
    """A launch action that only remembers what it was made with."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.given, self.named = given, named


@pytest.fixture
def ros_launch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    modules = {
        "launch": ("LaunchDescription",),
        "launch.actions": ("DeclareLaunchArgument", "ExecuteProcess", "SetEnvironmentVariable"),
        "launch.substitutions": ("LaunchConfiguration",),
    }
    for name, kinds in modules.items():
        module = types.ModuleType(name)
        for kind in kinds:
            setattr(module, kind, type(kind, (Recorded,), {}))
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setenv("ALONGSIDE_SESSIONS", str(tmp_path))


def test_there_is_a_launch_file_for_every_profile() -> None:
    assert sorted(path.name.split(".")[0] for path in launch_folder().glob("*.launch.py")) == profile_names()


@pytest.mark.parametrize("name", profile_names())
def test_a_launch_file_starts_each_process_of_its_profile(name: str, ros_launch: None) -> None:
    spec = importlib.util.spec_from_file_location(f"{name}_launch", launch_folder() / f"{name}.launch.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    described = module.generate_launch_description().given[0]
    started = [item for item in described if type(item).__name__ == "ExecuteProcess"]
    assert tuple(item.named["name"] for item in started) == load_profile(name).processes
    for item in started:
        assert item.named["respawn"]
        assert item.named["cmd"][1:4] == ["-m", "alongside.process", name]
