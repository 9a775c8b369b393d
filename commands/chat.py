"""`alongside chat`: the companion in a terminal, or as JSON lines for a program."""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from typing import Annotated, Any, TextIO

import typer

from agent.appraisal.trained import appraiser
from agent.companion import Companion
from agent.models.settings import ModelSettings, make_wording
from agent.models.wording import Wording
from agent.remembering.days import today
from agent.remembering.keeper import Keeper
from agent.remembering.store import MemoryStore, memory_folder
from agent.state import STAGES, CompanionState
from alongside.codec import to_plain
from alongside.contacts import read_contacts
from alongside.errors import AlongsideError
from alongside.messages import Act, Turn

NODS = "(nods)"
Step = Callable[[CompanionState, Turn], tuple[CompanionState, Act]]


def chat(
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read {"text": ...} lines, write one JSON line for each.')
    ] = False,
    seed: Annotated[
        int, typer.Option(help="Seed of every choice: the same seed and words give the same replies.")
    ] = 0,
    name: Annotated[str, typer.Option(help="What the companion calls itself.")] = "Alongside",
    worksheet: Annotated[
        str, typer.Option(help="The only worksheet it may offer, by name or path; auto: whichever fits.")
    ] = "auto",
    contact: Annotated[
        list[str] | None,
        typer.Option(help="A crisis contact, 'name | reach | hours'. May be given several times."),
    ] = None,
    model_url: Annotated[
        str,
        typer.Option(help="OpenAI-compatible server that finds words, such as http://127.0.0.1:11434/v1."),
    ] = "",
    model: Annotated[str, typer.Option(help="Name of the language model at that server.")] = "",
    model_path: Annotated[
        str, typer.Option(help="A language model run here by transformers: folder, GGUF file or name.")
    ] = "",
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Let what you type go to a server on another computer.")
    ] = False,
    person: Annotated[
        str, typer.Option(help="A pseudonym to be remembered by. Without one, nothing is kept.")
    ] = "",
    memory: Annotated[str, typer.Option(help="Where memories are kept, if not in the data folder.")] = "",
    reading: Annotated[
        str, typer.Option(help="How turns are read: auto (trained heads if fetched), heads or rules.")
    ] = "auto",
) -> None:
    """Talk with the companion by typing. Nothing is kept unless --person is given. Ctrl-D ends it.

    An empty line is a silence.

    It is a companion, not a therapist.
    """
    companion = Companion(
        name=name, contacts=read_contacts(contact or []), worksheet=worksheet, appraiser=appraiser(reading)
    )
    step: Step = companion.step
    settings = ModelSettings(
        model_url=model_url, model=model, model_path=model_path, model_allow_remote=allow_remote
    )
    if (wording := make_wording(settings)) is not None:
        step = Worder(companion, wording).step
    keep = _Remembering(person, memory) if person else None
    talk = by_lines if jsonl else by_hand
    talk(companion, seed, sys.stdin, sys.stdout, step, keep)


class _Remembering:
    """Keeps a chat's memory after each turn; told once on the error stream where that fails."""

    def __init__(self, person: str, folder: str) -> None:
        session = f"chat-{time.strftime('%Y-%m-%d-%H%M%S')}-{secrets.token_hex(2)}"
        self.keeper = Keeper(MemoryStore(memory_folder(folder)), person, session, None, today())
        self.began = self.keeper.began
        self._told = ""
        self._tell(self.keeper.notice)

    def __call__(self, state: CompanionState) -> None:
        try:
            self.keeper.keep(state)
        except AlongsideError as error:
            self._tell(str(error))

    def _tell(self, trouble: str) -> None:
        if trouble and trouble != self._told:
            typer.echo(trouble, err=True)
        self._told = trouble


