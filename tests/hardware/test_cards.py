"""The table of robots in the documentation is what the cards say; each robot of ours has a profile.

Write the table anew: python -m pytest tests/hardware/test_cards.py prints the one it wants.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from alongside.profiles import load_profile
from embodiment.interface import Capability
from hardware.robots import FOLDER, robot_card

ROOT = Path(__file__).parents[2]
OURS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
SHOWN = [item for item in Capability if item is not Capability.SCREEN]


def table() -> list[str]:
    """One row a robot, one column a capability."""
    head = ["name", "robot", *(item.value for item in SHOWN)]
    rows = [head, ["---"] * len(head)]
    for name in OURS:
        card = robot_card(name)
        able = ["yes" if item in card.capabilities else "" for item in SHOWN]
        rows.append([f"`{name}`", card.title, *able])
    return [f"| {' | '.join(row)} |" for row in rows]


def test_the_documentation_lists_what_each_robot_can_do() -> None:
    written = (ROOT / "docs" / "bodies.md").read_text("utf-8")
    assert "\n".join(table()) in written, "\n".join(table())


@pytest.mark.parametrize("name", OURS)
def test_each_robot_has_a_profile_that_names_it(name: str) -> None:
    profile = yaml.safe_load((ROOT / "launch" / "profiles" / f"{name}.yaml").read_text("utf-8"))
    assert profile["nodes"]["robot"]["settings"]["robot"] == name
    assert set(profile["nodes"]["robot"]["settings"]) >= {"robot", "address"}


def test_a_double_can_be_rehearsed_with_by_itself() -> None:
    double = subprocess.Popen(
        [sys.executable, "-m", "hardware.doubles.qtrobot"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert double.stdout is not None
        assert double.stdout.readline().startswith("address: 127.0.0.1:")
    finally:
        double.terminate()
        double.wait(10)


@pytest.mark.parametrize("name", [*OURS, "reachy_mini_beside"])
def test_the_page_takes_over_the_voice_of_whoever_has_it(name: str) -> None:
    nodes = {node.name: node for node in load_profile(name).nodes}
    others = ("speaker",) if "speaker" in nodes else ("robot",)
    in_place_of = nodes["screen"].settings.get("stands_in_for", ("robot", "speaker"))
    # A robot that is gone, while a loudspeaker beside it speaks on, is no reason to speak a second time.
    assert set(in_place_of) & nodes.keys() == set(others)
