"""The tables of the index. People are codes here; names are kept nowhere in it.

Times are seconds since the epoch, dates ISO texts of the person's own calendar, JSON kept as canonical text:
the same in SQLite and PostgreSQL, to the byte.
"""

from __future__ import annotations

from sqlalchemy import Float, ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

CODE = String(64)
"""A code, a key, a name of somebody who did something."""


class Base(DeclarativeBase):
    """What all tables share: names of constraints that are the same in every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def _of_study() -> Mapped[str]:
    return mapped_column(ForeignKey("studies.key", ondelete="CASCADE"))


class StudyRow(Base):
    """A study. `commitment`: SHA-256 of the sealed seed. `head`, `events`: where the chain of events ends."""

    __tablename__ = "studies"
    key: Mapped[str] = mapped_column(CODE, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(CODE)
    commitment: Mapped[str] = mapped_column(CODE)
    status: Mapped[str] = mapped_column(CODE, default="running")  # running, paused, closed
    started: Mapped[float] = mapped_column(Float)
    events: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(CODE)


class SiteRow(Base):
    """A place where a study is held."""

    __tablename__ = "sites"
    study: Mapped[str] = mapped_column(ForeignKey("studies.key", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(CODE, primary_key=True)


class ParticipantRow(Base):
    """Somebody who takes part. `factors`: JSON of what was known of them before allocation."""

    __tablename__ = "participants"
    __table_args__ = (UniqueConstraint("study", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    study: Mapped[str] = _of_study()
    code: Mapped[str] = mapped_column(CODE)
    site: Mapped[str] = mapped_column(CODE, default="")
    language: Mapped[str] = mapped_column(CODE, default="en")
    factors: Mapped[str] = mapped_column(Text, default="{}")
    enrolled: Mapped[float] = mapped_column(Float)
    day_one: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(CODE, default="enrolled")
    ended: Mapped[str | None] = mapped_column(String(10))
    why: Mapped[str] = mapped_column(Text, default="")


class AllocationRow(Base):
    """A place in the list. The arm is not in it until it is revealed: it follows from the sealed seed.

    `stratum`: JSON of the factors' levels. A row outlives its participant, or later places would move.
    """

    __tablename__ = "allocations"
    __table_args__ = (UniqueConstraint("study", "number"), UniqueConstraint("study", "code"))
    id: Mapped[int] = mapped_column(primary_key=True)
    study: Mapped[str] = _of_study()
    participant: Mapped[int | None] = mapped_column(
        ForeignKey("participants.id", ondelete="SET NULL"), unique=True
    )
    number: Mapped[int] = mapped_column()
    stratum: Mapped[str] = mapped_column(Text, default="")
    code: Mapped[str] = mapped_column(CODE)
    at: Mapped[float] = mapped_column(Float)
    by: Mapped[str] = mapped_column(CODE)
    arm: Mapped[str | None] = mapped_column(CODE)


class VisitRow(Base):
    """A visit on one of its days. `session`: the name of its session folder, if it has one."""

    __tablename__ = "visits"
    __table_args__ = (UniqueConstraint("participant", "visit", "day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    participant: Mapped[int] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"))
    visit: Mapped[str] = mapped_column(CODE)
    day: Mapped[int] = mapped_column()
    on: Mapped[str] = mapped_column(String(10))
    begun: Mapped[float] = mapped_column(Float)
    ended: Mapped[float | None] = mapped_column(Float)
    session: Mapped[str] = mapped_column(String(200), default="")


class StepRow(Base):
    """A step of a visit. `status`: begun until its outcome was taken. `scores`: JSON, by name."""

    __tablename__ = "steps"
    __table_args__ = (UniqueConstraint("visit", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    visit: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(CODE)
    kind: Mapped[str] = mapped_column(CODE)
    status: Mapped[str] = mapped_column(CODE)
    begun: Mapped[float] = mapped_column(Float)
    ended: Mapped[float | None] = mapped_column(Float)
    by: Mapped[str] = mapped_column(CODE)
    scores: Mapped[str] = mapped_column(Text, default="{}")
    risk: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")


class ResponseRow(Base):
    """An answer to one item. `value`: the number as text, or the words; given again it is a new row."""

    __tablename__ = "responses"
    __table_args__ = (UniqueConstraint("step", "item", "revision"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(ForeignKey("steps.id", ondelete="CASCADE"))
    item: Mapped[str] = mapped_column(CODE)
    revision: Mapped[int] = mapped_column(default=1)
    value: Mapped[str] = mapped_column(Text)
    at: Mapped[float] = mapped_column(Float)
    channel: Mapped[str] = mapped_column(CODE, default="")
    by: Mapped[str] = mapped_column(CODE)


class EventRow(Base):
    """Something that happened in a study, chained by hash to what happened before. Never a person's words."""

    __tablename__ = "events"
    __table_args__ = (Index(None, "study", "participant"),)
    study: Mapped[str] = mapped_column(ForeignKey("studies.key", ondelete="CASCADE"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[float] = mapped_column(Float)
    kind: Mapped[str] = mapped_column(CODE)
    by: Mapped[str] = mapped_column(CODE)
    role: Mapped[str] = mapped_column(CODE)
    participant: Mapped[str] = mapped_column(CODE, default="")
    data: Mapped[str] = mapped_column(Text, default="{}")
    prev: Mapped[str] = mapped_column(CODE)
    hash: Mapped[str] = mapped_column(CODE)


Index("ix_visits_on", VisitRow.on)
Index("ix_participants_status", ParticipantRow.study, ParticipantRow.status)
