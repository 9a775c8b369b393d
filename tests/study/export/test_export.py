"""An export holds every row once, in all formats alike, and nothing that was not agreed to or tells who."""

from __future__ import annotations

import csv
import json
import re
import wave
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from bids_validator import BIDSValidator
from typer.testing import CliRunner

from alongside.errors import AlongsideError
from alongside.eventlog import EventLog
from alongside.messages import Affect, AudioChunk, Consent, Message, Turn
from alongside.records import Word
from commands.study import app
from study.export.columns import TABLES
from study.export.dictionary import as_page
from study.export.export import Exported, export_study
from study.export.masking import Names, Unmasked
from study.signals import SignalWriter
from study.vault.visits import seal_over
from study.vault.withdrawal import withdraw
from study.visits.consequences import Outcome
from tests.study.running import OPERATOR, Running

AT = 1_772_366_400.0
"""Noon of 1 March 2026: when the visits begin."""
PEOPLE = {
    "P01": (("audio", "transcript", "affect"), "It was Wilhelmina Quastenberg who called me from Rotterdam."),
    "P02": (("transcript",), "my neighbour theodosius moved in, ring him on 07911 123456."),
    "P03": ((), "Nobody may read this but me."),
}
SOUND = bytes(range(256)) * 8
COUNT = 5
"""Events of a record."""


def said(streams: tuple[str, ...], text: str) -> Iterator[Message]:
    """What a visit's record holds."""
    yield Consent(stamp=AT, status="given", streams=streams, text="participation", version="1")
    yield Turn(
        stamp=AT + 9, turn_id="t1", text=text, start=AT + 4, end=AT + 8.5,
        words=tuple(Word(text=word, start=0.5, end=1.0) for word in text.split()),
    )  # fmt: skip
    yield Affect(stamp=AT + 10, source="voice", valence=-0.25, arousal=0.5, confidence=0.75)
    yield Turn(stamp=AT + 20, turn_id="t2", text="On 2026-03-01 it began. Write to w.q@example.org.")
    yield Turn(stamp=AT + 30, turn_id="t3", text="That is all.")


