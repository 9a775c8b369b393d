"""Real PyAudio: on a machine without devices, and on virtual ones of PulseAudio."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alongside.weights import find
from speech.audio import to_float
from tests.recordings import recordings, write_wav

# Run beside, for PortAudio reads ALSA's configuration once a process.
PROGRAM = """
import asyncio, json, sys, time
from pathlib import Path
from alongside.component import Context
from alongside.local import LocalTransport
from alongside.messages import *
from speech.microphone import Microphone
from speech.speaker import Speaker
from tests.speech.conftest import Everyone

async def main():
    context = Context(Path("."))
    log = Everyone("everyone", {}, context)
    transport = LocalTransport([Microphone("microphone", {}, context), Speaker("speaker", {}, context), log])
    await transport.start()
    await SCENE(log, transport)
    await transport.stop()

def report(log, **more):
    health = [[h.component, h.status, h.detail] for h in log.of(Health)]
    spoken = [[s.act_id, s.status, s.heard] for s in log.of(Spoken)]
    print("REPORT" + json.dumps({"health": health, "spoken": spoken, **more}), flush=True)
"""


def play(scene: str, tmp_path: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Run a scene in a process of its own. What it reported."""
    script = tmp_path / "scene.py"
    body = PROGRAM.replace("SCENE", "scene") + scene + "\nasyncio.run(main())\n"
    script.write_text(body)
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(Path.cwd()), **environment},
        capture_output=True,
        text=True,
        timeout=100,
    )
    line = next((line for line in done.stdout.splitlines() if line.startswith("REPORT")), "")
    assert line, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(line.removeprefix("REPORT"))
    return {**found, "stderr": done.stderr}


NO_DEVICE = """
async def scene(log, transport):
    log.say(VoiceClip(act_id="a1", index=0, last=True, text="hello", samples=b"0" * 4410))
    await asyncio.sleep(2.0)
    report(log)
"""


def test_without_devices_the_session_goes_on_and_says_so(tmp_path: Path) -> None:
    nothing = "pcm.!default { type hw card 31 }\nctl.!default { type hw card 31 }\n"
    (tmp_path / "alsa.conf").write_text(f"</usr/share/alsa/alsa.conf>\n{nothing}")
    found = play(NO_DEVICE, tmp_path, {"ALSA_CONFIG_PATH": str(tmp_path / "alsa.conf")})
    degraded = {name: detail for name, status, detail in found["health"] if status == "degraded"}
    assert degraded["microphone"].startswith("no microphone could be opened")
    assert degraded["speaker"].startswith("no loudspeaker could be opened")
    assert found["spoken"] == [["a1", "failed", ""]]
    assert "Traceback" not in found["stderr"]
    assert "ALSA lib" not in found["stderr"]


def test_without_pyaudio_the_way_to_it_is_named(tmp_path: Path) -> None:
    hidden = "import sys\nsys.modules['pyaudio'] = None\n"
    found = play(hidden + NO_DEVICE, tmp_path, {})
    degraded = {name: detail for name, status, detail in found["health"] if status == "degraded"}
    assert "pip install" in degraded["microphone"]
    assert "pip install" in degraded["speaker"]


