"""The export of a study: everybody's rows in the chosen formats in one new folder, whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import alongside
from alongside.errors import AlongsideError
from alongside.weights import digest
from study.analysis.arms import read_arms
from study.export.audio import write_audio
from study.export.bids import Bids
from study.export.columns import PARTICIPANTS
from study.export.consented import records
from study.export.dictionary import as_json, as_page
from study.export.masking import Masker, Unmasked, Withheld
from study.export.rows import person_rows, subject
from study.export.sinks import Csv, Parquet, Sink, private
from study.store.records import Who
from study.studies import Study

FORMATS = ("csv", "parquet", "bids")
EXPORTS = "exports"
Told = Callable[[str], None]
"""Is told, in a few words, what is being done."""


@dataclass(frozen=True)
class Exported:
    """What was written: where, how many rows of each table. `silent`: records whose words may not be told."""

    place: Path
    rows: dict[str, int]
    silent: int = 0
    sounds: int = 0
    files: dict[str, str] = field(default_factory=dict)


def export_study(
    study: Study,
    who: Who,
    masker: Masker,
    *,
    out: Path | None = None,
    formats: Collection[str] = FORMATS,
    why: str = "",
    audio: bool = False,
    told: Told = lambda line: None,
) -> Exported:
    """Export a study. `out`: a new folder; else the next number in the study's `exports/`.

    `masker`: takes names out of words; `Unmasked` needs a reason (`why`), which goes on record.
    AlongsideError where there is none, the folder has content, or a sealed record has no key here.
    """
    if isinstance(masker, Unmasked) and not why.strip():
        raise AlongsideError("words leave unmasked only for a reason", "Say why: --unmasked '…'.")
    place = _place(study, out)
    part = place.with_name(f".{place.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    try:
        done = _write(study, who, masker, part, place, formats, audio, told)
        with study.store.writing() as writing:
            writing.event(
                "exported", who, place=str(place.resolve()), formats=sorted(formats), why=why, audio=audio,
                masked=not isinstance(masker, Unmasked), rows=done.rows,
            )  # fmt: skip
        part.rename(place)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return done


def _write(
    study: Study,
    who: Who,
    masker: Masker,
    part: Path,
    place: Path,
    formats: Collection[str],
    audio: bool,
    told: Told,
) -> Exported:
    sinks = _sinks(study, part, formats, not isinstance(masker, Unmasked))
    arms, people = read_arms(study, who), study.store.people()
    _distinct([subject(person.code) for person in people])
    rows: Counter[str] = Counter()
    silent = sounds = 0
    try:
        for number, person in enumerate(people, 1):
            told(f"{person.code}: {number} of {len(people)}")
            visits = study.store.visits(person.code)
            found = records(study, person.code, visits)
            silent += sum("transcript" not in record.streams for record in found)
            english = person.language.lower().startswith("en")
            theirs = masker if english or isinstance(masker, Unmasked) else Withheld()
            for table, row in person_rows(study, person, visits, found, arms, theirs):
                rows[table.name] += 1
                for sink in sinks:
                    sink.put(table, row)
            for record in found if audio else ():
                tree = part / ("bids" if "bids" in formats else "audio")
                sounds += write_audio(study, person.code, record, tree) is not None
    finally:
        for sink in sinks:
            sink.close()
    _text(part / "data_dictionary.json", json.dumps(as_json(), indent=2, ensure_ascii=False) + "\n")
    _text(part / "data_dictionary.md", as_page())
    files = {str(path.relative_to(part)): digest(path) for path in sorted(part.rglob("*")) if path.is_file()}
    done = Exported(place, dict(rows), silent, sounds, files)
    _text(part / "export.json", json.dumps({**_about(study, masker), **_plain(done)}, indent=2) + "\n")
    return done


def _sinks(study: Study, part: Path, formats: Collection[str], masked: bool) -> list[Sink]:
    for name in formats:
        if name not in FORMATS:
            raise AlongsideError(f"there is no format {name!r}", f"There is: {', '.join(FORMATS)}.")
    if not formats:
        raise AlongsideError("an export needs a format", f"There is: {', '.join(FORMATS)}.")
    made: list[Sink] = []
    if "csv" in formats:
        made.append(Csv(part / "csv"))
    if "parquet" in formats:
        made.append(Parquet(part / "parquet"))
    if "bids" in formats:
        made.append(Bids(part / "bids", study.protocol.title, study.protocol.version, masked))
    return made


def _place(study: Study, out: Path | None) -> Path:
    """The folder of the export, which is not there yet."""
    if out is not None:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise AlongsideError(f"{out} has content", "Name a new folder.")
        if out.exists():
            out.rmdir()
        return out
    root = study.folder / EXPORTS
    taken = [int(path.name) for path in root.glob("*") if path.name.isdigit()]
    return root / str(max(taken, default=0) + 1)


def _distinct(names: list[str]) -> None:
    """BIDS allows letters and digits alone: no two codes may become the same."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise AlongsideError(
            f"two codes become {twice[0]}", f"See {PARTICIPANTS.name}: codes differ by marks alone."
        )


def _about(study: Study, masker: Masker) -> dict[str, Any]:
    return {
        "study": study.protocol.key,
        "version": study.protocol.version,
        "alongside": alongside.__version__,
        "masked": not isinstance(masker, Unmasked),
        "head": study.store.verify().head,
    }


def _plain(done: Exported) -> dict[str, Any]:
    plain = asdict(done)
    del plain["place"]
    return plain


def _text(path: Path, content: str) -> None:
    with private(path) as file:
        file.write(content)
