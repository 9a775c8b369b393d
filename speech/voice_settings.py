"""What can be set on a voice."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.settings import setting
from speech.engines import Wish
from speech.plan import Pauses


@dataclass(frozen=True)
class VoiceSettings:
    """What can be set on a voice."""

    engine: str = setting("piper", "what speaks: piper, espeak, openai, none (text only), or one of your own")
    voice: str = setting(
        "", "which voice: for piper a .onnx file or its folder, else the engine's name for it"
    )
    speaker: str = setting("", "which speaker of a Piper voice with several, by name or number")
    language: str = setting("en", "language of the voice, as an ISO 639-1 code")
    fallback: bool = setting(
        True, "let the next engine speak when one fails: espeak for piper, then text only"
    )
    url: str = setting("", "engine openai: address of the speech server; empty: http://127.0.0.1:8000/v1")
    model: str = setting("", "engine openai: name of the server's model; empty: tts-1")
    key_env: str = setting("", "engine openai: environment variable that holds its key; empty: none is sent")
    allow_remote: bool = setting(False, "engine openai: let the words leave this computer")
    pace: float = setting(
        0.65, "pace of the voice for an act of rate 1; 1 is the voice's own", low=0.5, high=2
    )
    clause_pause: float = setting(0.4, "seconds of silence after a clause, at rate 1", low=0, high=2)
    sentence_pause: float = setting(0.75, "seconds of silence after a sentence, at rate 1", low=0, high=3)
    lines: str = setting("", "text file of fixed lines, one a line, to be made ahead")
    keep: bool = setting(False, "keep fixed lines as sound on disk; never what quotes a person")

    @property
    def wish(self) -> Wish:
        """For the engine."""
        return Wish(
            voice=self.voice,
            speaker=self.speaker,
            language=self.language,
            url=self.url,
            model=self.model,
            key_env=self.key_env,
            allow_remote=self.allow_remote,
        )

    @property
    def pauses(self) -> Pauses:
        """Between the pieces of an act."""
        return Pauses(self.clause_pause, self.sentence_pause)
