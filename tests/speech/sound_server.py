"""A sound server of our own: PulseAudio with virtual loudspeakers and microphones that can be pulled out."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from tests.recordings import Pcm

SPEAKER = (
    "module-null-sink sink_name=vspk rate=22050 channels=1 sink_properties=device.description=Lab_speaker"
)
MIC_IN = "module-null-sink sink_name=vmic_in rate=16000 channels=1"
MIC = (
    "module-remap-source master=vmic_in.monitor source_name=vmic "
    "source_properties=device.description=Lab_microphone"
)


class SoundServer:
    """What is plugged in: `vspk`, a loudspeaker, and `vmic`, a microphone that hears what `say` plays."""

    def __init__(self, folder: Path) -> None:
        if not shutil.which("pulseaudio"):
            raise FileNotFoundError("apt-get install pulseaudio pulseaudio-utils libasound2-plugins")
        self._socket = folder / "socket"
        conf = folder / "asoundrc"
        conf.write_text(
            "</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n"
        )
        self.environment = {
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_STATE_PATH": str(folder),
            "ALSA_CONFIG_PATH": str(conf),
        }
        self._env = {**os.environ, **self.environment, "HOME": str(folder)}
        self._modules: dict[str, str] = {}
        options = f"module-native-protocol-unix socket={self._socket} auth-anonymous=1"
        self._process = subprocess.Popen(
            ["pulseaudio", "-n", "--exit-idle-time=-1", "--use-pid-file=no", "--daemonize=no", "-L", options],
            env=self._env,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(100):
            if self._socket.exists():
                break
            time.sleep(0.1)
        self.reset()

    def reset(self) -> None:
        """Plug in what is to be there, and nothing else."""
        for name in reversed(list(self._modules)):
            self.unplug(name)
        self.plug("vspk", SPEAKER)
        self.plug("vmic_in", MIC_IN)
        self.plug("vmic", MIC)
        self.default("sink", "vspk")
        self.default("source", "vmic")

    def plug(self, name: str, module: str) -> None:
        """Load a module."""
        self._modules[name] = self._pactl("load-module", *module.split())

    def unplug(self, name: str) -> None:
        """Pull a device out."""
        self._pactl("unload-module", self._modules.pop(name))

    def default(self, kind: str, name: str) -> None:
        """Make a device the default `sink` or `source`."""
        self._pactl(f"set-default-{kind}", name)

    def stall(self, stalled: bool) -> None:
        """Stop the whole server where it is, or let it go on."""
        self._process.send_signal(signal.SIGSTOP if stalled else signal.SIGCONT)

    def say(self, wav: Path, into: str = "vmic_in") -> subprocess.Popen[bytes]:
        """Play a file into the microphone."""
        return subprocess.Popen(["paplay", f"--device={into}", str(wav)], env=self._env)

    @contextmanager
    def record(self, sink: str = "vspk", rate: int = 22050) -> Iterator[Tape]:
        """What a loudspeaker plays, from now on."""
        options = [f"--device={sink}.monitor", f"--rate={rate}", "--channels=1", "--format=s16le"]
        recorder = subprocess.Popen(
            ["parec", "--latency-msec=10", *options], env=self._env, stdout=subprocess.PIPE
        )
        tape = Tape(recorder, rate)
        try:
            yield tape
        finally:
            recorder.terminate()
            recorder.wait()

    def close(self) -> None:
        """End the server."""
        self.stall(False)
        self._process.terminate()
        self._process.wait()

    def _pactl(self, *arguments: str) -> str:
        done = subprocess.run(
            ["pactl", *arguments], env=self._env, check=True, timeout=20, capture_output=True, text=True
        )
        return done.stdout.strip()


class Tape:
    """What was recorded so far, and when each piece of it came."""

    def __init__(self, recorder: Any, rate: int) -> None:
        self.rate = rate
        self._pieces: list[tuple[float, bytes]] = []
        self._recorder = recorder
        threading.Thread(target=self._drain, daemon=True).start()

    def _drain(self) -> None:
        while piece := self._recorder.stdout.read1(4096):
            self._pieces.append((time.time(), piece))

    @property
    def samples(self) -> Pcm:
        """All of it."""
        pcm = b"".join(piece for _, piece in self._pieces)
        return np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2")

    def first_loud(self, after: float, level: int = 300) -> float:
        """When the first sound above a level came after that moment (seconds since the epoch)."""
        for at, piece in self._pieces:
            if at >= after and _loud(piece, level):
                return at
        return float("inf")

    def last_loud(self, level: int = 300) -> float:
        """When the last sound above a level came."""
        return max((at for at, piece in self._pieces if _loud(piece, level)), default=0.0)


def _loud(piece: bytes, level: int) -> bool:
    samples = np.frombuffer(piece[: len(piece) // 2 * 2], "<i2").astype(int)
    return bool(np.abs(samples).max(initial=0) > level)
