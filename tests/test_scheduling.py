"""A test that takes its process down costs no more than itself, and the run ends."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = """
from tests.scheduling import SurvivingScheduling


def pytest_xdist_make_scheduler(config, log):
    return SurvivingScheduling(config, log)
"""
QUIET = """
import pytest


@pytest.mark.parametrize("n", range(6))
def test_quiet(n):
    pass
"""
FRAIL = """
import os
from pathlib import Path

import pytest


def test_before():
    pass


@pytest.mark.flaky(reruns=1)
def test_dies_once():
    died = Path(__file__).with_name("died")
    if not died.exists():
        died.touch()
        os._exit(1)


def test_after():
    pass
"""
KILLER = """
import os


def test_killer():
    os._exit(1)
"""


@pytest.mark.parametrize("processes", [1, 2])
def test_a_dead_process_costs_its_test_and_the_rest_runs(processes: int, tmp_path: Path) -> None:
    files = {"conftest": SETTINGS, "test_a": QUIET, "test_b": FRAIL, "test_c": KILLER, "test_d": QUIET}
    for name, text in files.items():
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT}\n", "utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        f"-n{processes}",
        "--dist=loadfile",
        "--import-mode=importlib",
    ]
    said = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    ).stdout
    assert "1 failed, 15 passed, 1 rerun" in said
    assert "test_c.py::test_killer" in said
