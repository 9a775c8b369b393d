"""`alongside memory show|edit|forget PERSON`: what is kept of somebody, in their sight and in their hands."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from agent.relationship.days import declines
from agent.remembering.began import purge
from agent.remembering.days import today
from agent.remembering.kept import Kept, KeptGoal, KeptPlan, KeptSheet, Memory, Understood, put, without
from agent.remembering.store import MemoryStore, memory_folder, parse, person_id, show
from agent.remembering.wishes import content, touches
from agent.state import STAGES
from alongside.errors import AlongsideError
from alongside.private import private_file
from alongside.sessions import sessions_folder
from study.vault.memory import in_study, seal

app = typer.Typer(
    help="See, put right and delete what is kept of a person between sessions.", no_args_is_help=True
)
Person = Annotated[str, typer.Argument(help="The person's pseudonym, as set with companion.person.")]
Folder = Annotated[str, typer.Option(help="Where memories are, if not in the data folder.")]
Sessions = Annotated[str, typer.Option(help="Where sessions are, if not in the data folder.")]
TITLES = {
    "people": "People and names",
    "names": "Words agreed on",
    "goals": "Goals",
    "plans": "Plans",
    "facts": "Facts",
    "threads": "Left open",
    "worked": "What helped",
    "worksheets": "Worksheets",
    "understood": "Said back in their own words",
}
_WENT = {"open": "not known", "not": "not done", "let_be": "let be"}


@app.command("show")
def show_memory(
    person: Annotated[
        str, typer.Argument(help="The person's pseudonym; all are listed if none is given.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The whole file, as JSON.")] = False,
    folder: Folder = "",
) -> None:
    """Show everything that is kept of a person: each thing with its key, day and session."""
    store = _store(folder)
    if not person:
        typer.echo("\n".join(store.people()) or f"nobody is remembered in {store.folder}")
        return
    memory = _load(store, person)
    typer.echo(show(memory).rstrip() if as_json else "\n".join(lines(memory)))


@app.command()
def edit(
    person: Person,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=TEXT", help="Put one thing right; may be repeated."),
    ] = None,
    folder: Folder = "",
) -> None:
    """Put right what is kept: with --set, or in your $EDITOR, where whatever you take out is deleted."""
    store = _store(folder)
    before = _load(store, person)
    after = _changed(before, set_) if set_ else _by_hand(store, before)
    if after == before:
        typer.echo("nothing was changed")
        return
    with store.alone():
        store.save(after)
    gone = before.keys() - after.keys()
    if gone:
        purge(sessions_folder(), after.person, frozenset(gone), by_hand=True)
    typer.echo(f"kept: {store.path(person)}")


@app.command()
def forget(
    person: Person,
    key: Annotated[
        list[str] | None, typer.Option(help="Only the thing with this key; may be repeated.")
    ] = None,
    about: Annotated[str, typer.Option(help="Only what speaks of this, such as 'brother'.")] = "",
    folder: Folder = "",
    sessions: Sessions = "",
) -> None:
    """Delete what is kept of a person: all of it with every copy, or single things.

    The records of sessions are not touched: those are deleted on the screen or with their folder.
    """
    store = _store(folder)
    place = Path(sessions) if sessions else sessions_folder()
    if not key and not about:
        with store.alone():
            files = store.forget(person)
        copies = purge(place, person_id(person), None, by_hand=True)
        if not files and not copies:
            raise AlongsideError(f"nothing is kept of {person!r}", _who(store))
        typer.echo(f"forgotten: {person} ({files} file{'s' * (files != 1)} deleted)")
        return
    memory = _load(store, person)
    gone = _named(memory, key or [], about)
    with store.alone():
        store.save(without(memory, gone))
    purge(place, memory.person, gone, by_hand=True)
    typer.echo("\n".join(f"forgotten: {name}" for name in sorted(gone)))


def _store(folder: str) -> MemoryStore:
    """The memories in a folder; a study's are sealed."""
    place = memory_folder(folder)
    return MemoryStore(place, seal(place) if in_study(place) else None)


def _named(memory: Memory, keys: list[str], about: str) -> frozenset[str]:
    """The keys that are meant. AlongsideError where one is not there, or nothing speaks of it."""
    for name in keys:
        if memory.find(name) is None:
            raise AlongsideError(f"nothing is kept under {name!r}", f"alongside memory show {memory.person}")
    stems = content(about)
    found = {item.key for _, item in memory.items() if about and touches(f"{item.key} {item.text}", stems)}
    if about and not found:
        raise AlongsideError(f"nothing is kept that speaks of {about!r}")
    return frozenset(found | set(keys))


