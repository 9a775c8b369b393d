"""A simulated study of fifteen days, made once for all tests of the report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from study.analysis.report import write_study_report
from study.store.records import Who
from tests.study.analysis.simulated import Simulated, Truth, simulate
from tests.study.running import Running


@pytest.fixture(scope="session")
def fifteen_days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulated]:
    """Nine allocated, two without consent, two of the nine leave half way; sessions. Not to be changed."""
    running = Running(
        tmp_path_factory.mktemp("fifteen"),
        allocation={"method": "blocks", "blocks": [3], "blinded": ["rater", "analyst"]},
    )
    change = {"robot": -6.0, "chatbot": 0.0, "worksheet": -3.0}
    yield simulate(running, 9, Truth(change), seed=5, refuse=2, drop=2, records=2)
    running.study.close()


@pytest.fixture(scope="session")
def blinded_report(fifteen_days: Simulated, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of its report as an analyst sees it, whom the protocol blinds."""
    out = tmp_path_factory.mktemp("blinded")
    return write_study_report(fifteen_days.running.study, Who("ada", "analyst"), out).page.parent