@pytest.fixture(scope="module")
def pulse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A sound server of our own: a loudspeaker, and a microphone that hears what is played into it."""
    if not shutil.which("pulseaudio"):
        raise FileNotFoundError("apt-get install pulseaudio pulseaudio-utils libasound2-plugins")
    folder = tmp_path_factory.mktemp("pulse")
    socket = folder / "socket"
    (folder / "asoundrc").write_text(
        "</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n"
    )
    modules = [
        f"module-native-protocol-unix socket={socket} auth-anonymous=1",
        "module-null-sink sink_name=vspk rate=22050 channels=1",
        "module-null-sink sink_name=vmic_in rate=16000 channels=1",
        "module-remap-source master=vmic_in.monitor source_name=vmic",
    ]
    environment = {
        "PULSE_SERVER": f"unix:{socket}",
        "PULSE_RUNTIME_PATH": str(folder),
        "PULSE_STATE_PATH": str(folder),
        "HOME": str(folder),
        "ALSA_CONFIG_PATH": str(folder / "asoundrc"),
        "ALONGSIDE_CACHE": str(find("voice-joe").parent.parent),
    }
    server = subprocess.Popen(
        ["pulseaudio", "-n", "--exit-idle-time=-1", "--use-pid-file=no", "--daemonize=no", "--system=no"]
        + [option for module in modules for option in ("-L", module)],
        env={**os.environ, **environment},
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            if socket.exists():
                break
            time.sleep(0.1)
        for name, value in (("sink", "vspk"), ("source", "vmic")):
            subprocess.run(
                ["pactl", f"set-default-{name}", value],
                env={**os.environ, **environment},
                check=True,
                timeout=10,
            )
        yield environment
    finally:
        server.terminate()
        server.wait()


MICROPHONE = """
from tests.speech.wording import normal
from speech.recogniser import Recogniser
from speech.audio import to_float
import os, subprocess
async def scene(log, transport):
    await asyncio.sleep(1.0)
    subprocess.Popen(["paplay", "--device=vmic_in", WAV])
    await asyncio.sleep(4.5)
    heard = log.of(AudioChunk)
    log.say(Control(name="microphone", value="off"))
    await asyncio.sleep(0.5)
    log.heard.clear()
    await asyncio.sleep(0.7)
    while_off = len(log.of(AudioChunk))
    log.say(Control(name="microphone", value="on"))
    opening = time.monotonic()  # how fast a sound server opens a device again is its own affair
    while len(log.of(AudioChunk)) <= 20 and time.monotonic() - opening < 8.0: await asyncio.sleep(0.05)
    stamps = [c.stamp for c in heard]
    sizes = sorted({len(c.samples) for c in heard})
    gaps = [b - a for a, b in zip(stamps, stamps[1:])]
    sound = b"".join(c.samples for c in heard).hex()
    report(log, while_off=while_off, after=len(log.of(AudioChunk)), sizes=sizes, gaps=gaps, sound=sound)
"""


@pytest.mark.slow
def test_the_microphone_hears_and_switched_off_hears_nothing(
    tmp_path: Path, pulse: dict[str, str], recogniser: Any
) -> None:
    item = recordings("librivox")[1]
    wav = write_wav(tmp_path / "said.wav", item.samples)
    found = play(f"WAV = {str(wav)!r}\n" + MICROPHONE, tmp_path, pulse)
    assert found["sizes"] == [1024]
    assert np.median(found["gaps"]) == pytest.approx(0.032, abs=0.02)
    assert found["while_off"] == 0
    assert found["after"] > 20
    text = recogniser.final(to_float(bytes.fromhex(found["sound"]))).text
    assert "not an ill" in text


SPEAKER = """
from tests.speech.test_playback import clip
import subprocess
async def scene(log, transport):
    options = ["--device=vspk.monitor", "--rate=16000", "--channels=1", "--format=s16le", "--latency-msec=10"]
    recorder = subprocess.Popen(["parec", *options], stdout=subprocess.PIPE)
    got = bytearray(); marks = {}
    async def drain():
        while True:
            piece = await asyncio.to_thread(recorder.stdout.read1, 4096)
            if not piece: return
            got.extend(piece); marks[len(got)] = time.time()
    task = asyncio.create_task(drain())
    await asyncio.sleep(1.0)
    log.say(clip("a1", text="all of this"))
    await asyncio.sleep(2.0)
    log.say(clip("a2", last=False, text="one two three four five six"))
    log.say(clip("a2", index=1, text="never heard"))
    while not any(s.act_id == "a2" for s in log.of(Spoken)): await asyncio.sleep(0.002)
    await asyncio.sleep(0.5)
    cut = time.time()
    log.say(Interruption(act_id="a2"))
    await asyncio.sleep(1.0)
    recorder.terminate(); await task
    import numpy as np
    sound = np.abs(np.frombuffer(bytes(got[:len(got)//2*2]), "<i2"))
    last = int(np.flatnonzero(sound > 300)[-1]) * 2
    heard_at = next(at for size, at in marks.items() if size > last)
    report(log, played=float((sound > 300).sum()) / 16000, silent_after=heard_at - cut)
"""


@pytest.mark.slow
def test_the_loudspeaker_plays_and_stops_within_a_tenth_of_a_second(
    tmp_path: Path, pulse: dict[str, str]
) -> None:
    found = play(SPEAKER, tmp_path, pulse)
    assert found["spoken"][:3] == [
        ["a1", "started", ""],
        ["a1", "finished", "all of this"],
        ["a2", "started", ""],
    ]
    act_id, status, heard = found["spoken"][3]
    assert (act_id, status) == ("a2", "interrupted")
    assert heard in ("one two", "one two three")
    assert found["played"] == pytest.approx(1.55, abs=0.25)
    assert found["silent_after"] < 0.1 + 0.1  # the recording of it has a delay of its own