class Place:
    """A study of three people with sealed records, and one export of it."""

    def __init__(self, place: Path) -> None:
        self.running = Running(place, "one_visit")
        self.running.enrol(*PEOPLE)
        for code, (streams, text) in PEOPLE.items():
            step = self.running.engine.next(code)
            assert step is not None
            folder = self.running.folder / "sessions" / f"2026-03-01-120000-{code.lower()}"
            self.running.engine.begin(step, OPERATOR, folder.name)
            log, signals = EventLog(folder), SignalWriter(folder)
            for message in said(streams, text):
                log.append(message, "participant", at=message.stamp)
            signals.write(AudioChunk(samples=SOUND))
            signals.write(AudioChunk(samples=SOUND))
            log.close()
            signals.close()
            self.running.engine.answer(step, "1", "3", OPERATOR)
            self.running.engine.answer(step, "2", text, OPERATOR, "typed")
            self.running.engine.take(step, Outcome(scores={"total": 3.5}), OPERATOR)
            self.running.visit(code)
        assert len(seal_over(self.running.study)) == len(PEOPLE)

    def export(self, **about: object) -> Exported:
        """An export of it, masked unless told otherwise."""
        about.setdefault("masker", Names())
        return export_study(self.running.study, OPERATOR, **about)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The study."""
    return Place(tmp_path_factory.mktemp("exported"))


@pytest.fixture(scope="module")
def done(place: Place) -> Exported:
    """An export with everything."""
    return place.export(audio=True)


def rows(done: Exported, table: str) -> list[dict[str, str]]:
    with (done.place / "csv" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_event_that_was_agreed_to_is_there_once(done: Exported) -> None:
    kinds = Counter((row["participant_id"], row["trial_type"]) for row in rows(done, "events"))
    assert kinds == {
        ("sub-P01", "Consent"): 1, ("sub-P01", "Turn"): 3, ("sub-P01", "Affect"): 1,
        ("sub-P02", "Consent"): 1, ("sub-P02", "Turn"): 3,
        ("sub-P03", "Consent"): 1, ("sub-P03", "Turn"): 3,
    }  # fmt: skip
    assert done.rows["events"] == sum(kinds.values())
    assert done.silent == 1
    words = {(row["participant_id"], row["turn_id"]): row["words"] for row in rows(done, "events")}
    assert re.fullmatch(r"It was \[name\] who called me from \[\w+\]\.", words["sub-P01", "t1"])
    assert words["sub-P02", "t1"].startswith("my neighbour [")
    assert words["sub-P01", "t2"] == "On [date] it began. Write to [e-mail]."
    assert {words["sub-P03", turn] for turn in ("t1", "t2", "t3")} == {""}


def test_times_count_from_the_beginning(done: Exported) -> None:
    first = next(row for row in rows(done, "events") if row["turn_id"] == "t1")
    assert (float(first["onset"]), float(first["duration"])) == (9.0, 4.5)
    data = json.loads(first["data"])
    assert (data["start"], data["end"], data["stamp"]) == (4.0, 8.5, 9.0)
    assert [word["start"] for word in data["words"]] == [0.5] * 9
    assert [word["text"] for word in data["words"]][:4] == ["It", "was", "[masked]", "[masked]"]


def test_nothing_tells_who_or_when(done: Exported) -> None:
    for path in done.place.rglob("*"):
        if path.is_file() and path.suffix not in (".parquet", ".wav"):
            text = path.read_text("utf-8")
            for name in ("wilhelmina", "quastenberg", "rotterdam", "theodosius", "07911", "example.org"):
                assert name not in text.lower(), path
            assert not re.search(r"2026-03-0\d|\b177\d{7}", text), path
            if path.name != "export.json":
                assert "Nobody may read" not in text or path.name.startswith("answers"), path


def test_parquet_and_bids_hold_the_same_as_csv(done: Exported) -> None:
    for table in TABLES:
        found = pq.read_table(done.place / "parquet" / f"{table.name}.parquet")
        assert found.column_names == list(table.names)
        assert found.num_rows == len(rows(done, table.name)) == done.rows[table.name]
        plain = [{k: "" if v is None else v for k, v in row.items()} for row in found.to_pylist()]
        for ours, theirs in zip(rows(done, table.name), plain, strict=True):
            assert ours == {k: str(v).lower() if isinstance(v, bool) else str(v) for k, v in theirs.items()}
    tree = done.place / "bids"
    files = [path for path in tree.rglob("*") if path.is_file() and path.name != ".bidsignore"]
    wrong = [path for path in files if not BIDSValidator().is_bids(f"/{path.relative_to(tree)}")]
    assert [path.parent.name for path in wrong] == ["audio"]  # which .bidsignore names
    for path in tree.rglob("*.tsv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert len({line.count("\t") for line in file}) == 1, path
    events = tree / "sub-P01" / "ses-visit01" / "beh" / "sub-P01_ses-visit01_task-study_events.tsv"
    assert len(events.read_text("utf-8").splitlines()) == 1 + COUNT
    assert "sub-P01\tses-visit01\t3.5" in (tree / "phenotype" / "consent_participation.tsv").read_text()


def test_sound_goes_out_on_request_and_only_where_it_was_agreed_to(place: Place, done: Exported) -> None:
    sounds = list(done.place.rglob("*.wav"))
    assert [path.name for path in sounds] == ["sub-P01_ses-visit01_task-study_audio.wav"]
    with wave.open(str(sounds[0])) as wav:
        assert wav.readframes(wav.getnframes()) == SOUND * 2
        assert wav.getframerate() == 16000
    assert not list(place.export(formats=["csv"]).place.rglob("*.wav"))


def test_unmasked_needs_a_reason_that_goes_on_record(place: Place) -> None:
    with pytest.raises(AlongsideError, match="only for a reason"):
        place.export(masker=Unmasked())
    done = place.export(masker=Unmasked(), why="coded by hand", formats=["csv"])
    words = [row["words"] for row in rows(done, "events")]
    assert PEOPLE["P01"][1] in words
    assert PEOPLE["P03"][1] not in words  # a reason is no consent
    last = place.running.study.store.events("exported")[-1]
    assert (last.data["masked"], last.data["why"]) == (False, "coded by hand")


def test_an_export_is_whole_or_not_there(place: Place, tmp_path: Path) -> None:
    class FullError(OSError):
        pass

    def told(line: str) -> None:
        if line.startswith("P02"):
            raise FullError

    with pytest.raises(FullError):
        place.export(out=tmp_path / "out", told=told)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(AlongsideError, match="has content"):
        place.export(out=tmp_path / "mine")
    with pytest.raises(AlongsideError, match="there is no format 'xls'"):
        place.export(out=tmp_path / "out", formats=["xls"])


def test_the_dictionary_is_the_one_of_the_code(done: Exported) -> None:
    page = Path(__file__).parents[3] / "docs" / "data_dictionary.md"
    assert page.read_text("utf-8") == as_page(), "python -m study.export.dictionary > docs/data_dictionary.md"
    told = json.loads((done.place / "data_dictionary.json").read_text("utf-8"))
    for table in TABLES:
        with (done.place / "csv" / f"{table.name}.csv").open(encoding="utf-8") as file:
            assert file.readline().strip().split(",") == list(told[table.name]["columns"])


def test_the_command_and_a_consent_taken_back(tmp_path: Path) -> None:
    place = Place(tmp_path)
    engine = place.running.engine
    folder = place.running.folder / "sessions" / "2026-03-02-120000-p01"
    with place.running.study.store.writing() as writing:  # a later session, in which they took it back
        writing.event("session", OPERATOR, "P01", session=folder.name, visit="visit", day=1)
    log = EventLog(folder)
    log.append(Consent(stamp=AT + 86400, status="given", streams=()), "participant", at=AT + 86400)
    log.close()
    assert engine.protocol.visits[0].key == "visit"
    arguments = ["export", str(place.running.folder), "--seal", str(place.running.seals), "--format", "csv"]
    result = CliRunner().invoke(app, [*arguments, "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, (result.output, result.exception)
    assert "3 records without words" in result.output  # both of P01, and that of P03
    assert "when somebody withdraws, delete this folder" in result.output.lower()
    receipt = withdraw(place.running.study, "P01", OPERATOR, "asked for it")
    assert receipt.elsewhere == (str((tmp_path / "out").resolve()),)
    again = place.export(formats=["csv"])
    assert {row["participant_id"] for row in rows(again, "participants")} == {"sub-P02", "sub-P03"}
