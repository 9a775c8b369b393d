"""The Piper voice as a program of its own: `python -m speech.voice_worker MODEL_OR_FOLDER [SPEAKER]`.

Piper (piper-tts) is licensed under GPL-3.0. This is the only file that imports it. It runs in a process
of its own, which the rest of Alongside (Apache-2.0) starts and talks to over pipes, in the frames of
`speech.worker_frames`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from speech.lips import settled
from speech.worker_frames import Made, Make, Work, program


class Stoppable:
    """An onnxruntime session whose run can be ended in the middle."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.options: Any = None

    def run(self, outputs: Any, inputs: Any) -> Any:
        """As the session does, under the present options."""
        return self._session.run(outputs, inputs, self.options)


def model_at(path: Path) -> Path:
    """The voice's network: the file itself, or the first of its folder."""
    found = path if path.is_file() else next(iter(sorted(path.glob("*.onnx"))), None)
    if found is None:
        raise FileNotFoundError(f"no .onnx file in {path}")
    return found


def speaker_number(model: Path, speaker: str) -> int | None:
    """A speaker of a voice with several, by name or number; None is the voice's first."""
    if not speaker:
        return None
    names = json.loads(Path(f"{model}.json").read_text("utf-8")).get("speaker_id_map") or {}
    if speaker in names:
        return int(names[speaker])
    if speaker.isdigit() and (not names or int(speaker) in names.values()):
        return int(speaker)
    raise LookupError(f"the voice has no speaker {speaker!r}; it has {', '.join(names) or 'one only'}")


def synthesise(voice: Any, text: str, length_scale: float, speaker: int | None = None) -> Made:
    """(samples, rate, phonemes with their samples) of `text`. No phonemes if the voice cannot tell."""
    from piper import SynthesisConfig

    pcm, aligned = b"", True
    phonemes: list[tuple[str, int]] = []
    manner = SynthesisConfig(speaker_id=speaker, length_scale=length_scale)
    for chunk in voice.synthesize(text, manner, include_alignments=True):
        pcm += chunk.audio_int16_bytes
        aligned = aligned and chunk.phoneme_alignments is not None
        phonemes += sounded(chunk) if aligned else []
    rate = int(voice.config.sample_rate)
    sound = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768.0
    return pcm, rate, settled(phonemes, sound, rate) if aligned and len(sound) else []


def sounded(chunk: Any) -> list[tuple[str, int]]:
    """(phoneme, samples) as they sound.

    The network is given a blank after each phoneme, and Piper counts its time to the phoneme before. In
    the sound it is the way to the next: lips that part for a vowel do so before the blank, not after it
    (`python -m bench.mouth`). So each blank's time goes to the phoneme that follows.
    """
    spans = [int(samples) for samples in chunk.phoneme_id_samples]
    found: list[tuple[str, int]] = []
    at = blank = 0
    for item in chunk.phoneme_alignments:
        own = spans[at : at + len(item.phoneme_ids)]
        at += len(own)
        last = item is chunk.phoneme_alignments[-1]
        found.append((item.phoneme, blank + sum(own if last or len(own) < 2 else own[:-1])))
        blank = 0 if last or len(own) < 2 else own[-1]
    return found


def load(path: Path, speaker: str = "") -> Make:
    """The voice at a path, ready to be asked."""
    from onnxruntime import RunOptions
    from piper import PiperVoice

    model = model_at(path)
    number = speaker_number(model, speaker)
    voice = PiperVoice.load(model, include_alignments=True)
    session = Stoppable(voice.session)
    voice.session = session

    def make(work: Work) -> Made:
        options = session.options = RunOptions()
        work.stop = lambda: setattr(options, "terminate", True)
        if work.cancelled:  # between the look at it and the line above
            raise InterruptedError
        return synthesise(voice, work.text, work.length_scale, number)

    return make


def main() -> int:
    """Serve the voice that is named on the command line."""
    return program(lambda: load(Path(sys.argv[1]), *sys.argv[2:3]))


if __name__ == "__main__":
    sys.exit(main())
