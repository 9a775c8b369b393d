"""`alongside memory`, and `alongside chat --person` twice in a row, as programs."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from agent.remembering.began import read_began, write_began
from agent.remembering.keeping import Remembered
from agent.remembering.kept import Kept, KeptPlan, Memory, SessionNote
from agent.remembering.store import MemoryStore

ROOT = Path(__file__).resolve().parents[2]
BROTHER = Kept(key="person:brother", text="Tom, your brother", session="s1", turn="t1", date="2026-03-02")
CANAL = Kept(key="i|live", text="you live by the canal", session="s1", turn="t2", date="2026-03-02")
PLAN = KeptPlan(key="plan:s1:3", text="ring your brother", when="on Thursday", day="2026-03-05", session="s1",
                turn="t3", date="2026-03-02")  # fmt: skip
NOTE = SessionNote(id="s1", date="2026-03-02", turns=3, ended=True, risk=4, level="high")
MEMORY = Memory(person="p1", people=(BROTHER,), facts=(CANAL,), plans=(PLAN,), sessions=(NOTE,))


class Place:
    """A data folder with one memory in it, and the command run there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = MemoryStore(folder / "alongside" / "memory")
        self.session = folder / "alongside" / "sessions" / "s1"
        self.store.save(MEMORY)
        write_began(self.session, Remembered(person="p1", session="s1", date="2026-03-02", memory=MEMORY))

    def run(self, *words: str, typed: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "commands.main", *words], input=typed, capture_output=True, text=True,
            cwd=ROOT, timeout=60, check=False, env={**os.environ, "XDG_DATA_HOME": str(self.folder), **env},
        )  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_show_tells_everything_with_its_source(place: Place) -> None:
    assert place.run("memory", "show").stdout.split() == ["p1"]
    told = place.run("memory", "show", "P1").stdout
    for words in (
        "Tom, your brother",
        "you live by the canal",
        "ring your brother, on Thursday",
        "not known",
    ):
        assert words in told
    assert re.search(r"person:brother .*\(2026-03-02, s1, t1\)", told)
    assert "ended at high risk" in told  # for whoever runs the study
    whole = json.loads(place.run("memory", "show", "p1", "--json").stdout)
    assert whole["people"][0]["text"] == "Tom, your brother"


def test_nobody_is_one_line_and_an_exit_code(place: Place) -> None:
    for words in (("show", "p2"), ("edit", "p2", "--set", "a=b"), ("forget", "p2"), ("show", "../p1")):
        done = place.run("memory", *words)
        assert done.returncode == 1
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_edit_puts_right_and_takes_out(place: Place) -> None:
    done = place.run(
        "memory", "edit", "p1", "--set", "i|live=you live by the sea", "--set", "person:brother="
    )
    assert done.returncode == 0, done.stderr
    memory = place.store.load("p1")
    assert [item.text for item in memory.facts] == ["you live by the sea"]
    assert memory.people == ()
    began = read_began(place.session)
    assert began is not None
    assert began[0].memory.people == ()
    assert place.run("memory", "edit", "p1", "--set", "nothing=x").returncode == 1


def test_edit_in_an_editor(place: Place, tmp_path: Path) -> None:
    script = tmp_path / "edit.sh"
    script.write_text('#!/bin/sh\nsed -i "s/by the canal/by the sea/" "$1"\n', "utf-8")
    script.chmod(0o755)
    assert place.run("memory", "edit", "p1", VISUAL=str(script)).returncode == 0
    assert place.store.load("p1").facts[0].text == "you live by the sea"
    script.write_text('#!/bin/sh\necho "{" > "$1"\n', "utf-8")
    done = place.run("memory", "edit", "p1", VISUAL=str(script))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    draft = place.store.draft("p1")
    assert draft.exists()  # what was written is not lost, and is as private as the rest
    assert stat.S_IMODE(draft.stat().st_mode) == 0o600
    assert place.store.load("p1").facts[0].text == "you live by the sea"


def test_forget_one_thing_and_what_speaks_of_something(place: Place) -> None:
    assert place.run("memory", "forget", "p1", "--key", "i|live").returncode == 0
    assert place.store.load("p1").facts == ()
    assert place.run("memory", "forget", "p1", "--about", "my brother").returncode == 0
    assert place.store.load("p1") == Memory(person="p1", sessions=(NOTE,))
    assert "brother" not in (place.session / "remembered.json").read_text("utf-8")
    assert place.run("memory", "forget", "p1", "--about", "the moon").returncode == 1


def test_forget_leaves_nothing(place: Place) -> None:
    done = place.run("memory", "forget", "P1")
    assert done.returncode == 0, done.stderr
    left = [path for path in place.folder.rglob("*") if path.is_file()]
    assert all("canal" not in path.read_text("utf-8") for path in left)
    assert not place.store.path("p1").exists()
    assert place.run("memory", "forget", "p1").returncode in (0, 1)


def test_chat_twice_with_a_name_opens_from_where_it_ended(place: Place) -> None:
    first = place.run("chat", "--person", "Q7", typed="My brother Tom lives in Cardiff.\n"
                      "I'll ring my brother on Thursday after work.\nbye\n")  # fmt: skip
    assert "not a person" in first.stdout or "no person" in first.stdout
    assert place.store.load("q7").plans[0].text == "ring your brother"
    second = place.run("chat", "--person", "q7", typed="What do you remember about me?\nForget everything.\n")
    assert "ringing your brother" in second.stdout.lower().splitlines()[0]
    assert "ring your brother" in second.stdout.lower().split("you: ")[1]
    assert not place.store.path("q7").exists()
    third = place.run("chat", "--person", "q7", typed="")
    assert "person" in third.stdout.splitlines()[0]


def test_chat_by_lines_remembers_and_keeps_its_format(place: Place) -> None:
    lines = [
        json.dumps({"text": text}) for text in ("I want to stop smoking.", "My sister Ines smokes, too.")
    ]
    place.run("chat", "--jsonl", "--person", "q8", typed="\n".join(lines) + "\n")
    again = place.run("chat", "--jsonl", "--person", "q8", typed=json.dumps({"text": "Hello."}) + "\n")
    answer = json.loads(again.stdout)
    assert set(answer) == {"text", "act", "state"}
    assert set(answer["state"]) == {"stage", "phase", "gate", "risk", "ground"}
    assert "stop smoking" in answer["state"]["stage"]
    assert any(entry["value"] == "Ines, your sister" for entry in answer["state"]["ground"])
    assert answer["act"] == "greet"


def test_killed_in_the_middle_everything_answered_is_kept(place: Place) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "commands.main", "chat", "--jsonl", "--person", "q9"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "XDG_DATA_HOME": str(place.folder)},
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    for text in ("My brother Tom lives in Cardiff.", "I'll ring my brother on Thursday after work."):
        process.stdin.write(json.dumps({"text": text}) + "\n")
        process.stdin.flush()
        process.stdout.readline()
    process.kill()
    process.wait(timeout=20)
    memory = place.store.load("q9")
    assert place.store.aside is None
    assert memory.plans[0].text == "ring your brother"
    assert not memory.sessions[0].ended


def test_chat_without_a_name_keeps_nothing(place: Place) -> None:
    before = sorted(path.name for path in place.folder.rglob("*"))
    place.run("chat", typed="My brother Tom lives in Cardiff.\nbye\n")
    assert sorted(path.name for path in place.folder.rglob("*")) == before
