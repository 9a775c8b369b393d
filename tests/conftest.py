"""What all tests share: real-time tests get a second try, and the summary says that they took it."""

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer

from tests.scheduling import SurvivingScheduling

# How long one example takes says how busy the machine is, and nothing about us.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

REALTIME = (
    "tests/speech/test_listener.py",
    "tests/speech/test_devices.py",
    "tests/alongside/test_ros.py",
    "tests/deployment/test_two_computers.py",
    "tests/e2e/test_bad_input.py",
    "tests/e2e/test_ros_session.py",
    "tests/e2e/test_browser_session.py",
    "tests/e2e/test_lip_sync.py",
    "tests/speech/test_listener",
    "tests/speech/test_robot_sound.py",
    "tests/speech/test_echo_loop.py",
    "tests/speech/test_voice.py",
    "tests/speech/test_voice_ahead.py",
    "tests/speech/test_voice_program.py",
    "tests/speech/test_murmurs.py",
    "tests/speech/test_attention.py",
    "tests/agent/test_chat.py",
    "tests/commands/test_topic.py",
    "tests/bench/test_turns_line.py",
    "tests/perception/test_camera.py",
    "tests/speech/test_wav_source.py",
)
"""What runs by the wall clock, in the order in which two processes take it: long files first, and such that
one that computes (the listener, whole sessions) mostly runs beside one that waits."""
SECOND_TRY = (
    *REALTIME,
    "tests/agent/test_agent_node.py",
    "tests/commands/test_supervisor.py",
    "tests/deployment/",
    "tests/e2e/",
    "tests/embodiment/test_embodiment_node.py",
    "tests/embodiment/test_screen",
    "tests/hardware/",
    "tests/perception/test_perception_node.py",
    "tests/perception/test_theirs_node.py",
    "tests/speech/",
    "tests/study/test_recorder_ros.py",
)
"""A browser and a graph of processes, too, may be late on a busy machine."""
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def participants_keys(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keys of people in tests lie with the tests' files, also those that commands make."""
    os.environ["ALONGSIDE_KEYS"] = str(tmp_path_factory.mktemp("keys"))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> SurvivingScheduling | None:
    """A process that dies costs one test, not the run."""
    return SurvivingScheduling(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files of which `-m` takes no test are not even read: every process would import them in vain."""
    marked = {"realtime": True, "not realtime": False}.get(config.option.markexpr)
    if marked is None or collection_path.suffix != ".py" or not collection_path.name.startswith("test_"):
        return None
    place = str(collection_path.relative_to(ROOT))
    if place.startswith(REALTIME):
        return None if marked else True
    return True if marked and "mark.realtime" not in collection_path.read_text("utf-8") else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs by the wall clock. A fault of ours fails twice; a busy machine seldom does.

    Of the rest, files with most slow tests come first: no process begins a long one last.
    """
    slow: Counter[Path] = Counter()
    turn: dict[Path, int] = {}
    for item in items:
        place = str(item.path.relative_to(ROOT))
        if place.startswith(REALTIME):
            item.add_marker(pytest.mark.realtime)
        if place.startswith(SECOND_TRY):
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=2))
        slow[item.path] += item.get_closest_marker("slow") is not None
        turn[item.path] = min(
            (n for n, start in enumerate(REALTIME) if place.startswith(start)), default=len(REALTIME)
        )
    items.sort(key=lambda item: (turn[item.path], -slow[item.path]))
