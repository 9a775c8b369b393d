"""`alongside appraise --rater`: a language model rates the alliance, over the protocol such servers speak."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agent.relationship.probes import DIMENSIONS
from agent.relationship.rater import keyed
from tests.agent.models.doubles import chunks, head, raw, serving

TALK = [
    ("client", "I trust you with this."),
    ("therapist", "It matters that you say so."),
    ("client", "yes"),
    ("client", "I trust you with this."),
    ("therapist", "Then we go on."),
]


class Judge:
    """Answers each request as a model would that agrees with every statement; keeps what it was asked."""

    def __init__(self, silent_on: str = "", judgment: int = 2) -> None:
        self.asked: list[dict[str, Any]] = []
        self._silent_on, self._judgment = silent_on, judgment

    async def reply(self, writer: asyncio.StreamWriter, body: bytes) -> None:
        self.asked.append(json.loads(body))
        question = self.asked[-1]["messages"][-1]["content"]
        numbers = re.findall(r"^(\d+): ", question, re.M)
        line = re.search(r"<line>(.*)</line>", question)
        told = "\n".join(f"{number}: {self._judgment}" for number in numbers)
        if self._silent_on and line is not None and line.group(1) == self._silent_on:
            told = "I'd rather not judge that."
        writer.write(head() + b"".join(chunks(told.replace("\n", " \n"))))
        await writer.drain()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "talk.jsonl"
    rows = (
        {"dialogue": "d", "turn": turn, "speaker": who, "text": text} for turn, (who, text) in enumerate(TALK)
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


async def appraise(*arguments: str | Path) -> tuple[int, str, list[dict[str, Any]]]:
    """(exit status, what it told, the rows it wrote)."""
    command = (sys.executable, "-m", "commands.main", "appraise", *map(str, arguments))
    pipe = asyncio.subprocess.PIPE
    program = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)
    out, told = await program.communicate()
    return program.returncode or 0, told.decode(), [json.loads(line) for line in out.splitlines()]


async def test_the_model_rates_each_turn_once_and_its_judgments_make_the_scales(file: Path) -> None:
    judge = Judge()
    async with serving(judge.reply) as url:
        status, told, rows = await appraise(file, "--rater", url, "--model", "tiny")
    assert status == 0, told
    assert "appraised 5 turns" in told
    assert "destroyed" not in told, "the connections are closed"
    assert len(judge.asked) == 3 * 3, "what was said twice is asked once, a bare yes never"
    assert {asked["model"] for asked in judge.asked} == {"tiny"}
    assert "how far the line agrees" in judge.asked[0]["messages"][-1]["content"]
    assert rows[0]["alliance"]["probes"] == [1.0] * 36
    scales = [rows[0]["alliance"][name] for name in DIMENSIONS]
    assert scales == pytest.approx(keyed(np.ones(36, np.float32))), (
        "those that speak against are turned round"
    )
    assert rows[1]["alliance"]["probes"] == [1.0] * 36
    assert rows[0]["talk"] is not None, "all else is read as without it"


@pytest.mark.slow
async def test_it_may_be_asked_what_a_line_entails_and_a_turn_without_judgments_is_told(file: Path) -> None:
    judge = Judge(silent_on="Then we go on.", judgment=1)
    async with serving(judge.reply) as url:
        status, told, rows = await appraise(file, "--rater", url, "--way", "entail", "--quiet")
    assert status == 0, told
    assert "entails the statement" in judge.asked[0]["messages"][-1]["content"]
    assert rows[1]["alliance"]["probes"] == [1.0] * 36
    assert rows[4]["alliance"]["probes"] == []
    assert "1 turns got no judgments" in " ".join(told.split())


async def test_what_is_wrong_is_told_in_a_line(file: Path) -> None:
    async with serving(raw(head("404 Not Found", "text/plain"))) as url:
        status, told, rows = await appraise(file, "--rater", url, "--quiet")
    assert (status, rows) == (1, [])
    assert "answers 404" in told
    assert told.count("\n") == 1
    status, told, _ = await appraise(file, "--rater", "http://models.example.org/v1")
    assert status == 1
    assert "--allow-remote" in told
    assert told.count("\n") == 1
    status, told, _ = await appraise(file, "--model", "tiny")
    assert status == 1
    assert "--rater" in told
