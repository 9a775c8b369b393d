"""Replay: what was heard in a session is put to the same companion again, and its acts are compared.

The companion is made as the manifest says it was, in a folder of its own, and hears the recorded
messages in the order they were recorded, each once it has done with the one before. Nothing is spoken.
Words that a language model found are taken from the record, where they still fit and pass review.
A turn that got no answer at the time (the person went on, or pressed stop) is thought about again as well,
but what comes of it stays unsaid, as it did.
"""

from __future__ import annotations

import asyncio
import contextlib
import difflib
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from agent.conversation import Conversation
from agent.remembering.began import read_began
from alongside.component import Component, Context
from alongside.eventlog import read_events
from alongside.local import LocalTransport
from alongside.messages import MESSAGES, Act, Affect, Health, Message, Spoken, Turn
from alongside.murmurs import unasked
from alongside.profiles import NodeSpec, make_component
from study.manifest import read_manifest

COMPANION = NodeSpec("companion", "agent.conversation:Conversation", "mind")
Make = Callable[[Context], Component]
PATIENCE = 20.0
"""Seconds that one answer may take before the replay goes on without it."""


class Feeder(Component):
    """Says what was recorded."""

    says = MESSAGES


class Collector(Component):
    """Hears the acts that come out."""

    hears = (Act, Health)

    def __init__(self, name: str, context: Context) -> None:
        super().__init__(name, {}, context)
        self.acts: list[Act] = []
        self.troubles: list[str] = []
        self._came = asyncio.Event()

    async def on_act(self, act: Act) -> None:
        self.acts.append(act)
        self._came.set()

    async def on_health(self, health: Health) -> None:
        if health.status in ("degraded", "failed"):
            self.troubles.append(f"{health.component}: {health.detail}")

    async def answer_to(self, turn: Turn) -> Act | None:
        """The act that answers the turn, as soon as it came; None if it does not come."""
        end = time.monotonic() + PATIENCE
        while True:
            found = next((act for act in reversed(self.acts) if answers(act, turn)), None)
            left = end - time.monotonic()
            if found or left <= 0:
                return found
            self._came.clear()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._came.wait(), left)


@dataclass(frozen=True)
class Replayed:
    """What a replay found: the acts as recorded and as they came again, and what went wrong on the way."""

    recorded: tuple[Act, ...]
    again: tuple[Act, ...]
    troubles: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the same acts came out."""
        return [describe(act) for act in self.recorded] == [describe(act) for act in self.again]

    def difference(self) -> list[str]:
        """The two lists of acts as a diff, a line an act; empty if they are the same."""
        before, after = ([describe(act) for act in acts] for acts in (self.recorded, self.again))
        return list(difflib.unified_diff(before, after, "recorded", "replayed", lineterm="", n=1))


def describe(act: Act) -> str:
    """An act in one line: what it answers, what it does, what it says. Its id and moment are left out."""
    kind = f"{act.kind}/{act.focus}" if act.focus else act.kind
    place = f" [{act.sheet}.{act.sheet_field}]" if act.sheet_field else ""
    return f"{act.turn_id or '-'} {kind}{place}: {' '.join(act.text.split()) or '(no words)'}"


async def replay(session: Path, make: Make | None = None) -> Replayed:
    """Replay the session in that folder; `make` makes the companion, as recorded if not given.

    Raises AlongsideError where there is no log or no such companion.
    """
    events = [event.message for event in read_events(session)]
    recorded = tuple(
        message for message in events if isinstance(message, Act) and not unasked(message.act_id)
    )
    with tempfile.TemporaryDirectory(prefix="alongside-replay-") as folder:
        context = Context(session=Path(folder), transport="local")
        companion = make(context) if make else make_component(recorded_companion(session), context)
        if isinstance(companion, Conversation):
            found = read_began(session)
            companion.recall(recorded, found[0] if found else None)
        feeder, collector = Feeder("feeder", {}, context), Collector("collector", context)
        transport = LocalTransport([collector, companion, feeder])
        await transport.start()
        for message in events:
            if type(message) not in companion.hears or _own(message):
                continue
            feeder.say(message)
            await transport.settle()
            if isinstance(message, Turn) and message.speaker == "participant":
                act = await collector.answer_to(message)
                if act and not any(answers(other, message) for other in recorded):
                    collector.acts.remove(act)
                    feeder.say(Spoken(act_id=act.act_id, status="interrupted", heard=""))
                    await transport.settle()
        await transport.stop()
    return Replayed(recorded, tuple(collector.acts), tuple(collector.troubles))


def answers(act: Act, turn: Turn) -> bool:
    """Whether the act is the answer to the turn, in that revision."""
    return (act.turn_id, act.revision) == (turn.turn_id, turn.revision)


def recorded_companion(session: Path) -> NodeSpec:
    """The companion's node in the graph the session was recorded with, or the ordinary one."""
    for run in reversed(read_manifest(session).get("runs", [])):
        for node in run.get("graph", {}).get("nodes", []):
            if node.get("name") == COMPANION.name:
                return NodeSpec(
                    COMPANION.name, node["component"], COMPANION.process, settings=node.get("settings", {})
                )
    return COMPANION


def _own(message: Message) -> bool:
    """Whether the companion said it itself: it reads the affect in words, nobody tells it."""
    return isinstance(message, Affect) and message.source == "words"
