"""A small study rehearsed from end to end by the command, and once more with the same seed."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from alongside.errors import AlongsideError
from alongside.eventlog import LOG, read_events
from alongside.messages import Act, Turn
from commands import main as command
from rehearsal.study.clock import MovedClock
from rehearsal.study.conduct import Rehearsed, rehearse
from rehearsal.study.counted import counted
from rehearsal.study.digest import digest
from rehearsal.study.opening import again as opened
from rehearsal.study.power import cut_in_the_middle
from study.store.tables import ResponseRow
from study.studies import Study
from study.vault.opening import kept
from study.vault.visits import sessions_of

pytestmark = pytest.mark.slow
PEOPLE, DAYS, SEED = 6, 4, 3


@dataclass
class Told:
    """What the command said, and where it left the study."""

    code: int
    out: str
    folder: Path


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("by_command") / "kept"
    more = ["--people", str(PEOPLE), "--days", str(DAYS), "--seed", str(SEED)]
    out, code = io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        patch.setattr("sys.argv", ["alongside", "study", "rehearse", str(folder), *more])
        try:
            command.main()
        except SystemExit as end:
            code = int(end.code or 0)
    return Told(code, out.getvalue(), folder)


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    folder = tmp_path_factory.mktemp("again")
    return rehearse(
        folder / "study", folder / "apart", people=PEOPLE, days=DAYS, seed=SEED, told=lambda day, of: None
    )


@pytest.fixture(scope="module")
def study(told: Told) -> Study:
    return opened(told.folder / "study", told.folder / "apart", MovedClock(4e9))


def figure(told: Told, name: str) -> list[str]:
    """The cells of one row of the command's table."""
    line = next(line for line in told.out.splitlines() if line.strip().startswith(name))
    return line.strip().removeprefix(name).split()


def test_every_figure_is_equal_and_everything_happened(told: Told) -> None:
    assert told.code == 0, told.out
    rows = re.search(r"(\d+) of (\d+) figures are equal", told.out)
    assert rows
    assert rows[1] == rows[2]
    assert int(rows[1]) > 30
    assert "NO" not in told.out.split()
    for name in ("people who withdrew", "dangers told, person paused", "power cuts, visit gone on with"):
        assert figure(told, name)[:2] == ["1", "1"], name
    assert figure(told, "people allocated") == ["6", "6", "6", "yes"]
    assert figure(told, "rows left of who withdrew") == ["0", "0", "yes"]
    for name in ("people who dropped out", "visits made up for", "visits missed", "missed days told"):
        assert int(figure(told, name)[0]) >= 1, name
    kept_, all_ = (figure(told, f"turns {what}")[0] for what in ("whose words are kept", "of participants"))
    assert int(kept_) < int(all_), "somebody did not agree to have their words kept"


def test_the_same_seed_gives_the_same_study(told: Told, again: Rehearsed) -> None:
    assert f"content {digest(again.study)[:16]}" in told.out


def test_what_is_changed_in_the_books_is_found(again: Rehearsed) -> None:
    before, content = counted(again.study), digest(again.study)
    with again.study.store.writing() as writing:
        one = writing.session.scalar(select(ResponseRow.id).limit(1))
        writing.session.execute(delete(ResponseRow).where(ResponseRow.id == one))
    after = counted(again.study)
    assert after["answers to items"] == before["answers to items"] - 1
    assert digest(again.study) != content


def test_the_sessions_are_real_conversations_with_the_companion(study: Study) -> None:
    held = 0
    for person in study.store.people():
        for visit, folder in sessions_of(study, person.code):
            exercised = any(step.kind == "exercise" and step.status == "done" for step in visit.steps)
            with kept(folder, study.vault) as session:
                if not exercised or not (session / LOG).is_file():
                    continue
                messages = [event.message for event in read_events(session)]
                acts = [one for one in messages if isinstance(one, Act)]
                turns = [one for one in messages if isinstance(one, Turn)]
                assert {"greet", "goodbye", "worksheet_step"} <= {act.kind for act in acts}
                assert {turn.turn_id for turn in turns} <= {act.turn_id for act in acts}
                held += 1
    assert held >= 8


def test_who_withdrew_left_a_receipt_and_no_key(told: Told, study: Study) -> None:
    [event] = study.store.events("erased")
    assert not study.vault.has(event.participant)
    assert (told.folder / "study" / "receipts" / f"{event.participant}.json").is_file()
    assert all(person.code != event.participant for person in study.store.people())


def test_a_visit_that_cannot_be_cut_off_is_told(told: Told, study: Study) -> None:
    somebody = study.store.people()[0].code
    with pytest.raises(AlongsideError, match="was not cut off"):
        cut_in_the_middle(told.folder / "study", told.folder / "apart", SEED, somebody, 4e9)
