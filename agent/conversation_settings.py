"""What a profile can tell the companion."""

from __future__ import annotations

from dataclasses import dataclass

from agent.alignment import Alignment
from agent.appraisal.reading import Appraiser
from agent.appraisal.trained import HeadAppraiser
from agent.companion import Companion
from agent.models.settings import ModelSettings
from agent.relationship.alliance import observer
from alongside.contacts import read_contacts
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
    greets: bool = setting(True, "whether it says hello when a session starts; if not, it only answers")
    contacts: tuple[str, ...] = setting((), "crisis contacts to name, each 'name | reach | hours'")
    person: str = setting("", "pseudonym of who is here, to remember them by; empty: nothing is kept")
    memory_folder: str = setting("", "where memories are kept; empty: alongside/memory in the data folder")
    memory_seal: str = setting(
        "", "what seals memories: MODULE:FUNCTION, given their folder; in a study, study.vault.memory:seal"
    )
    approval: bool = setting(False, "whether an operator has to let each line go before it is said")
    approval_seconds: float = setting(
        20.0, "s after which a line is said that nobody decided on; 0: it waits for ever", low=0, high=600
    )
    relationship: bool = setting(True, "whether alliance is measured each turn, and repaired where it falls")
    appraiser: str = setting("auto", "how turns are read: auto (trained heads if fetched), heads or rules")


def make_companion(settings: ConversationSettings, appraiser: Appraiser) -> Companion:
    """The companion that a profile asks for. AlongsideError for a table, sheet or contact not in order."""
    return Companion(
        name=settings.name,
        contacts=read_contacts(settings.contacts),
        worksheet=settings.worksheet,
        acts=settings.acts,
        offers=settings.offers,
        programme=settings.programme,
        alignment=Alignment(settings.align_words, settings.align_feeling, settings.align_voice),
        appraiser=appraiser,
        observer=observer() if settings.relationship and isinstance(appraiser, HeadAppraiser) else None,
    )
