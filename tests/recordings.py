"""Recorded human speech for tests, from the Debian package pocketsphinx-testdata, and a real face."""

from __future__ import annotations

import re
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

FOLDER = Path("/usr/share/pocketsphinx/test/data")
RATE = 16000

Pcm = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Recording:
    """One utterance of a person: samples at 16 kHz and the words said."""

    name: str
    samples: Pcm
    words: str

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.samples) / RATE


def recordings(group: str = "librivox") -> list[Recording]:
    """The recordings of a group: `librivox` (read prose) or `cards` (short phrases)."""
    if not FOLDER.is_dir():
        raise FileNotFoundError("recorded speech is missing: apt-get install pocketsphinx-testdata")
    folder = FOLDER / group
    found = []
    for listing in (folder / "transcription", folder / "cards.transcription"):
        if listing.is_file():
            for line in listing.read_text().splitlines():
                if match := re.match(r"<s>(.*)</s>\s*\((.+)\)", line):
                    name = match[2].strip()
                    found.append(Recording(name, read_wav(folder / f"{name}.wav"), match[1].strip()))
    return found


def read_wav(path: Path) -> Pcm:
    """The samples of a 16 kHz mono file."""
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2), path
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def write_wav(path: Path, samples: Pcm) -> Path:
    """Write samples as a 16 kHz mono file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    return path


def timeline(*parts: tuple[float, Recording], length: float) -> Pcm:
    """`length` seconds with each recording at its second, a faint noise floor beneath.

    Real rooms are never digitally silent, and some voice detectors mistake pure zeros for a fault.
    """
    # A length that is a sum of seconds falls a sample short now and then: what is said is never cut.
    ends = [int(at * RATE) + len(recording.samples) for at, recording in parts]
    noise = np.random.default_rng(1).normal(0, 4, max(int(length * RATE), *ends, 0))
    for at, recording in parts:
        start = int(at * RATE)
        noise[start : start + len(recording.samples)] += recording.samples
    return np.clip(noise, -32768, 32767).astype(np.int16)


def face_picture() -> Path:
    """A photograph of a person smiling (Eileen Collins, NASA, public domain), from scikit-image."""
    import skimage

    return Path(skimage.__file__).parent / "data" / "astronaut.png"


def write_camera(path: Path, seconds: int = 2) -> Path:
    """A film of that face as Motion JPEG, 640x480, for Chromium's fake camera."""
    import cv2

    face = cv2.imread(str(face_picture()))
    frame = np.full((480, 640, 3), 90, np.uint8)
    frame[:, 80:560] = cv2.resize(face, (480, 480))
    jpeg = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()
    path.write_bytes(jpeg * (30 * seconds))
    return path
