"""A study with what two people said in every place that can hold it, and a search of every byte for it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import zstandard

from agent.remembering.began import write_began
from agent.remembering.keeping import Remembered
from agent.remembering.kept import Kept, Memory
from agent.remembering.store import MemoryStore
from alongside.eventlog import TORN, EventLog
from alongside.messages import Act, AudioChunk, Turn
from study.signals import SignalWriter
from study.vault.memory import MemorySeal, memory_name
from study.vault.sealing import seal
from study.visits.consequences import Outcome
from tests.study.running import OPERATOR, Running

NAMES = {"P01": "Wilhelmina Quastenberg", "P02": "Theodosius Brackwater"}
SOUND = {
    code: bytes(((n * n * step) >> 3) % 251 for n in range(1024)) for code, step in (("P01", 7), ("P02", 11))
}


def said(code: str, place: str) -> str:
    """A sentence of somebody's that stands in one place alone."""
    return f"{NAMES[code]} told me of the {place} by the green canal."


class Planted:
    """The places: a study with sessions, memories, calendars, exports, and a folder of keys."""

    def __init__(self, place: Path, database: str = "") -> None:
        self.place = place
        self.running = Running(place, "one_visit", database=database)
        self.running.enrol("P01", "P02")
        for code in ("P01", "P02"):
            self.visit(code)
            self.files(code)

    @property
    def folder(self) -> Path:
        """The study's."""
        return self.running.folder

    def visit(self, code: str) -> None:
        """A visit with answers and two sessions, for the first broke off; one of them is sealed."""
        engine = self.running.engine
        step = engine.next(code)
        assert step is not None
        for number in (1, 2):
            session = f"2026-03-01-1200{number:02d}-{code.lower()}"
            engine.begin(step, OPERATOR, session)
            self.session(code, self.folder / "sessions" / session, number)
        engine.answer(step, "1", said(code, "answer"), OPERATOR)
        engine.answer(step, "1", said(code, "corrected answer"), OPERATOR)
        engine.take(step, Outcome(scores={"total": 3}), OPERATOR)
        self.running.visit(code)
        seal(self.folder / "sessions" / f"2026-03-01-120001-{code.lower()}", self.running.study.vault, code)

    def session(self, code: str, folder: Path, number: int) -> None:
        """Words, sound and papers of a session."""
        log = EventLog(folder)
        log.append(Turn(turn_id="t1", text=said(code, f"turn {number}")), "participant")
        log.append(
            Act(act_id="a1", turn_id="t1", kind="reflect", text=said(code, f"act {number}")), "companion"
        )
        log.close()
        signals = SignalWriter(folder)
        signals.write(AudioChunk(samples=SOUND[code]))
        signals.write(Turn(turn_id="t1", text=said(code, f"signal {number}")))
        signals.close()
        for name in (TORN, "graph.log", "report.html"):
            (folder / name).write_text(said(code, f"{name} {number}"), "utf-8")
        (folder / "sheets").mkdir()
        (folder / "sheets" / "record.pdf").write_bytes(zlib.compress(said(code, f"sheet {number}").encode()))
        memory = Memory(person=memory_name("one_visit", code), facts=(self.fact(code, f"began {number}"),))
        began = Remembered(person=memory.person, session=folder.name, date="2026-03-01", memory=memory)
        write_began(folder, began)

    def fact(self, code: str, place: str) -> Kept:
        """Something remembered."""
        return Kept(key="fact:1", text=said(code, place), date="2026-03-01")

    def files(self, code: str) -> None:
        """The companion's memory with a damaged and a half-written copy, and what was made of the data."""
        person = memory_name("one_visit", code)
        store = MemoryStore(self.folder / "memory", MemorySeal(self.running.study.vault))
        store.save(Memory(person=person, facts=(self.fact(code, "memory"),)))
        for name in (f"{person}.damaged-20260301-120000", f".{person}.99.part", f".{person}.edit.json"):
            (store.folder / name).write_text(said(code, name), "utf-16")
        for name in (f"calendars/{code}.ics", "report/report.html", f"exports/csv/{code}.csv", "letters.txt"):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                file.write("P01 comes on Monday\n" if name == "letters.txt" else said(code, name) + "\n")


def wanted(code: str) -> tuple[bytes, ...]:
    """What stands for somebody: name and sound, as they can be written."""
    whole, last = NAMES[code], NAMES[code].split()[1]
    return (
        *(each.encode(kind) for each in (whole, last) for kind in ("utf-8", "utf-16-le")),
        SOUND[code][:64],
    )


def found(code: str, places: Iterable[Path]) -> dict[str, int]:
    """Files that hold anything of somebody: searched byte by byte, and within compressed parts."""
    hits: dict[str, int] = {}
    marks = wanted(code)
    for place in places:
        for path in (p for p in place.rglob("*") if p.is_file()):
            count = sum(data.count(mark) for data in _layers(path.read_bytes()) for mark in marks)
            if count:
                hits[str(path.relative_to(place))] = count
    return hits


def _layers(data: bytes) -> Iterator[bytes]:
    """The bytes themselves, and all that can be decompressed in them."""
    yield data
    for start in (match.start() for match in re.finditer(rb"\x28\xb5\x2f\xfd", data)):
        try:
            yield zstandard.ZstdDecompressor().decompressobj().decompress(data[start:])
        except zstandard.ZstdError:
            continue
    for start in (match.start() for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data)):
        try:
            yield zlib.decompressobj().decompress(data[start:])
        except zlib.error:
            continue
