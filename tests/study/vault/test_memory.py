"""The companion remembers a participant from visit to visit, and the disk holds nothing that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from agent.remembering.store import MemoryStore, person_id
from alongside.errors import AlongsideError
from alongside.messages import Health
from commands.memory import show_memory
from study.vault.crypt import MAGIC
from study.vault.memory import memory_name, seal
from tests.agent.test_conversation import START, Table, turn
from tests.study.running import Running

TOLD = (START, turn(1, "My brother Ambrose lives in Cardiff."), turn(2, "I'd like to call my brother."))


def table(running: Running, session: str, code: str = "P01") -> Table:
    """A companion that remembers a participant of the study."""
    return Table(
        running.folder / "sessions" / session,
        person=memory_name("one_visit", code),
        memory_folder=str(running.folder / "memory"),
        memory_seal="study.vault.memory:seal",
    )


async def test_it_is_remembered_and_sealed_and_gone_with_the_key(tmp_path: Path) -> None:
    running = Running(tmp_path, "one_visit")
    running.enrol("P01")
    async with table(running, "s1") as first:
        await first.say(*TOLD)
    path = running.folder / "memory" / "one_visit-p01.json"
    assert path.read_bytes().startswith(MAGIC)
    assert b"Ambrose" not in path.read_bytes()
    async with table(running, "s2") as second:
        await second.say(START)
        assert any("Ambrose" in item.text for _, item in second.companion.state.keeping.memory.items())

    command = typer.Typer()
    command.command()(show_memory)
    shown = CliRunner().invoke(command, ["one_visit-p01", "--folder", str(path.parent)])
    assert "Ambrose" in shown.output
    with pytest.raises(AlongsideError, match="is sealed"):  # and is not taken for a damaged one
        MemoryStore(path.parent).load("one_visit-p01")
    assert path.exists()

    running.study.vault.destroy("P01")
    async with table(running, "s3") as third:
        await third.say(START)
        (trouble,) = [one for one in third.room.of(Health) if one.status == "degraded"]
        assert "there is no key for the memory of 'one_visit-p01'" in trouble.detail
    running.study.close()


def test_no_two_participants_are_remembered_by_one_name() -> None:
    codes = [f"participant-{number:03}-of-the-site-north"[:31] for number in range(3)]
    names = {memory_name("a_study_whose_key_is_longer_than_most_keys_are", code) for code in codes}
    assert len(names) == 3
    assert {person_id(name) for name in names} == names


def test_a_seal_is_for_a_study_that_has_begun(tmp_path: Path) -> None:
    with pytest.raises(AlongsideError, match="is not in the folder of a study that has begun"):
        seal(tmp_path / "memory")
