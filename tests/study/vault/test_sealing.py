"""A session is sealed whole, opens for readers, and survives a crash at any point of it."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.eventlog import LOG, MANIFEST, EventLog, read_events, verify
from alongside.messages import Turn
from commands.report import report as report_command
from commands.verify import verify as verify_command
from study.recorder import Recorder
from study.vault.keys import Vault
from study.vault.note import is_sealed
from study.vault.opening import kept, sweep
from study.vault.sealing import CRASHES, seal, unseal
from tests.study.study_script import write_session
from tests.study.test_record_commands import run

WORDS = b"the floor to open"
SOUND = bytes(range(256)) * 4500  # more than one piece


class CrashError(Exception):
    """The power went."""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session with words, sound and a form."""
    folder = write_session(tmp_path_factory.mktemp("recorded") / "s1")
    (folder / "signals.mcap").write_bytes(SOUND)
    (folder / "session.json").write_text('{"ended": null, "runs": []}')
    (folder / "sheets").mkdir()
    (folder / "sheets" / "record.pdf").write_bytes(WORDS)
    return folder


@pytest.fixture
def session(recorded: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(recorded, tmp_path / "s1"))


@pytest.fixture
def vault() -> Vault:
    """Keys where commands look for them."""
    vault = Vault("evening", os.urandom(4).hex())
    vault.make("P01")
    return vault


def whole(session: Path) -> dict[str, bytes]:
    """All files but the note, by name."""
    with kept(session) as folder:
        return {
            str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
        }


def test_sealed_it_holds_no_words_and_readers_find_all_of_it(session: Path, vault: Vault) -> None:
    before = whole(session)
    assert seal(session, vault, "P01") == 3
    assert seal(session, vault, "P01") == 0
    on_disk = {path.name: path.read_bytes() for path in session.rglob("*") if path.is_file()}
    assert set(on_disk) == {
        "events.jsonl.sealed", "signals.mcap.sealed", "record.pdf.sealed", "session.json", "sealed.json",
    }  # fmt: skip
    assert not any(WORDS in data or SOUND[:64] in data for data in on_disk.values())
    assert whole(session) == before
    with kept(session, only=(LOG, MANIFEST)) as folder:
        assert folder.name == session.name
        assert sorted(os.listdir(folder)) == [LOG, MANIFEST]
        assert verify(folder).ok
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        place = folder
    assert not place.parent.exists()
    assert stat.S_IMODE((session / "events.jsonl.sealed").stat().st_mode) == 0o600
    unseal(session, vault)
    assert whole(session) == before
    assert not is_sealed(session)


@pytest.mark.parametrize("point", CRASHES)
def test_a_crash_at_any_point_loses_nothing(point: str, session: Path, vault: Vault) -> None:
    before = whole(session)
    for number in range(3):  # in the first, the second and the third file
        left = number + 1

        def told(name: str) -> None:
            nonlocal left
            left -= name == point
            if not left:
                raise CrashError

        with pytest.raises(CrashError):
            seal(session, vault, "P01", told)
        assert whole(session) == before
        if point == "noted":
            break
        seal(session, vault, "P01")
        assert whole(session) == before
        assert not any(WORDS in path.read_bytes() for path in session.rglob("*") if path.is_file())
        unseal(session, vault)


def test_without_the_key_readers_say_so_in_one_line(session: Path, vault: Vault) -> None:
    seal(session, vault, "P01")
    assert run(verify_command, str(session))[0] == 0
    assert vault.destroy("P01")
    code, said = run(verify_command, str(session))
    assert code == 1
    assert said.startswith(f"s1 is sealed: the key of P01 is not at {vault.path('P01')}")
    vault.make("P01")
    code, said = run(verify_command, str(session))
    assert (code, "another key" in said) == (1, True)


def test_a_file_that_was_changed_is_noticed(session: Path, vault: Vault) -> None:
    seal(session, vault, "P01")
    path = session / "events.jsonl.sealed"
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)
    with pytest.raises(AlongsideError, match=r"events.jsonl.sealed cannot be opened: it was changed"):
        whole(session)


def test_a_report_of_a_sealed_session_goes_where_it_is_told(
    session: Path, vault: Vault, tmp_path: Path
) -> None:
    seal(session, vault, "P01")
    code, said = run(report_command, str(session))
    assert (code, "--out FILE" in said) == (1, True)
    page = tmp_path / "page.html"
    assert run(report_command, str(session), "--out", str(page)) == (0, str(page))
    assert WORDS in page.read_bytes()
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert not list(session.glob("report*"))


def test_a_session_under_way_is_not_sealed(tmp_path: Path, vault: Vault) -> None:
    log = EventLog(tmp_path / "s2")
    log.append(Turn(turn_id="t1", text="One more thing."), "participant")
    with pytest.raises(AlongsideError, match="s2 is under way"):
        seal(tmp_path / "s2", vault, "P01")
    log.append(Turn(turn_id="t2", text="And another."), "participant")
    log.close()
    assert seal(tmp_path / "s2", vault, "P01") == 1
    with kept(tmp_path / "s2") as folder:
        assert [event.n for event in read_events(folder)] == [1, 2]


async def test_a_recorder_does_not_go_on_with_a_sealed_session(session: Path, vault: Vault) -> None:
    seal(session, vault, "P01")
    before = sorted(os.listdir(session))
    with pytest.raises(AlongsideError, match="s1 is over and sealed"):
        await Recorder("recorder", {}, Context(session=session)).start()
    assert sorted(os.listdir(session)) == before


def test_what_a_killed_reader_left_goes(tmp_path: Path) -> None:
    left, mine = tmp_path / "alongside-open-4194303-abc", tmp_path / f"alongside-open-{os.getpid()}-abc"
    for folder in (left, mine):
        folder.mkdir()
        (folder / LOG).write_bytes(WORDS)
    assert sweep(tmp_path) == 1
    assert (left.exists(), mine.exists()) == (False, True)


def test_keys_are_private_and_a_broken_one_is_told(vault: Vault) -> None:
    path = vault.path("P01")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert vault.make("P01") == vault.key("P01")
    sealed = vault.close("P01", "by the river")
    assert vault.open("P01", sealed) == "by the river"
    assert [vault.close("P01", text) for text in ("3", "", "-1.5")] == ["3", "", "-1.5"]
    assert vault.close("P01", "5550134").startswith("sealed:")  # a telephone's number is a number, too
    path.write_text("{}")
    with pytest.raises(AlongsideError, match="cannot be read"):
        vault.key("P01")
