"""Where what a protocol names lies: in the study's own folder first, then among what comes along."""

from __future__ import annotations

from pathlib import Path

import agent.worksheets
import study
from study.protocol.parts import Step

_OURS = Path(study.__file__).parent
_SHEETS = Path(agent.worksheets.__file__).parent
PLACES: dict[str, tuple[str, tuple[Path, ...]]] = {
    "consent": ("consent", (_OURS / "consent" / "texts",)),
    "instrument": (
        "instruments",
        (_OURS / "instruments" / "catalogue", _OURS / "instruments" / "optional"),
    ),
    "session": ("sheets", (_SHEETS / "programmes", _SHEETS / "sheets")),
    "exercise": ("sheets", (_SHEETS / "programmes", _SHEETS / "sheets")),
    "debrief": ("debrief", ()),
}
"""For each kind of step: the folder within a study, and the folders of the package."""
_ENDINGS = (".yaml", ".yml", ".md", ".txt")


def place_of(step: Step, folder: Path, languages: tuple[str, ...] = ("en",)) -> Path | None:
    """The file that a step uses; None if there is none. `folder`: the study's own.

    Consent texts are one file a language, and a step has one only if all `languages` have theirs.
    """
    if step.kind not in PLACES or not step.use:
        return None
    own, along = PLACES[step.kind]
    if Path(step.use).suffix in _ENDINGS:
        path = folder / step.use
        return path if path.is_file() else None
    folders = (folder / own, *along)
    if step.kind == "consent":
        texts = [
            next((path for place in folders if (path := place / f"{step.use}.{language}.md").is_file()), None)
            for language in languages
        ]
        return texts[0] if all(texts) else None
    found = (place / f"{step.use}{ending}" for place in folders for ending in _ENDINGS)
    return next((path for path in found if path.is_file()), None)


def names_for(kind: str, folder: Path) -> tuple[str, ...]:
    """What a step of that kind could use."""
    own, along = PLACES[kind]
    places = [place for place in (folder / own, *along) if place.is_dir()]
    return tuple(
        sorted(
            {
                path.name.split(".")[0]
                for place in places
                for path in place.iterdir()
                if path.suffix in _ENDINGS
            }
        )
    )
