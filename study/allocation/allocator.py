"""Allocates people, and shows an arm to those who may see it; every look is an event of the study."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from sqlalchemy import func, select, update

from alongside.errors import AlongsideError
from study.allocation.draws import Draws
from study.allocation.lists import allocate, codes
from study.allocation.seal import Seal, find_seal
from study.protocol.parts import Protocol
from study.store import reading
from study.store.records import ENDED, Allocated, Who
from study.store.store import Store, Writing
from study.store.tables import AllocationRow, EventRow


class Allocator:
    """The list of one study. `seals`: where its seal lies, if not where seals are kept."""

    def __init__(self, protocol: Protocol, store: Store, seals: Path | None = None) -> None:
        self.protocol = protocol
        self.store = store
        self.seals = seals
        self._known: dict[int, str] = {}

    @cached_property
    def _seal(self) -> Seal:
        return find_seal(self.protocol.key, self.store.commitment(), self.seals)

    def allocate(self, code: str, who: Who) -> str:
        """Give somebody the next place of the list; gives its code, never the arm. Again, it gives the same.

        AlongsideError if their part has ended, a factor is not known, or the list was opened.
        """
        with self.store.writing() as writing:
            return self.allocate_within(writing, code, who)

    def allocate_within(self, writing: Writing, code: str, who: Who) -> str:
        """As `allocate`, in a transaction that is under way."""
        row = writing.person(code)
        session = writing.session
        has = session.scalar(select(AllocationRow.code).where(AllocationRow.participant == row.id))
        if has is not None:
            return has
        if row.status in ENDED:
            raise AlongsideError(f"{code} cannot be allocated: their part has ended ({row.status})")
        opened = select(EventRow.n).where(EventRow.study == self.store.key, EventRow.kind == "unsealed")
        if session.scalar(opened.limit(1)) is not None:
            raise AlongsideError("the list was opened: nobody is allocated any more", "Begin another study.")
        known = {**json.loads(row.factors), "site": row.site}
        levels = {factor.key: known.get(factor.key, "") for factor in self.protocol.allocation.factors}
        for factor in self.protocol.allocation.factors:
            if levels[factor.key] not in factor.levels:
                raise AlongsideError(
                    f"{code} cannot be allocated: {factor.key} is not known",
                    f"It is one of: {', '.join(factor.levels)}.",
                )
        last = session.scalar(
            select(func.max(AllocationRow.number)).where(AllocationRow.study == self.store.key)
        )
        number = (last or 0) + 1
        place = codes(self._seal.seed, number)[-1]
        session.add(
            AllocationRow(
                study=self.store.key,
                participant=row.id,
                number=number,
                stratum=json.dumps(levels, sort_keys=True),
                code=place,
                at=self.store.clock(),
                by=who.name,
            )
        )
        row.status = "allocated" if row.status == "enrolled" else row.status
        writing.event("allocated", who, code, number=number, code=place)
        return place

    def arms(self, writing: Writing | None = None) -> dict[int, str]:
        """What every given place was allocated to, by its number. For the program alone, never shown.

        `writing`: a transaction under way, whose places count too.
        """
        given = reading.allocations(writing.session, self.store.key) if writing else self.store.allocations()
        found = allocate(self.protocol, self._seal.seed, [one.stratum for one in given])
        return {one.number: arm for one, arm in zip(given, found, strict=True)}

    def arm_of(self, code: str) -> str:
        """The arm (or order) of somebody, for the program alone; empty before their allocation."""
        return self.arm_at(self.store.person(code).number)

    def arm_at(self, number: int) -> str:
        """What a place was allocated to, for the program alone; empty for 0. A place never changes."""
        if number and number not in self._known:
            self._known = self.arms()
        return self._known[number] if number else ""

    def masked(self, names: Sequence[str], of: str = "arms") -> tuple[str, ...]:
        """`names` in an order that follows from the sealed seed alone: for letters that tell nothing."""
        return tuple(Draws(self._seal.seed, "letters", of).shuffled(names))

    def show(self, code: str, who: Who, why: str = "") -> str:
        """The arm of somebody, for the eyes of `who`; that they saw it is recorded.

        AlongsideError for those whom the protocol blinds.
        """
        if who.role in self.protocol.allocation.blinded:
            raise AlongsideError(
                f"the arm of {code} is not shown to the {who.role}",
                "In need: alongside study reveal, with the reason.",
            )
        arm = self.arm_of(code)
        self.seen(code, who, why)
        return arm

    def seen(self, code: str, who: Who, why: str) -> None:
        """Record that `who` could see the arm of somebody, as by what they were handed or shown."""
        if len(self.protocol.arms) > 1:
            with self.store.writing() as writing:
                writing.event("arm_seen", who, code, why=why)

    def reveal(self, code: str, who: Who, why: str) -> str:
        """Break the blind for one person; recorded with the reason."""
        if not why.strip():
            raise AlongsideError("a revelation needs its reason", "Say why: --why '…'.")
        place = next((one for one in self.store.allocations() if one.participant == code), None)
        if place is None:
            raise AlongsideError(f"{code} is not allocated yet")
        arm = self.arms()[place.number]
        with self.store.writing() as writing:
            self._write(writing, place, arm)
            writing.event("revealed", who, code, why=why, arm=arm)
        return arm

    def unseal(self, who: Who, why: str) -> Mapping[str, str]:
        """Open the list once the study is over: the seed goes into the events, all arms into the index.

        Gives the arm of every code. Nobody is allocated after that.
        """
        if not why.strip():
            raise AlongsideError("opening the list needs its reason", "Say why: --why '…'.")
        with self.store.writing() as writing:  # nobody is allocated meanwhile
            given, arms = self.store.allocations(), self.arms(writing)
            for place in given:
                self._write(writing, place, arms[place.number])
            writing.event("unsealed", who, why=why, seed=self._seal.seed.hex())
        return {place.code: arms[place.number] for place in given}

    def _write(self, writing: Writing, place: Allocated, arm: str) -> None:
        writing.session.execute(
            update(AllocationRow)
            .where(AllocationRow.study == self.store.key, AllocationRow.number == place.number)
            .values(arm=arm)
        )


def check_list(protocol: Protocol, store: Store) -> list[str]:
    """What of an opened list does not follow from its seed; empty if all of it does. Needs no seal.

    AlongsideError if the list was not opened.
    """
    opened = store.events("unsealed")
    if not opened:
        raise AlongsideError("the list is still sealed", "Open it: alongside study unseal")
    seal = Seal(protocol.key, bytes.fromhex(str(opened[0].data["seed"])))
    if seal.commitment != store.commitment():
        return ["the seed is not the one that the study began with"]
    given = store.allocations()
    arms = allocate(protocol, seal.seed, [one.stratum for one in given])
    names = codes(seal.seed, len(given))
    return [
        f"place {one.number} was {one.arm!r} ({one.code}) and should be {arm!r} ({name})"
        for one, arm, name in zip(given, arms, names, strict=True)
        if (one.arm, one.code) != (arm, name)
    ]
