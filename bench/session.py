"""Warm start, memory and answer time of the whole graph over recorded utterances.

    python -m bench.session [--transport ros|local] [--utterances 10]

Starts the avatar profile with a WAV file for its microphone and a silent loudspeaker, plays
recorded speech (Debian package pocketsphinx-testdata) with pauses for the answers, and prints:
seconds from the command to "ready" (weights and files warm: it starts twice and times the
second), memory of all its processes (proportional set size: shared pages counted once), and
the time from the end of speech, found in the recording itself, to the first sound of the answer.
"""

from __future__ import annotations

import argparse
import signal
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil
import yaml

from tests.e2e.graphs import Graph
from tests.recordings import RATE, Recording, recordings, timeline, write_wav

LEAD, GAP = 12.0, 9.0
"""Seconds before the first utterance (the greeting passes) and after each (the answer passes)."""


def end_of_speech(recording: Recording) -> float:
    """Seconds into a recording at which its last 20 ms louder than -40 dB of its peak end."""
    frame = RATE // 50
    samples = recording.samples.astype(np.float64)
    levels = np.sqrt(np.mean(samples[: len(samples) // frame * frame].reshape(-1, frame) ** 2, axis=1))
    return float((np.nonzero(levels > np.abs(samples).max() / 100)[0][-1] + 1) * frame / RATE)


def profile(folder: Path, wav: Path) -> Path:
    """The avatar profile, hearing a file."""
    nodes = {
        "wav": {
            "is": "speech.wav_source:WavSource",
            "in": "ears",
            "settings": {"path": str(wav), "delay": 0.0, "wait_for_session": True},
        },
        "player": {"is": "bench.player:Player", "in": "screen"},
        "screen": {"settings": {"port": 0}},
    }
    path = folder / "bench.yaml"
    path.write_text(yaml.safe_dump({"title": "Bench", "extends": "avatar", "nodes": nodes}))
    return path


def memory(graph: Graph) -> dict[str, float]:
    """MiB of each process of the graph, proportional set size."""
    root = psutil.Process(graph.process.pid)
    return {
        _label(item): item.memory_full_info().pss / 2**20 for item in [root, *root.children(recursive=True)]
    }


def _label(process: psutil.Process) -> str:
    words = process.cmdline()
    if "--process" in words:
        return f"{words[words.index('--process') + 1]} ({process.pid})"
    name = next((word for word in words[1:] if not word.startswith("-")), process.name())
    return f"{name} ({process.pid})"


def latencies(graph: Graph, truth: list[float]) -> list[float]:
    """Seconds from the true end of each utterance to the first sound of an answer to it."""
    began = graph.events("Control")[0].at  # the session's start, when the file began to play too
    first = [item.at for item in graph.events("Spoken") if getattr(item.message, "status", "") == "started"]
    found = []
    for end, until in zip(truth, [*truth[1:], truth[-1] + GAP], strict=True):
        after = [at - began - end for at in first if end < at - began < until]
        found += after[:1]
    return found


def main() -> None:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--transport", default="ros", choices=("ros", "local"))
    parser.add_argument("--utterances", type=int, default=10)
    options = parser.parse_args()
    spoken = (recordings("librivox") + recordings("cards"))[: options.utterances]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts, truth, at = [], [], LEAD
        for item in spoken:
            parts.append((at, item))
            truth.append(at + end_of_speech(item))
            at += item.seconds + GAP
        wav = write_wav(folder / "speech.wav", timeline(*parts, length=at))
        arguments = [str(profile(folder, wav)), "--transport", options.transport]
        for warm in (False, True):
            began = time.monotonic()
            graph = Graph(arguments, folder)
            _ = graph.address
            ready = time.monotonic() - began
            if not warm:
                graph.stop()
        start_session(graph)
        time.sleep(at + 2)
        used = memory(graph)
        measured = latencies(graph, truth)
        graph.process.send_signal(signal.SIGINT)
        graph.process.wait(30)
    print(f"transport: {options.transport}")
    print(f"warm start to ready: {ready:.1f} s")
    for label, size in used.items():
        print(f"  {label:32} {size:7.0f} MiB")
    print(f"memory of the whole graph: {sum(used.values()) / 1024:.2f} GiB (proportional set size)")
    print(f"answered: {len(measured)} of {len(truth)} utterances")
    print(
        f"end of speech to first sound: median {statistics.median(measured):.2f} s, "
        f"slowest {max(measured):.2f} s, fastest {min(measured):.2f} s"
    )


def start_session(graph: Graph) -> None:
    """Say hello, as the page's button does."""
    import asyncio
    import json

    from websockets.asyncio.client import connect

    async def hello() -> None:
        url = graph.address.replace("http", "ws") + "ws"
        async with connect(url, origin=graph.address.rstrip("/")) as socket:  # type: ignore[arg-type]
            await socket.recv()
            await socket.send(json.dumps({"type": "Control", "name": "session", "value": "start"}))
            await asyncio.sleep(0.5)

    asyncio.run(hello())


if __name__ == "__main__":
    main()
