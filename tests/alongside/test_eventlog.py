"""The event log: what was appended is read back, tampering is found, a crash loses at most one event."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from alongside.eventlog import LOG, MANIFEST, TORN, EventLog, read_events, verify
from alongside.messages import Affect, AudioChunk, Control, Event, Health, Turn
from alongside.records import Prosody, Word

in_folder = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MESSAGES = (
    Control(stamp=1.0, name="session", value="start"),
    Turn(
        stamp=2.5,
        turn_id="t1",
        text="I burnt the toast, naïvely.",
        words=(Word(text="I", start=0.0, end=0.1),),
        prosody=Prosody(pitch_hz=181.25),
    ),
    Affect(stamp=3.0, source="voice", valence=-0.25, arousal=0.5, confidence=0.75),
    Health(stamp=4.0, component="camera", status="degraded", detail="The camera went away."),
)


def write(folder: Path, messages: tuple[object, ...] = MESSAGES) -> bytes:
    """A fresh log in `folder`, as bytes."""
    (folder / LOG).unlink(missing_ok=True)
    log = EventLog(folder)
    for message in messages:
        log.append(message, "tester")  # type: ignore[arg-type]
    log.close()
    return (folder / LOG).read_bytes()


def within(whole: bytes, line: int, offset: int) -> int:
    """A place in the given line of a log; its line end where `offset` is past it."""
    lines = whole.splitlines(keepends=True)
    return sum(map(len, lines[:line])) + min(offset, len(lines[line]) - 1)


def test_events_come_back_as_they_went_in(tmp_path: Path) -> None:
    write(tmp_path)
    events = list(read_events(tmp_path))
    assert [event.message for event in events] == list(MESSAGES)
    assert [event.n for event in events] == [1, 2, 3, 4]
    assert {event.sender for event in events} == {"tester"}
    verdict = verify(tmp_path)
    assert (verdict.ok, verdict.count, verdict.head) == (True, 4, events[-1].hash)


def test_sound_is_left_out_and_the_files_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "session"
    log = EventLog(folder, fsync=True)
    log.append(AudioChunk(stamp=1.0, samples=b"secret sound", source="mic"))
    assert b"samples" not in (folder / LOG).read_bytes()
    assert next(read_events(folder)).message == AudioChunk(stamp=1.0, samples=b"", source="mic")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / LOG).stat().st_mode) == 0o600


def test_a_later_writer_continues_the_chain(tmp_path: Path) -> None:
    write(tmp_path)
    log = EventLog(tmp_path)
    log.append(MESSAGES[0], "again")
    assert log.count == 5
    assert verify(tmp_path).ok
    assert not (tmp_path / TORN).exists()


def test_a_second_writer_is_noticed(tmp_path: Path) -> None:
    first, second = EventLog(tmp_path), EventLog(tmp_path)
    first.append(MESSAGES[0])
    with pytest.raises(AlongsideError, match="another program"):
        second.append(MESSAGES[1])
    assert verify(tmp_path).ok


@pytest.mark.parametrize(
    "wrong",
    [
        Affect(source="face", valence=float("nan"), arousal=0.0, confidence=1.0),
        Affect(source="face", valence=float("inf"), arousal=0.0, confidence=1.0),
        Affect(source="nose", valence=0.0, arousal=0.0, confidence=1.0),  # type: ignore[arg-type]
        Turn(turn_id="t", text=None),  # type: ignore[arg-type]
    ],
)
def test_what_could_not_be_read_back_is_refused_and_the_log_stays_whole(tmp_path: Path, wrong: Turn) -> None:
    log = EventLog(tmp_path)
    with pytest.raises(AlongsideError, match="was not recorded"):
        log.append(wrong)
    log.append(MESSAGES[0])
    assert verify(tmp_path).count == len(list(read_events(tmp_path))) == 1


def test_no_log_is_one_clear_line(tmp_path: Path) -> None:
    for use in (verify, lambda path: list(read_events(path))):
        with pytest.raises(AlongsideError, match="there is no"):
            use(tmp_path)


@given(line=st.integers(0, 3), offset=st.integers(0, 2000), flip=st.integers(1, 255))
@in_folder
def test_any_flipped_byte_is_found(tmp_path: Path, line: int, offset: int, flip: int) -> None:
    whole = write(tmp_path)
    place = within(whole, line, offset)
    (tmp_path / LOG).write_bytes(whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :])
    verdict = verify(tmp_path)
    assert not verdict.ok
    assert verdict.line == whole[:place].count(b"\n") + 1
    assert verdict.why


@given(st.integers(0, 2), st.sampled_from(["delete", "double", "swap"]), st.data())
@in_folder
def test_any_deleted_doubled_or_swapped_line_is_found(
    tmp_path: Path, index: int, how: str, data: st.DataObject
) -> None:
    lines = write(tmp_path).splitlines(keepends=True)
    if how == "delete":
        del lines[index]
    elif how == "double":
        lines.insert(data.draw(st.integers(0, 4)), lines[index])
    else:
        other = data.draw(st.integers(index + 1, 3))
        lines[index], lines[other] = lines[other], lines[index]
    (tmp_path / LOG).write_bytes(b"".join(lines))
    assert not verify(tmp_path).ok


def test_a_line_with_a_hash_of_its_own_but_out_of_the_chain_is_found(tmp_path: Path) -> None:
    ours = write(tmp_path).splitlines(keepends=True)
    foreign = write(tmp_path, (Event(stamp=1.0, kind="planted"), *MESSAGES)).splitlines(keepends=True)
    (tmp_path / LOG).write_bytes(b"".join([ours[0], foreign[1], *ours[2:]]))
    verdict = verify(tmp_path)
    assert (verdict.ok, verdict.line, verdict.why) == (False, 2, "it does not follow the line before it")


@given(line=st.integers(0, 3), offset=st.integers(0, 2000))
@in_folder
def test_a_crash_at_any_byte_loses_at_most_the_event_being_written(
    tmp_path: Path, line: int, offset: int
) -> None:
    whole = write(tmp_path)
    (tmp_path / TORN).unlink(missing_ok=True)
    cut = within(whole, line, offset) + (offset == 2000)
    (tmp_path / LOG).write_bytes(whole[:cut])
    survived = whole[:cut].count(b"\n")
    assert [event.message for event in read_events(tmp_path)] == list(MESSAGES[:survived])
    log = EventLog(tmp_path)
    log.append(MESSAGES[0], "next")
    log.close()
    torn = whole[whole[:cut].rfind(b"\n") + 1 : cut]
    events = [event.message for event in read_events(tmp_path)]
    assert events[:survived] == list(MESSAGES[:survived])
    assert events[-1] == MESSAGES[0]
    assert len(events) == survived + 1 + bool(torn)
    assert verify(tmp_path).ok
    if torn:
        note = events[survived]
        assert isinstance(note, Event)
        assert note.kind == "log_repaired"
        assert json.loads(note.data) == {"bytes": len(torn), "whole_lines": 0}
        assert (tmp_path / TORN).read_bytes() == torn + b"\n"
    else:
        assert not (tmp_path / TORN).exists()


def manifest(folder: Path, events: int, head: str, *, ended: float | None = 9.0) -> None:
    runs = [{"started": 1.0, "events": 0, "head": "0" * 64}]
    text = json.dumps({"runs": runs, "ended": ended, "events": events, "head": head})
    (folder / MANIFEST).write_text(text)


@given(kept=st.integers(0, 4))
@in_folder
def test_once_closed_a_shorter_or_longer_log_is_found(tmp_path: Path, kept: int) -> None:
    lines = write(tmp_path).splitlines(keepends=True)
    (tmp_path / MANIFEST).unlink(missing_ok=True)
    manifest(tmp_path, 4, verify(tmp_path).head)
    assert verify(tmp_path).closed
    (tmp_path / LOG).write_bytes(b"".join(lines[:kept]))
    assert verify(tmp_path).ok == (kept == 4)
    if kept == 4:
        EventLog(tmp_path).append(MESSAGES[0])
        assert "added after" in verify(tmp_path).why


def test_a_manifest_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    write(tmp_path)
    for text in ("", "{}", "[]", '{"runs": [{}], "ended": null}'):
        (tmp_path / MANIFEST).write_text(text)
        assert not verify(tmp_path).ok
    manifest(tmp_path, 99, "", ended=None)
    assert verify(tmp_path).ok


@given(st.text(), st.floats(-1e299, 1e299))
@in_folder
def test_any_text_and_number_survives(tmp_path: Path, text: str, number: float) -> None:
    turn = Turn(stamp=number, turn_id="t", text=text)
    write(tmp_path, (turn,))
    assert next(read_events(tmp_path)).message == turn
    assert verify(tmp_path).ok


def test_a_spoiled_end_is_kept_aside_and_told(tmp_path: Path) -> None:
    whole = write(tmp_path)
    (tmp_path / LOG).write_bytes(whole[:-10] + b"\0\0\0\0\n")
    EventLog(tmp_path).close()
    assert verify(tmp_path).ok
    note = list(read_events(tmp_path))[-1].message
    assert isinstance(note, Event)
    assert json.loads(note.data)["whole_lines"] == 1
    assert b"\0\0\0\0" in (tmp_path / TORN).read_bytes()
