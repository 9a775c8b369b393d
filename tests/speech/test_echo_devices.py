"""Real devices, joined by air: what the loudspeaker plays comes back into the microphone."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.recordings import recordings, write_wav
from tests.speech.own_voice import own_voice
from tests.speech.test_devices import pulse

__all__ = ["pulse"]

# Run beside, for PortAudio reads ALSA's configuration once a process.
PROGRAM = """
import asyncio, json, subprocess, sys
from pathlib import Path
from alongside.component import Context
from alongside.local import LocalTransport
from alongside.messages import *
from speech.audio import to_bytes
from speech.listener import Listener
from speech.microphone import Microphone
from speech.speaker import Speaker
from tests.recordings import read_wav
from tests.speech.acoustics import at_level
from tests.speech.conftest import Everyone

async def main():
    *ACTS, PERSON = sys.argv[1:]
    context = Context(Path("."))
    parts = [kind(kind.__name__.lower(), {}, context) for kind in (Listener, Microphone, Speaker, Everyone)]
    log, transport = parts[-1], LocalTransport(parts)
    await transport.start()
    acts = [at_level(read_wav(Path(name)).astype("f4") / 32768, -20.0) for name in ACTS]
    await asyncio.sleep(3.0)  # the sound server settles how late its own loop is
    async def act(number):
        sound = to_bytes(acts[number])
        log.say(Act(act_id=f"a{number}", turn_id="", kind="recap", text="what was said before"))
        log.say(VoiceClip(act_id=f"a{number}", index=0, last=True, text="", samples=sound, rate=16000))
        await asyncio.sleep(len(sound) / 32000 + 0.6)
    await act(0)
    await act(1)
    alone = [type(m).__name__ for _, m in log.heard if isinstance(m, (Turn, Hold, Interruption))]
    active = sum(m.speaking for m in log.of(SpeechActivity))
    played = len(log.of(PlayedAudio))
    log.heard.clear()
    speaking = asyncio.create_task(act(2))
    await asyncio.sleep(1.0)
    subprocess.Popen(["paplay", "--device=vmic_in", PERSON])
    await speaking
    for _ in range(100):
        if log.of(Turn): break
        await asyncio.sleep(0.1)
    stops, turns = [i.act_id for i in log.of(Interruption)], [t.text for t in log.of(Turn)]
    found = {"alone": alone, "active": active, "played": played, "stops": stops, "turns": turns}
    print("REPORT" + json.dumps(found))
    await transport.stop()

asyncio.run(main())
"""


@pytest.mark.slow
def test_the_companion_beside_its_own_loudspeaker(tmp_path: Path, pulse: dict[str, str]) -> None:
    air = [
        "pactl",
        "load-module",
        "module-loopback",
        "source=vspk.monitor",
        "sink=vmic_in",
        "latency_msec=60",
    ]
    subprocess.run(air, env={**os.environ, **pulse}, check=True, timeout=10, stdout=subprocess.DEVNULL)
    acts = [
        str(write_wav(tmp_path / f"{n}.wav", (32767 * np.clip(sound, -1, 1)).astype(np.int16)))
        for n, sound in enumerate(own_voice()[:3])
    ]
    person = write_wav(tmp_path / "person.wav", recordings("librivox")[3].samples)
    script = tmp_path / "beside.py"
    script.write_text(PROGRAM)
    done = subprocess.run(
        [sys.executable, str(script), *acts, str(person)],
        env={**os.environ, "PYTHONPATH": str(Path.cwd()), **pulse},
        capture_output=True,
        text=True,
        timeout=100,
    )
    line = next((line for line in done.stdout.splitlines() if line.startswith("REPORT")), "")
    assert line, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(line.removeprefix("REPORT"))
    assert found["played"] > 300
    assert found["alone"] == []
    assert found["active"] == 0
    assert found["stops"] == ["a2"]
    assert any("respectable" in text for text in found["turns"])
