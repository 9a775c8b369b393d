"""The voice that comes along, whose every utterance differs a little, made to say the same in each run."""

from __future__ import annotations

import sys

from alongside.weights import find
from speech.voice_client import VoiceClient

PROGRAM = """
import onnxruntime
onnxruntime.set_seed({seed})
from speech.voice_worker import main
raise SystemExit(main())
"""


def same_voice(seed: int = 11) -> VoiceClient:
    """A voice that says a row of texts as it did last time, on the same processor."""
    folder = find("voice-joe")
    return VoiceClient(folder, (sys.executable, "-c", PROGRAM.format(seed=seed), str(folder)))
