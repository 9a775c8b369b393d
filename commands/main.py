"""The `alongside` command: one verb a module, errors in one line."""

from __future__ import annotations

import sys

import click
import typer

from alongside import __version__
from alongside.errors import AlongsideError
from commands import body, memory, topic, voice, worksheet
from commands.appraise import appraise
from commands.chat import chat
from commands.demo import demo
from commands.devices import devices
from commands.doctor import doctor
from commands.profile import profile
from commands.replay import replay
from commands.report import report
from commands.train import train
from commands.up import up
from commands.verify import verify
from commands.weights import weights

app = typer.Typer(
    help="A companion that listens, holds a feeling before it helps, and does a worksheet with a person. "
    "It is a companion and a research instrument, not a therapist.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for verb in (demo, up, chat, appraise, doctor, devices, profile, weights, verify, report, replay, train):
    app.command()(verb)
app.add_typer(body.app, name="body")
app.add_typer(topic.app, name="topic")
app.add_typer(memory.app, name="memory")
app.add_typer(voice.app, name="voice")
app.add_typer(worksheet.app, name="worksheet")


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def main() -> None:
    """Run the command line; AlongsideError becomes one line and its exit code."""
    try:
        app(standalone_mode=False)
    except AlongsideError as error:
        print(f"alongside: {error}", file=sys.stderr)
        sys.exit(error.code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)


if __name__ == "__main__":
    main()
