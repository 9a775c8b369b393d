"""Alignment with the person, in three that are kept apart: words, feeling and voice.

Each serves another end and moves another part of the companion, so each is a function of its own, fills
fields of `Act` of its own, and can be switched off by itself. Lexical alignment makes for being understood;
emotional and prosodic alignment for warmth and partnership; one number for all three would mix them up
(systematic review of linguistic alignment in conversational AI, 2020-2025).

| alignment | module | moves | setting |
|---|---|---|---|
| words | `lexical` | `Act.text`: among wordings for the same act, theirs are preferred | align_words |
| feeling | `emotional` | `Act.expression`, `valence`, `arousal` | align_feeling |
| voice | `prosodic` | `Act.rate`, `volume`, `pause_before` | align_voice |
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Alignment:
    """Which alignments are on."""

    words: bool = True
    feeling: bool = True
    voice: bool = True
