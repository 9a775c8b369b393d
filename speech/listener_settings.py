"""What can be set on a listener."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from alongside.settings import setting
from alongside.whose import PERCEPTION


@dataclass(frozen=True)
class ListenerSettings:
    """What can be set on a listener."""

    recogniser: Literal["whisper-base", "whisper-tiny"] = setting("whisper-base", "speech recogniser")
    recogniser_path: str = setting("", "folder of another Whisper model in CTranslate2 form")
    threads: int = setting(2, "processor threads of the recogniser", low=1, high=16)
    language: str = setting("en", "language spoken, one of Whisper's codes; never guessed")
    verbatim: bool = setting(
        False, 'keep "um", restarts and broken-off words among a turn\'s words (English)'
    )
    patience: float = setting(
        0.7, "seconds of silence that end a turn, until told otherwise", low=0.2, high=10
    )
    partial_every: float = setting(0.4, "seconds between readings while the person speaks", low=0.2, high=5)
    turn_model: bool = setting(True, "use the smart-turn network to tell a pause from an end")
    echo: Literal["cancel", "gate", "off"] = setting(
        "cancel",
        "own voice in the microphone: cancelled where a loudspeaker says what it plays, or only distrusted",
    )
    echo_margin_db: float = setting(12.0, "how much louder than the echo a person is, in dB", low=3, high=40)
    noise: Literal["off", "voice", "all"] = setting(
        "off", "noise suppression: for voice activity alone, or for the words too"
    )
    level: bool = setting(False, "bring a quiet or far talker's voice to a steady level for voice activity")
    speaker_check: bool = setting(
        False,
        "learn the voice of this session's first turns, and leave others' unanswered; kept in memory only",
    )
    mode: Literal["open", "push_to_talk", "wake_phrase"] = setting(
        "open", "listen always, while the talk key is held, or once the wake phrase was said"
    )
    wake_phrase: str = setting("hello alongside", "two or more words that wake it up")
    asleep_after: float = setting(5.0, "minutes without a word until it sleeps again", low=0.2, high=240)
    perception: Literal["auto", "ours", "theirs"] = setting("ours", f"{PERCEPTION}; in mode open alone")
