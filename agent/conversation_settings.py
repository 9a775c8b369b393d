"""What a profile can tell the companion."""

from __future__ import annotations

from dataclasses import dataclass

from agent.models.settings import ModelSettings
from alongside.settings import setting


@dataclass(frozen=True)
class ConversationSettings(ModelSettings):
    """What the companion is told by the profile."""

    name: str = setting("Alongside", "what the companion calls itself")
    seed: int = setting(0, "seed of every choice; the same seed and turns give the same acts")
    worksheet: str = setting(
        "auto",
        "the only worksheet, by name or path; auto: whichever fits, offered and never imposed",
    )
    programme: str = setting("", "name or path of a daily programme of worksheets; it says which one is due")
    offers: str = setting("", "path of a table of offers (YAML) to use instead of the built-in one")
    acts: str = setting("", "path of an act table (YAML) to use instead of the built-in one")
    align_words: bool = setting(True, "whether wordings with the person's own words are preferred")
    align_feeling: bool = setting(True, "whether the face goes with theirs, smaller and later")
    align_voice: bool = setting(True, "whether rate, loudness and pauses go part of the way to theirs")
    contacts: tuple[str, ...] = setting((), "crisis contacts to name, each 'name | reach | hours'")
    person: str = setting("", "pseudonym of who is here, to remember them by; empty: nothing is kept")
    memory_folder: str = setting("", "where memories are kept; empty: alongside/memory in the data folder")
    appraiser: str = setting("auto", "how turns are read: auto (trained heads if fetched), heads or rules")
