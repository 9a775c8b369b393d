"""What is read of a few real photographs, beside what we see in them: for sanity, and no more than that.

    pip download --no-deps --no-binary :all: face_recognition==1.3.0 && tar xzf face_recognition-1.3.0.tar.gz
    python -m bench.photographs face_recognition-1.3.0/tests/test_images

Two more come with scikit-image and matplotlib, which are installed. No photograph is in this repository, and
nothing was fitted to any of them. Each is somebody whose face at rest is not known, so those units are not
told that look like the shape of a stranger's face. What shows was written down before anything was read, for
units that anybody would agree about.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import matplotlib
import numpy as np
import skimage

from alongside import weights
from perception.landmarks import LEFT_EYE, RIGHT_EYE, FaceReading, Landmarker
from perception.looking import NAMES
from perception.pictures import to_jpeg
from perception.reader import FaceReader
from perception.regressor import IRISES, TURN, load
from perception.training.dataset import afresh
from perception.training.mesh import Array

SHOWN = 0.25
"""Strength from which a unit is read as shown."""
RATE, SECONDS = 10, 2
LOWER_LIDS = (145, 374)
"""The middle of each."""


@dataclass(frozen=True)
class Seen:
    """What a photograph is, whose rights, and the units that show and that plainly do not."""

    what: str
    rights: str
    shows: tuple[int, ...]
    shows_not: tuple[int, ...]


BY_EYE = {
    "astronaut.png": Seen("broad smile", "NASA, public domain", (6, 12), (15, 26, 43)),
    "grace_hopper.jpg": Seen("calm, lips closed, glasses", "US Navy, public domain", (), (10, 12, 26, 43)),
    "obama.jpg": Seen("broad smile, all teeth", "White House", (6, 12), (15, 26, 43)),
    "obama2.jpg": Seen("speaks, mouth wide, head turned", "White House", (26,), (12, 43)),
    "obama3.jpg": Seen("calm, from below, lips a little apart", "White House", (), (12, 26, 43)),
    "biden.jpg": Seen("grave, lips closed, head tilted", "White House", (), (12, 26, 43)),
}


def photographs(folders: list[Path]) -> list[Path]:
    """Those of the installed packages, and those in the folders that we know."""
    installed = [
        Path(skimage.__file__).parent / "data" / "astronaut.png",
        Path(matplotlib.get_data_path()) / "sample_data" / "grace_hopper.jpg",
    ]
    given = [folder / name for folder in folders for name in BY_EYE if (folder / name).is_file()]
    return installed + given


def read(photo: Path, landmarker: Landmarker, start: float) -> tuple[dict[int, float], float]:
    """The strengths of the units that are told after two seconds of the same picture, and the trust in
    the picture. No strengths where no face was found."""
    jpeg = to_jpeg(cv2.imread(str(photo)))
    reader = FaceReader(landmarker)
    for number in range(RATE * SECONDS):
        at = start + number / RATE
        look = reader.read(jpeg, at, at, heard=None)
    return {unit.code: unit.intensity for unit in look.seen.action_units}, look.trust


def row(photo: Path, told: dict[int, float], trust: float) -> tuple[str, int, int]:
    """A row of the table; how many of the units that were looked for are right, and how many are told."""
    seen = BY_EYE[photo.name]
    expected = dict.fromkeys(seen.shows, True) | dict.fromkeys(seen.shows_not, False)
    judged = {code: (told[code] >= SHOWN) == shows for code, shows in expected.items() if code in told}

    def listed(codes: tuple[int, ...]) -> str:
        return ", ".join(
            f"{code} {NAMES[code]} {told[code]:.2f}{'' if judged[code] else ' **wrong**'}"
            if code in told
            else f"{code} {NAMES[code]}: not told"
            for code in codes
        )

    others = [f"{code} {told[code]:.2f}" for code in told if told[code] >= SHOWN and code not in expected]
    cells = (photo.name, f"{seen.what} ({seen.rights})", listed(seen.shows), listed(seen.shows_not))
    line = " | ".join((*cells, ", ".join(others), f"{trust:.2f}"))
    return f"| {line} |", sum(judged.values()), len(judged)


def eyes(photo: Path, show: Callable[[Array], FaceReading | None]) -> str:
    """A row on where a stranger's eyes are read to look, up or down: from everything, and from the irises
    alone, all else being as in anyone's face; and how high the lower lid lies between the eyes' corners."""
    regressor = load()
    found = show(cv2.imread(str(photo)))
    if found is None:
        return f"| {photo.name} | no face | | |"
    figures, rest = regressor.figures(found), regressor.anyone
    beyond = regressor.beyond(figures[None], np.array([[found.yaw, found.pitch, found.roll]]), rest)
    iris = np.zeros_like(beyond)
    at = np.flatnonzero(np.repeat(regressor.places >= IRISES, 3))
    iris[:, at] = beyond[:, at]
    whole, alone = (TURN * regressor.new.apply(given)[0, -1] for given in (beyond, iris))
    return f"| {photo.name} | {whole:.0f}° | {alone:.0f}° | {lower_lid(found.shape):.3f} |"


def lower_lid(points: Array) -> float:
    """Height of the lower lids above the corners of the eyes, in distances between the outer ones."""
    return float(points[list(LOWER_LIDS), 1].mean() - points[list(LEFT_EYE + RIGHT_EYE), 1].mean())


def at_rest() -> float:
    """`lower_lid` of the mean rendered face."""
    regressor = load()
    points = np.zeros((478, 3))
    points[regressor.places] = regressor.anyone.middle[: 3 * len(regressor.places)].reshape(-1, 3)
    return lower_lid(points)


def main() -> None:
    """Read and print."""
    parser = argparse.ArgumentParser(prog="bench.photographs", description="A few real photographs.")
    parser.add_argument("folders", type=Path, nargs="*", help="folders with the photographs that are known")
    given = parser.parse_args()
    landmarker = Landmarker(weights.find("face-landmarker"))
    print("| photograph | by eye | shows, read as | shows not, read as | also read | trust |")
    print("|---|---|---|---|---|---|")
    right = of = 0
    for number, photo in enumerate(photographs(given.folders)):
        line, good, judged = row(photo, *read(photo, landmarker, 100.0 * number))
        right, of = right + good, of + judged
        print(line)
    print(f"\n{right} of {of} as by eye\n")
    print("| photograph | eyes down | by the irises alone | lower lid |\n|---|---|---|---|")
    show = afresh(landmarker)
    for photo in photographs(given.folders):
        print(eyes(photo, show))
    landmarker.close()
    print(f"| the mean rendered face | | | {at_rest():.3f} |")


if __name__ == "__main__":
    main()
