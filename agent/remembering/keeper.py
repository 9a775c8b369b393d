"""One person's memory for the length of a session: loaded once, written after each turn that changed it.

The file may change under a running session, by hand or by another session of the same person: what was taken
out there stays out, what was put right there stands, and what was added there is kept.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from agent.remembering.began import ALL, BEGAN_WITH, mark, purge, read_began, write_began
from agent.remembering.keeping import Remembered
from agent.remembering.kept import LISTS, Memory, put, without
from agent.remembering.store import MemoryStore, person_id
from agent.state import CompanionState

RECEIPT = "receipt.json"
"""Stands in the folder of a session whose record was deleted: nothing more is kept of that one."""


class Keeper:
    """One person in one session. `folder` is the session's, None where it has none (a chat)."""

    def __init__(
        self, store: MemoryStore, person: str, session: str, folder: Path | None, today: str
    ) -> None:
        self.store, self.folder = store, folder
        self.person = person_id(person)
        self.notice = ""  # one line, where a damaged file was set aside
        self._theirs: dict[tuple[str, str], Any] = {}  # (list, key): changed elsewhere meanwhile
        self._gone: set[str] = set()
        self._over = folder is not None and (folder / RECEIPT).exists()
        self._last = self._load()  # as it stands in the file
        found = read_began(folder) if folder is not None else None
        if found is not None and found[0].person == self.person:
            self.began, marks = found
            self._gone, self._over = set(marks), self._over or ALL in marks
        else:
            self.began = Remembered(person=self.person, session=session, date=today, memory=self._last)
            if folder is not None and not self._over:
                write_began(folder, self.began)

    def _load(self) -> Memory:
        with self.store.alone():
            memory = self.store.load(self.person)
            self._bytes = self.store.written(self.person)
        if self.store.aside is not None:
            self.notice = (
                f"the memory of {self.person} was damaged and starts anew; the old file: {self.store.aside}"
            )
        return memory

    def keep(self, state: CompanionState) -> bool:
        """Write what is to be kept as of `state`, if that changed. AlongsideError if it cannot be written."""
        if self._over:
            return False
        if state.keeping.off:
            self._forget()
            return True
        with self.store.alone():
            if self.store.written(self.person) != self._bytes:
                self._take_over()
            memory = self._merged(replace(state.keeping.memory, person=self.person))
            if memory == self._last:
                return False
            # What was merely put right stays in what sessions began with: a rebuilt one must begin the same.
            dropped = (self._last.keys() - memory.keys()) & set(state.keeping.forgotten)
            self._bytes = self.store.save(memory)
        self._last = memory
        if dropped and self.folder is not None:
            purge(self.folder.parent, self.person, frozenset(dropped))
        return True

    def _merged(self, memory: Memory) -> Memory:
        keys = memory.keys()
        gone = [key for key in keys if mark(self.began.session, key) in self._gone]
        memory = without(memory, gone)
        for (name, _), item in self._theirs.items():
            memory = put(memory, name, item)
        return memory

    def _take_over(self) -> None:
        """What somebody else did to the file since it was read or written here."""
        theirs = self.store.load(self.person)
        self._gone |= {mark(self.began.session, key) for key in self._last.keys() - theirs.keys()}
        self._theirs = {
            place: item
            for place, item in self._theirs.items()
            if theirs.find(place[1]) or place[0] == "sessions"
        }
        for name, item in theirs.items():
            if self._last.find(item.key) != item:
                self._theirs[name, item.key] = item
        for note in theirs.sessions:
            if note.id != self.began.session and note not in self._last.sessions:
                self._theirs["sessions", note.id] = note
        self._last = theirs

    def _forget(self) -> None:
        """Everything goes: the file, its copies, and what the person's sessions began with."""
        if self._last == Memory(person=self.person) and not self._bytes:
            return
        with self.store.alone():
            self.store.forget(self.person)
        self._last, self._bytes, self._theirs = Memory(person=self.person), b"", {}
        self.began = replace(self.began, memory=Memory(person=self.person))
        if self.folder is not None:
            purge(self.folder.parent, self.person, None)

    def undo(self) -> None:
        """The session's record was deleted: its share of the memory goes as well.

        The memory is again what it was when the session began, less what was taken out since; what another
        session added meanwhile stays.
        """
        if self._over:
            return
        self._over = True
        with self.store.alone():
            there = self.store.load(self.person)
            kept = without(self.began.memory, self.began.memory.keys() - there.keys())
            for name, item in there.items():
                added = item.session != self.began.session and self.began.memory.find(item.key) is None
                if added or (name, item.key) in self._theirs:
                    kept = put(kept, name, item)
            notes = tuple(note for note in there.sessions if note.id != self.began.session)
            kept = replace(kept, sessions=notes)
            if notes or any(getattr(kept, name) for name in LISTS):
                self.store.save(kept)
            else:
                self.store.forget(self.person)
        if self.folder is not None:
            (self.folder / BEGAN_WITH).unlink(missing_ok=True)
