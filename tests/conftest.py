"""What all tests share: real-time tests get a second try, and the summary says that they took it."""

from pathlib import Path

import pytest

REALTIME = (
    "tests/agent/test_chat.py",
    "tests/alongside/test_ros.py",
    "tests/bench/test_turns_line.py",
    "tests/commands/test_topic.py",
    "tests/e2e/test_bad_input.py",
    "tests/e2e/test_browser_session.py",
    "tests/e2e/test_ros_session.py",
    "tests/perception/test_camera.py",
    "tests/speech/test_attention.py",
    "tests/speech/test_listener",
    "tests/speech/test_devices.py",
    "tests/speech/test_echo_loop.py",
    "tests/speech/test_robot_sound.py",
    "tests/speech/test_wav_source.py",
    "tests/speech/test_murmurs.py",
    "tests/speech/test_voice.py",
    "tests/speech/test_voice_ahead.py",
    "tests/speech/test_voice_program.py",
)
SECOND_TRY = (*REALTIME, "tests/e2e/", "tests/embodiment/test_screen", "tests/hardware/", "tests/speech/")
"""A browser, too, may be late on a busy machine."""
ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs by the wall clock. A fault of ours fails twice; a busy machine seldom does."""
    for item in items:
        place = str(item.path.relative_to(ROOT))
        if place.startswith(REALTIME):
            item.add_marker(pytest.mark.realtime)
        if place.startswith(SECOND_TRY):
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=2))
