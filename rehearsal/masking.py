"""How much of what tells who somebody is a masker takes out, and how much else it takes with it.

    python -m rehearsal.masking          # the set that the rules were written with, and a fresh one

Each line stands alone (in an export, a name found once is masked wherever the same person says it again).
It is tried as it is written, and typed in small letters without a capital.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from study.export.masking import Masker, Names

SETS = ("masking", "masking_fresh")
_MARKED = re.compile(r"\{([^}]*)\}")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Found:
    """Counts over a set. `left`: what was not taken out, in words; `lost`: common words that were."""

    identifiers: int
    taken: int
    words: int
    lost: int
    left: tuple[str, ...]

    @property
    def recall(self) -> float:
        """The share of identifiers of which no word is left."""
        return self.taken / self.identifiers

    @property
    def overreach(self) -> float:
        """The share of other words that were taken, too."""
        return self.lost / self.words


def measure(masker: Masker, lines: list[str]) -> Found:
    """Try a masker on lines with identifiers in braces."""
    identifiers = taken = words = lost = 0
    left: list[str] = []
    for line in lines:
        masker.learn(())
        masked = set(_WORD.findall(masker.mask(_MARKED.sub(r"\1", line))))
        for found in _MARKED.findall(line):
            identifiers += 1
            there = set(_WORD.findall(found)) - _ordinary(line)
            gone = not there & masked
            taken += gone
            left += [] if gone else [found]
        others = _ordinary(line)
        words += len(others)
        lost += len(others - masked)
    return Found(identifiers, taken, words, lost, tuple(left))


def lines(name: str) -> list[str]:
    """A set."""
    return [str(line) for line in yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text("utf-8"))]


def _ordinary(line: str) -> set[str]:
    return set(_WORD.findall(_MARKED.sub(" ", line)))


def main() -> None:
    """Print both figures for both ways of writing."""
    masker = Names()
    for name, small in ((name, small) for name in SETS for small in (False, True)):
        found = measure(masker, [line.lower() if small else line for line in lines(name)])
        how = "in small letters" if small else "as written"
        print(
            f"{name}, {how}: {found.taken} of {found.identifiers} identifiers out ({found.recall:.0%}), "
            f"{found.lost} of {found.words} other words with them ({found.overreach:.1%})"
        )
        print("  left: " + "; ".join(found.left))


if __name__ == "__main__":
    main()