class Worder:
    """A companion whose words a language model may find, for callers that wait."""

    def __init__(self, companion: Companion, wording: Wording) -> None:
        self.companion, self.wording = companion, wording
        self._loop = asyncio.new_event_loop()
        self._told = ""
        self._loop.run_until_complete(wording.warm_up())
        self._tell()

    def step(self, state: CompanionState, turn: Turn) -> tuple[CompanionState, Act]:
        """As `Companion.step`; trouble with the model is told once, on the error stream."""
        thought = self.companion.think(state, turn)
        worded = self._loop.run_until_complete(self.wording.find(thought))
        self._tell()
        return self.companion.speak(thought, worded.found)

    def _tell(self) -> None:
        if self.wording.trouble and self.wording.trouble != self._told:
            typer.echo(f"{self.wording.trouble} (until then the companion finds its own words)", err=True)
        self._told = self.wording.trouble


def by_hand(
    companion: Companion,
    seed: int,
    source: TextIO,
    sink: TextIO,
    step: Step | None = None,
    keep: _Remembering | None = None,
) -> None:
    """A conversation in a terminal until the person leaves."""
    state, act = companion.greet(companion.begin(seed, keep.began if keep else None))
    _tell(companion.name, act, state, sink)
    number = 0
    while not state.ended:
        line = _asked(source, sink)
        if line is None:
            sink.write("\n")
            state, act = companion.goodbye(state)
        else:
            number += 1
            turn = Turn(turn_id=f"t{number}", text=line, channel="typed")
            state, act = (step or companion.step)(state, turn)
        if keep:
            keep(state)
        _tell(companion.name, act, state, sink)


def _asked(source: TextIO, sink: TextIO) -> str | None:
    """The next line, or None at the end of input."""
    sink.write("you: ")
    sink.flush()
    try:
        line = source.readline()
    except KeyboardInterrupt:
        return None
    except UnicodeDecodeError:
        return "\ufffd"
    return line.rstrip("\n") if line else None


def _tell(name: str, act: Act, state: CompanionState, sink: TextIO) -> None:
    run = state.sheet
    if act.sheet and run is not None:
        sink.write(f"  [{run.sheet.title}: {run.settled} of {sum(run.plays)}]\n")
    sink.write(f"{name}: {act.text or NODS}\n")
    sink.flush()


def by_lines(
    companion: Companion,
    seed: int,
    source: TextIO,
    sink: TextIO,
    step: Step | None = None,
    keep: _Remembering | None = None,
) -> None:
    """One JSON object out for each line in, flushed at once; an unreadable line gives an error."""
    state = companion.begin(seed, keep.began if keep else None)
    for number, line in enumerate(_lines(source), 1):
        try:
            turn = Turn(turn_id=f"t{number}", text=read_text(line), channel="typed")
        except AlongsideError as error:
            answer: dict[str, Any] = {"error": str(error)}
        else:
            state, act = (step or companion.step)(state, turn)
            if keep:
                keep(state)
            answer = shown(state, act)
        sink.write(json.dumps(answer) + "\n")
        sink.flush()


def _lines(source: TextIO) -> Iterator[str]:
    """Lines as they come; bytes that are no UTF-8 become the replacement mark."""
    raw = getattr(source, "buffer", None)
    if raw is None:
        yield from source
        return
    for line in raw:
        yield line.decode("utf-8", errors="replace")


def read_text(line: str) -> str:
    """The text of one input line. Raises AlongsideError for anything but an object with a string `text`."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        raise AlongsideError("this line is not JSON", 'Write {"text": "..."} on each line.') from None
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise AlongsideError('this line has no string "text"', 'Write {"text": "..."} on each line.')
    text: str = entry["text"]
    return text


def shown(state: CompanionState, act: Act) -> dict[str, Any]:
    """One answer, with where the conversation stands after it."""
    goals = sorted(state.goals, key=lambda goal: (goal.key != state.pace.goal, -goal.turn))
    stage = {
        goal.name: {stage: round(value, 4) for stage, value in zip(STAGES, goal.belief, strict=True)}
        for goal in goals  # the one being talked about first
    }
    return {
        "text": act.text,
        "act": act.kind,
        "state": {
            "stage": stage,
            "phase": state.pace.phase,
            "gate": {"open": state.pace.gate_open, "reason": state.pace.gate_reason},
            "risk": state.safety.severity,
            "ground": [to_plain(entry) for entry in state.ground],
        },
    }
