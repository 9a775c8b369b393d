"""Finds instruments, and the wording that a lab has put in for those that come without."""

from __future__ import annotations

import os
from pathlib import Path

from agent.worksheets.reader import names_in, read_named
from alongside.errors import AlongsideError
from alongside.private import private_file
from study.instruments.model import Instrument
from study.instruments.reading import read_instrument, with_wording

FOLDER = Path(__file__).parent / "catalogue"
OPTIONAL = Path(__file__).parent / "optional"
"""Wordings that come along under terms of their own, and count only once somebody has fitted them."""


def instrument_names() -> tuple[str, ...]:
    """The instruments that come with the package."""
    return names_in(FOLDER)


def load(name_or_path: str | Path, wordings: Path | None = None) -> Instrument:
    """The instrument of that name (of those that come along) or at that path, with its wording if there is.

    `wordings` is the folder with what labs have fitted, otherwise `wordings_folder()`. Raises
    AlongsideError, with the line, if there is no such instrument or it is not in order.
    """
    root, path = read_named("instrument", name_or_path, FOLDER)
    instrument = read_instrument(root, path.name)
    supplied = (wordings or wordings_folder()) / f"{instrument.key}.yaml"
    if instrument.licence.text == "slot" and supplied.is_file():
        return with_wording(instrument, supplied)
    return instrument


def need_text(instrument: Instrument) -> Instrument:
    """The instrument, if its wording is here. AlongsideError, with what to do, if it is not."""
    if not instrument.has_text:
        optional = (OPTIONAL / f"{instrument.key}.yaml").is_file()
        raise AlongsideError(
            f"the wording of {instrument.key} is not here: {instrument.licence.terms}",
            f"alongside instrument fit {instrument.key}"
            + (
                ", if the terms suit you."
                if optional
                else " ITEMS.yaml, with the text you have a licence for."
            ),
        )
    return instrument


def wordings_folder() -> Path:
    """Where the wordings that labs supply are kept: never in the repository.

    ALONGSIDE_INSTRUMENTS, else the user's data folder.
    """
    given = os.environ.get("ALONGSIDE_INSTRUMENTS", "")
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(given) if given else Path(data) / "alongside" / "instruments"


def fit(name: str, file: Path | None = None, wordings: Path | None = None) -> tuple[Instrument, Path]:
    """Put a lab's wording in its place, once it was checked; gives the instrument and where the file lies.

    Without a file: the wording that comes along as an option. Raises AlongsideError if it does not fit.
    """
    instrument = load(name, Path(os.devnull))
    if instrument.licence.text != "slot":
        raise AlongsideError(f"{instrument.key} comes with its wording", "There is nothing to fit.")
    source = file or OPTIONAL / f"{instrument.key}.yaml"
    if not source.is_file():
        where = f"there is no file {file}" if file else f"no wording of {instrument.key} comes along"
        raise AlongsideError(where, f"alongside instrument fit {instrument.key} ITEMS.yaml")
    fitted = with_wording(instrument, source)
    folder = wordings or wordings_folder()
    if folder.resolve().is_relative_to(FOLDER.parents[2]):
        raise AlongsideError(
            f"{folder} is inside the program", "Licensed text is kept elsewhere: set ALONGSIDE_INSTRUMENTS."
        )
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{instrument.key}.yaml"
    with private_file(target, over=True) as out:
        out.write(source.read_bytes())
    return fitted, target
