"""`alongside chat`, as a program and by hand."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from pathlib import Path

from agent.companion import Companion
from commands.chat import by_hand

ROOT = Path(__file__).resolve().parents[2]
CODE = "from commands.chat import chat; import typer; app = typer.Typer(); app.command()(chat); app()"


def run(lines: list[str], *options: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", CODE, "--jsonl", *options],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_one_line_out_for_each_line_in() -> None:
    lines = [
        '{"text": "I failed the test again."}',
        "no json",
        '{"text": 7}',
        "",
        "[1]",
        '{"text": ""}',
        '{"text": "Yes."}',
    ]
    answers = [json.loads(line) for line in run(lines)]
    assert len(answers) == len(lines)
    assert ["error" in answer for answer in answers] == [False, True, True, True, True, False, False]
    first = answers[0]
    assert set(first) == {"text", "act", "state"}
    assert set(first["state"]) == {"stage", "phase", "gate", "risk", "ground"}
    assert set(first["state"]["gate"]) == {"open", "reason"}
    assert first["state"]["phase"] == "hold"


def test_stages_are_shown_for_each_goal() -> None:
    answer = json.loads(run(['{"text": "I want to stop smoking."}'])[0])
    belief = answer["state"]["stage"]["stop smoking"]
    assert list(belief) == ["precontemplation", "contemplation", "preparation", "action", "maintenance"]
    assert abs(sum(belief.values()) - 1) < 0.01


def test_the_same_seed_gives_the_same_lines() -> None:
    lines = [
        json.dumps({"text": text}) for text in ("I want to stop smoking.", "But I like it.", "I don't know.")
    ]
    assert run(lines, "--seed", "5") == run(lines, "--seed", "5")


def test_each_answer_comes_before_the_next_question_and_soon() -> None:
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-c", CODE, "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text in ("Hello.", "I lost my job."):
            process.stdin.write(json.dumps({"text": text}) + "\n")
            process.stdin.flush()
            assert "act" in json.loads(process.stdout.readline())
        process.stdin.close()
        assert process.wait(timeout=20) == 0
    assert time.monotonic() - began < 10


def test_by_hand() -> None:
    sink = io.StringIO()
    by_hand(Companion(), 0, io.StringIO("I failed the test again.\n(cries)\nbye\n"), sink)
    text = sink.getvalue()
    assert text.startswith("Alongside: Hello")
    assert "(nods)" in text
    assert text.count("you: ") == 3


def test_by_hand_ends_with_its_input() -> None:
    sink = io.StringIO()
    by_hand(Companion(name="Wren"), 0, io.StringIO("I lost my job.\n"), sink)
    assert sink.getvalue().rstrip().splitlines()[-1].startswith("Wren: ")
