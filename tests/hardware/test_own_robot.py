"""A robot of a lab's own, as docs/bodies.md has it: installed as a package, found, checked, rehearsed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "ourbot"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The example, installed by pip into a folder of its own; the environment in which it is found."""
    folder = tmp_path_factory.mktemp("own")
    shutil.copytree(EXAMPLE, folder / "source")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--target", folder / "there", folder / "source"], check=True, capture_output=True)
    path = os.pathsep.join([str(folder / "there"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PYTHONPATH": path}


def alongside(env: dict[str, str], *given: str) -> str:
    """What the command prints."""
    command = [sys.executable, "-m", "commands.main", "body", *given]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_listed_and_answers_and_shows_what_it_can_do(installed: dict[str, str]) -> None:
    assert "OurBot" in alongside(installed, "list")
    assert "gesture     yes (nod)" in alongside(installed, "list", "ourbot")
    command = [sys.executable, "-m", "commands.main", "body", "double", "ourbot"]
    with subprocess.Popen(command, env=installed, stdout=subprocess.PIPE, text=True) as double:
        try:
            assert double.stdout is not None
            address = double.stdout.readline().removeprefix("address:").strip()
            assert "OurBot answers" in alongside(installed, "check", "ourbot", "--address", address)
        finally:
            double.kill()


@pytest.mark.slow
def test_the_conformance_suite_holds_for_it(installed: dict[str, str]) -> None:
    suite = ["tests/hardware/test_conformance.py", "-k", "ourbot", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *suite], env=installed, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "passed" in done.stdout
