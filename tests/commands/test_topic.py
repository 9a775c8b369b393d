"""`alongside topic` beside a running process."""

import collections
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from alongside_msgs.msg import Act, AudioChunk, Turn, Word

from alongside.errors import AlongsideError
from commands.topic import lines, message_class, rate
from tests.ros_doubles import own_graph, program

__all__ = ["own_graph"]

NODES = {
    "talker": {"is": "tests.ros_doubles:Talker", "settings": {"greeting": "it's a fine day"}},
    "clock": {"is": "tests.ros_doubles:Clock"},
}

# As `alongside topic` does, without the other verbs.
PROGRAM = """
import sys
from alongside.errors import AlongsideError
from commands.topic import app
try:
    app(standalone_mode=False)
except AlongsideError as error:
    sys.exit(f"alongside: {error}")
"""


def topic(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[None]:
    with program(tmp_path, NODES) as running:
        running.ready("talker")
        running.ready("clock")
        yield


@pytest.mark.usefixtures("graph")
def test_list_echo_and_hz_show_what_travels() -> None:
    listed = topic("list").stdout.splitlines()
    assert "/turn  [alongside_msgs/msg/Turn]" in listed
    assert "/audio  [alongside_msgs/msg/AudioChunk]" in listed
    assert not [line for line in listed if "rosout" in line]

    echoed = topic("echo", "turn", "--count", "2").stdout
    assert "turn_id: 't0'" in echoed
    assert "turn_id: 't1'" in echoed
    assert "text: 'it''s a fine day'" in echoed
    assert echoed.count("---") == 2

    chunk = topic("echo", "/audio", "--count", "1").stdout
    assert "samples: 1024 bytes: 00 00" in chunk

    rates = topic("hz", "audio", "--seconds", "3").stdout.splitlines()
    found = re.match(r"([\d.]+) Hz \(gaps \d+ to \d+ ms, \d+ messages\)", rates[-1])
    assert found
    assert 10 < float(found[1]) < 25  # it says 20 a second


@pytest.mark.usefixtures("graph")
def test_a_topic_that_does_not_exist_is_answered_with_the_nearest() -> None:
    done = topic("echo", "turns")
    assert done.stderr == "alongside: there is no topic /turns. Did you mean /turn?\n"
    assert done.returncode == 1


def test_no_graph_is_said_so() -> None:
    assert topic("echo", "turn").stderr.startswith("alongside: no graph is running here. Start one")


@pytest.mark.usefixtures("graph")
def test_ctrl_c_ends_it_cleanly() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "echo", "audio"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")


def test_messages_become_short_lines() -> None:
    turn = Turn(text="two\nlines", words=[Word(text="two", start=0.1 + 0.2), Word(text="lines")])
    text = "\n".join(lines(turn))
    assert "text: 'two\\nlines'" in text
    assert "words:\n  - text: 'two'\n    start: 0.3\n" in text
    assert "header:\n  stamp:\n    sec: 0\n" in text
    assert "reasons: ['a', 'b']" in "\n".join(lines(Act(reasons=["a", "b"])))
    assert "samples: 100000 bytes: 00 00 00 00 00 00 00 00 00 00 00 00 ..." in "\n".join(
        lines(AudioChunk(samples=bytes(100_000)))
    )


def test_a_rate_is_told_from_the_gaps() -> None:
    assert rate(collections.deque([1.0, 1.1, 1.2]), 1.2) == "10.0 Hz (gaps 100 to 100 ms, 3 messages)"
    assert rate(collections.deque([1.0]), 1.2) == "no messages"
    assert rate(collections.deque([1.0, 1.1]), time.monotonic() + 100) == "no messages"


def test_a_message_type_that_is_not_installed_is_named() -> None:
    with pytest.raises(AlongsideError, match="Install the Python package of nobody_msgs"):
        message_class("nobody_msgs/msg/Nothing")
