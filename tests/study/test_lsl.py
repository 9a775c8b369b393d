"""Markers, received by a real inlet of Lab Streaming Layer on this computer."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

from alongside.component import Component, Context
from alongside.errors import AlongsideError
from alongside.local import LocalTransport
from alongside.messages import MESSAGES, Act, Control, Event, Spoken, Turn
from study.lsl import Markers

WORDS = "my very own words"


class Source(Component):
    """Says whatever a test wants said."""

    says = MESSAGES


async def test_what_was_said_and_done_arrives_in_time_and_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LSLAPICFG", "")  # put back as it was, whatever the component sets
    monkeypatch.delenv("LSLAPICFG")
    pylsl = pytest.importorskip("pylsl")  # wheels of it for Linux on x86-64
    session = tmp_path / f"session-{time.time_ns()}"
    session.mkdir()
    context = Context(session=session)
    source = Source("source", {}, context)
    transport = LocalTransport([source, Markers("markers", {}, context)])
    await transport.start()
    (info,) = pylsl.resolve_byprop("source_id", session.name, timeout=20)
    assert (info.type(), info.nominal_srate()) == ("Markers", 0.0)
    inlet = pylsl.StreamInlet(info)
    inlet.open_stream(timeout=10)
    before = time.time() - 2.5
    said = [
        Control(name="session", value="start", stamp=before),
        Turn(turn_id="t1", text=WORDS, channel="typed", stamp=before + 0.5),
        Act(act_id="a1", turn_id="t1", kind="reflect", text=WORDS, stamp=before + 1.0),
        Spoken(act_id="a1", status="finished", heard=WORDS, stamp=before + 2.0),
        Event(kind="visit", data='{"step":"before"}', stamp=before + 2.5),
    ]
    for message in said:
        source.say(message)
    await transport.settle()
    found, times = [], []
    while len(found) < len(said):
        sample, at = inlet.pull_sample(timeout=10)
        assert sample is not None, f"only {found}"
        found.append(json.loads(sample[0]))
        times.append(at)
    inlet.close_stream()
    await transport.stop()
    assert [marker["what"] for marker in found] == ["control", "turn", "act", "voice/spoken", "event"]
    assert [marker["stamp"] for marker in found] == pytest.approx([each.stamp for each in said], abs=1e-5)
    # On LSL's clock they lie as far apart as they were said, not as they were sent.
    assert [at - times[0] for at in times] == pytest.approx([0.0, 0.5, 1.0, 2.0, 2.5], abs=0.05)
    assert found[2] | {"stamp": 0} == {
        "what": "act", "stamp": 0, "turn_id": "t1", "act_id": "a1", "revision": 0, "kind": "reflect",
    }  # fmt: skip
    assert WORDS not in json.dumps(found)


async def test_without_the_library_one_line_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pylsl", None)
    monkeypatch.setenv("LSLAPICFG", str(tmp_path / "none.cfg"))
    with pytest.raises(AlongsideError, match="alongside") as missing:
        await Markers("markers", {}, Context(session=tmp_path)).start()
    assert "\n" not in str(missing.value)