def _load(store: MemoryStore, person: str) -> Memory:
    if not store.written(person):
        raise AlongsideError(f"nothing is kept of {person!r}", _who(store))
    memory = store.load(person)
    if store.aside is not None:
        raise AlongsideError(f"the memory of {person} is damaged", f"It was set aside as {store.aside}.")
    return memory


def _who(store: MemoryStore) -> str:
    people = store.people()
    return f"There is: {', '.join(people)}." if people else f"Nobody is remembered in {store.folder}."


def _changed(memory: Memory, settings: list[str]) -> Memory:
    """The memory with some texts put right; a text that is emptied is deleted."""
    for setting in settings:
        key, sign, text = setting.rpartition("=")
        place = next(((name, item) for name, item in memory.items() if item.key == key), None)
        if not sign or place is None:
            raise AlongsideError(
                f"nothing is kept under {key or setting!r}", f"alongside memory show {memory.person}"
            )
        name, item = place
        told = replace(item, text=text.strip(), status="accepted", date=today(), session="", turn="by hand")
        memory = put(memory, name, told) if text.strip() else without(memory, [key])
    return memory


def _by_hand(store: MemoryStore, memory: Memory) -> Memory:
    """The memory as somebody left it in their editor; what cannot be read stays as a draft."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise AlongsideError("no editor is set", "Set EDITOR, or use --set KEY=TEXT.")
    draft = store.draft(memory.person)
    if not draft.exists():
        with private_file(draft) as file:
            file.write(show(memory).encode("utf-8", "backslashreplace"))
    done = subprocess.run([*shlex.split(editor), str(draft)], check=False)
    if done.returncode:
        draft.unlink(missing_ok=True)
        raise AlongsideError(f"{editor} ended with {done.returncode}", "Nothing was changed.")
    try:
        edited = parse(draft.read_bytes(), memory.person)
    except (ValueError, AlongsideError) as error:
        raise AlongsideError(
            f"what you wrote cannot be read: {error}", f"It is in {draft}; edit again to go on with it."
        ) from None
    draft.unlink()
    return edited


def lines(memory: Memory) -> list[str]:
    """A memory for reading, a line a thing; its key first, for --key and --set."""
    out = [f"What is kept of {memory.person}"]
    for name, title in TITLES.items():
        items = getattr(memory, name)
        if items:
            out += ["", title, *(f"  {item.key}  {_line(item)}" for item in items)]
    if memory.sessions:
        out += ["", "Sessions"]
    for note in memory.sessions:
        raised = f", ended at {note.level} risk" if note.level != "none" else ""
        highest = f", highest severity {note.risk}" if note.risk else ""
        pleased = f", pleased {note.pleased}x" if note.pleased else ""
        out.append(f"  {note.date}  {note.id}: {note.turns} turns{highest}{raised}{pleased}")
    falls = declines([note.alliance for note in memory.sessions])
    return [*out, *(f"  declines over days: {fall.why}" for fall in falls)]


def _line(item: Kept) -> str:
    words: list[Any] = [item.text]
    if isinstance(item, KeptGoal) and item.belief:
        stage = STAGES[max(range(5), key=lambda place: item.belief[place])]
        words.append(f"stage then: {stage} ({max(item.belief):.2f})")
    if isinstance(item, KeptPlan):
        words += [item.when, f"with {item.who}" if item.who else "", f"for {item.day}" if item.day else ""]
        words += [f"said as: {json.dumps(item.said_how, ensure_ascii=False)}" if item.said_how else ""]
        words += [f"went: {_WENT.get(item.outcome, item.outcome)}"]
        words += [f"{json.dumps(item.went, ensure_ascii=False)}" if item.went else ""]
    if isinstance(item, KeptSheet) and item.became == "done":
        words.append(" to ".join(f"{value:g}" if value >= 0 else "?" for value in (item.before, item.after)))
    if isinstance(item, KeptSheet) and item.became != "done":
        words.append({"begun": "left open", "refused": "not wanted"}[item.became])
    if isinstance(item, Understood):
        words.append(f"{item.verdict}: {len(item.matched)} of {len(item.agreed)} parts")
    guess = "a guess of the companion's" if item.proposer == "companion" else ""
    unsure = "not confirmed" if item.status == "proposed" else ""
    source = f"({', '.join(part for part in (item.date, item.session, item.turn) if part)})"
    return ", ".join(str(word) for word in (*words, guess, unsure) if word) + f"  {source}"
