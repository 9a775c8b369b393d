"""The `alongside` command: one verb a module, errors in one line."""

from __future__ import annotations

import errno
import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from alongside.errors import AlongsideError

VERBS = (
    "demo", "up", "chat", "appraise", "doctor", "health", "devices", "look", "profile", "weights", "verify",
    "report", "replay", "train", "version", "body", "study", "console", "topic", "memory", "voice",
    "worksheet", "instrument",
)  # fmt: skip
"""In the order of the help: each a module of this folder, with an `app` or a function of its own name."""
STORAGE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""A disk that is full or may only be read: told without the name of a file."""


class Verbs(TyperGroup):
    """The verbs. A module is loaded when its verb is asked for: no verb waits for what another needs."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All of them, in order."""
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One of them, or None. All are there after a mistyped one, for the nearest is named."""
        for name in [cmd_name] if cmd_name in VERBS else VERBS:
            if name not in self.commands:
                self.add_command(_loaded(name), name)
        return self.commands.get(cmd_name)


def _loaded(verb: str) -> Any:
    module, shell = import_module(f"commands.{verb}"), typer.Typer()
    if hasattr(module, "app"):
        shell.add_typer(module.app, name=verb)
    else:
        shell.command(verb)(getattr(module, verb))
    return get_group(shell).commands[verb]


app = typer.Typer(cls=Verbs, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def alongside() -> None:
    """A companion that listens, holds a feeling before it helps, and does a worksheet with a person.

    It is a companion and a research instrument, not a therapist.
    """


def main() -> None:
    """Run the command line; what a person can put right becomes one line and an exit code."""
    try:
        app()
    except AlongsideError as error:
        print(f"alongside: {error}", file=sys.stderr)
        sys.exit(error.code)
    except OSError as error:
        if error.filename is None and error.errno not in STORAGE:
            raise
        place = f"{error.filename}: " if error.filename is not None else ""
        what = error.strerror or type(error).__name__
        print(
            f"alongside: {place}{what}. Is the folder there, may you write to it, and has it room?",
            file=sys.stderr,
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
