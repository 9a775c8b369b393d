"""Whether the consent texts of a protocol are in order, in each language, and of the version it names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from alongside.errors import AlongsideError
from study.consent.text import load_text
from study.protocol.findings import Finding
from study.protocol.parts import Protocol
from study.protocol.places import place_of


def check_consent(protocol: Protocol, folder: Path) -> Iterator[Finding]:
    """Every consent text can be read and is the one that is meant."""
    for v, visit in enumerate(protocol.visits):
        for s, step in enumerate(visit.steps):
            if step.kind != "consent":
                continue
            for language in protocol.languages:
                place = place_of(step, folder, (language,))
                if place is None:
                    continue  # told where the step is checked
                at = ("visits", v, "steps", s)
                try:
                    text = load_text(place, language)
                except AlongsideError as error:
                    yield Finding((*at, "use"), error.what, error.do)
                    continue
                if step.version and text.version != step.version:
                    yield Finding(
                        (*at, "version"),
                        f"{place.name} is version {text.version!r}, and the protocol names {step.version!r}",
                        "Write the one that people are to be asked with.",
                    )
                if text.language != language:
                    yield Finding(
                        (*at, "use"), f"{place.name} says that it is in {text.language!r}", "Put that right."
                    )
